package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"

	"github.com/botifire/livechat/e2e/bedrock"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/whatsapp"
)

type object = map[string]any

// demoBusiness is the demo's tenant as Meta knows it.
var demoBusiness = meta.Business{
	Name: "Kettle & Co.", WABA: setup.DemoWABA, Number: setup.DemoNumber, Spare: setup.SpareNumber,
	Display: setup.DemoDisplay, Token: setup.DemoGraphToken, App: setup.DemoApp,
	Flows:     map[string]string{"600000000000001": "Kettle repair"},
	Templates: demoTemplates,
}

// demoTemplates are the templates of the demo's account, as Graph has them.
var demoTemplates = []object{
	{"name": "order_update", "language": "en", "status": "APPROVED", "category": "UTILITY", "components": []object{
		{
			"type": "BODY", "text": "Hello {{1}}, your order {{2}} is on its way.",
			"example": object{"body_text": [][]string{{"Ana", "KC-1001"}}},
		},
		{"type": "FOOTER", "text": "Kettle & Co."},
		{"type": "BUTTONS", "buttons": []object{{"type": "QUICK_REPLY", "text": "Thank you"}}},
	}},
	{"name": "spring_sale", "language": "en", "status": "APPROVED", "category": "MARKETING", "components": []object{
		{"type": "HEADER", "format": "TEXT", "text": "Spring at Kettle & Co."},
		{"type": "BODY", "text": "All copper kettles are 20 % off until Sunday."},
	}},
	{"name": "care_guide", "language": "en", "status": "APPROVED", "category": "UTILITY", "components": []object{
		{"type": "HEADER", "format": "DOCUMENT"},
		{
			"type": "BODY", "text": "Here is how to care for your kettle, {{name}}.",
			"example": object{"body_text_named_params": []object{{"param_name": "name", "example": "Ana"}}},
		},
	}},
	{"name": "old_news", "language": "en", "status": "PAUSED", "category": "MARKETING", "components": []object{
		{"type": "BODY", "text": "This was once new."},
	}},
}

// openMeta serves the stand-ins for Meta, webhooks of channels and push services, and the page that acts like a phone.
func (c *cloud) openMeta(ctx context.Context) error {
	mux := http.NewServeMux()
	m := meta.New(demoBusiness, c.graph(), c.callWebhook)
	m.Graph(mux)
	m.Phones(mux)
	(&bedrock.Model{}).Serve(mux)
	mux.HandleFunc("POST /channel/{channel}", c.channels.hear)
	c.browsers.serve(mux, c.graph())
	mux.HandleFunc("GET /", phonePage)
	return c.listen(ctx, c.metaPort(), c.onlyLocal(mux))
}

// callWebhook posts to the product's public door, signed.
func (c *cloud) callWebhook(ctx context.Context, path string, body []byte) (int, []byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.door()+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Hub-Signature-256", whatsapp.Sign(body, []byte(setup.DemoAppSecret)))
	got, err := (&http.Client{Timeout: 20 * time.Second}).Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer got.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(got.Body, 1<<20))
	return got.StatusCode, raw, err
}

// phonePage serves the page that looks like a phone, and lets it run nothing but its own files.
func phonePage(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; "+
		"img-src 'self' blob: http: https:; media-src 'self'; connect-src 'self'; "+
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-cache")
	http.FileServer(http.Dir(demo+"/phone")).ServeHTTP(w, r)
}
