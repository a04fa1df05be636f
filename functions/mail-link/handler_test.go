package main

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/edge"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/memory"
)

// A call without a link of ours is refused in words, and nothing of it is done.
func TestCallsWithoutALinkAreRefused(t *testing.T) {
	store := memory.New()
	desk := chat.New(store)
	h := handler{desk, mail.New(desk, store, "chat@stage.test"), edge.NewGuard(config.Local, "")}
	made := "t_1.c_1.secret"
	for _, c := range []struct {
		act, body, query string
		status           int
		says             string
	}{
		{"look", `{"link":"` + made + `"}`, "", 200, `"state":"gone"`},
		{"use", `{"link":"` + made + `","press":"x"}`, "", 404, "link_gone"},
		{"renew", `{"link":"` + made + `"}`, "", 404, "link_gone"},
		{"stop", `{"link":"` + made + `"}`, "", 404, "link_gone"},
		{"stop", `List-Unsubscribe=One-Click`, made, 404, "link_gone"},
		{"stop", `List-Unsubscribe=One-Click`, "t_1.digest.a_1.proof", 404, "link_gone"},
		{"offer", `{"code":"` + made + `","site":"kettle","browser":"x"}`, "", 404, "link_gone"},
		{"enter", `{"code":"` + made + `","site":"kettle","browser":"x"}`, "", 404, "link_gone"},
		{"use", "", made, 400, "bad_input"},
		{"use", `{"link":"` + strings.Repeat("x", 3000) + `"}`, "", 400, "bad_input"},
		{"use", `{"link":"a","link":"b"}`, "", 400, "bad_input"},
		{"use", `[]`, "", 400, "bad_input"},
		{"other", `{"link":"` + made + `"}`, "", 404, "not_found"},
	} {
		r := request{PathParameters: map[string]string{"act": c.act}, Body: c.body}
		if c.query != "" {
			r.QueryStringParameters = map[string]string{"link": c.query}
		}
		got, err := h.serve(t.Context(), r)
		if opened := c.act == "offer" || c.act == "enter"; opened != (got.Headers["access-control-allow-origin"] == "*") {
			t.Errorf("%s: other websites may read it: %v", c.act, got.Headers)
		}
		if err != nil || got.StatusCode != c.status || !strings.Contains(got.Body, c.says) {
			t.Errorf("%s %s%s: %d %s, %v", c.act, c.body, c.query, got.StatusCode, got.Body, err)
		}
	}
	guarded := handler{desk, h.post, edge.NewGuard("prod", "secret")}
	if got, err := guarded.serve(t.Context(), request{}); err != nil || got.StatusCode != 403 {
		t.Errorf("past the door: %d, %v", got.StatusCode, err)
	}
}

// A mail program that does not know the one click opens the address: it is led to the page, and nothing is ended.
func TestAnOpenedStopLeadsToThePage(t *testing.T) {
	h := handler{nil, nil, edge.NewGuard(config.Local, "")}
	for link, page := range map[string]string{
		"t_1.c_1.x\r\ny":       "/widget/back.html#stop=t_1.c_1.x%0D%0Ay",
		"t_1.digest.a_1.proof": "/widget/back.html#digest=t_1.digest.a_1.proof",
	} {
		r := request{QueryStringParameters: map[string]string{"link": link}}
		r.RequestContext.HTTP.Method = "GET"
		got, err := h.serve(t.Context(), r)
		at := got.Headers["location"]
		if err != nil || got.StatusCode != 302 || at != page {
			t.Errorf("it leads to %q, %d, %v", at, got.StatusCode, err)
		}
	}
}
