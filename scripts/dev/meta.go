package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/whatsapp"
)

// meta stands in for Meta: it takes sends as strictly as the Graph API, shows them
// on phones, and tells the webhook what happened, signed.
type meta struct {
	door string

	mu       sync.Mutex
	phones   map[string][]shown // by the customer's number
	fail     []int              // error codes for the next sends
	statuses []string           // what is told after a send, in this order
	repeat   int                // how often each webhook is sent
}

// shown is a message on a customer's phone, theirs or the business's.
type shown struct {
	Wamid   string          `json:"wamid"`
	Mine    bool            `json:"mine,omitempty"`
	At      time.Time       `json:"at"`
	Message json.RawMessage `json:"message"`
}

type object = map[string]any

func newMeta(door string) *meta {
	return &meta{door: door, phones: map[string][]shown{}, statuses: []string{"sent", "delivered", "read"}, repeat: 1}
}

func (m *meta) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v25.0/{number}/messages", m.send)
	mux.HandleFunc("GET /v25.0/{node}", m.look)
	mux.HandleFunc("GET /v25.0/{node}/{edge}", m.look)
	mux.HandleFunc("POST /phone/{customer}/say", m.say)
	mux.HandleFunc("GET /phone/{customer}/messages", m.read)
	mux.HandleFunc("GET /phone/{customer}/chat", m.chat)
	mux.HandleFunc("GET /", phonePage)
	mux.HandleFunc("POST /behave", m.behave)
	return mux
}

func newWamid() string {
	raw := make([]byte, 18)
	rand.Read(raw)
	return "wamid." + base64.StdEncoding.EncodeToString(raw)
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, status, code int, why string) {
	answer(w, status, object{"error": object{
		"message": fmt.Sprintf("(#%d) %s", code, why), "type": "OAuthException", "code": code,
		"error_data": object{"messaging_product": "whatsapp", "details": why}, "fbtrace_id": "local",
	}})
}

// send is the Graph API's. Its limits are Meta's.
func (m *meta) send(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+setup.DemoGraphToken {
		refuse(w, http.StatusUnauthorized, 190, "Invalid OAuth access token")
		return
	}
	raw, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	var msg struct {
		Product   string `json:"messaging_product"`
		To        string `json:"to"`
		Recipient string `json:"recipient"`
		Type      string `json:"type"`
		Carried   string `json:"biz_opaque_callback_data"`
		Text      *struct {
			Body string `json:"body"`
		} `json:"text"`
		Interactive json.RawMessage `json:"interactive"`
	}
	if err != nil || json.Unmarshal(raw, &msg) != nil || msg.Product != "whatsapp" || (msg.To == "" && msg.Recipient == "") || len(msg.Carried) > 512 {
		refuse(w, http.StatusBadRequest, 100, "Invalid parameter")
		return
	}
	if msg.Type == "text" && (msg.Text == nil || msg.Text.Body == "" || utf8.RuneCountInString(msg.Text.Body) > 4096) {
		refuse(w, http.StatusBadRequest, 100, "Param text['body'] must be at most 4096 characters long")
		return
	}
	if msg.Type == "interactive" && !interactive(msg.Interactive) {
		refuse(w, http.StatusBadRequest, 131009, "Parameter value is not valid")
		return
	}
	to := strings.TrimPrefix(msg.To, "+")
	if to == "" {
		to = msg.Recipient
	}
	m.mu.Lock()
	if len(m.fail) > 0 {
		code := m.fail[0]
		m.fail = m.fail[1:]
		m.mu.Unlock()
		refuse(w, http.StatusBadRequest, code, "As asked for")
		return
	}
	wamid := newWamid()
	m.phones[to] = append(m.phones[to], shown{Wamid: wamid, At: time.Now(), Message: raw})
	statuses := append([]string{}, m.statuses...)
	m.mu.Unlock()
	answer(w, http.StatusOK, object{
		"messaging_product": "whatsapp", "contacts": []object{{"input": msg.To, "wa_id": to}}, "messages": []object{{"id": wamid}},
	})
	go m.tell(r.PathValue("number"), to, wamid, msg.Carried, statuses)
}

// look is what the Graph API says of a number and its account to who may see them. The
// demo's token sees the demo's, and a second number that nobody has bound yet.
func (m *meta) look(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+setup.DemoGraphToken {
		refuse(w, http.StatusUnauthorized, 190, "Invalid OAuth access token")
		return
	}
	numbers := map[string]string{setup.DemoNumber: "+1 555-010-0000", setup.SpareNumber: "+1 555-010-0002"}
	node := r.PathValue("node")
	switch r.PathValue("edge") {
	case "":
		if display, ok := numbers[node]; ok {
			answer(w, http.StatusOK, object{"id": node, "display_phone_number": display, "verified_name": "Kettle & Co.", "quality_rating": "GREEN"})
			return
		}
	case "phone_numbers":
		if node == setup.DemoWABA {
			answer(w, http.StatusOK, object{"data": []object{{"id": setup.DemoNumber}, {"id": setup.SpareNumber}}})
			return
		}
	case "subscribed_apps":
		if node == setup.DemoWABA {
			answer(w, http.StatusOK, object{"data": []object{{"whatsapp_business_api_data": object{"name": "Kettle app"}}}})
			return
		}
	}
	refuse(w, http.StatusBadRequest, 100, "Unsupported get request. Object does not exist")
}

// interactive judges buttons and lists by Meta's limits.
func interactive(raw json.RawMessage) bool {
	var i struct {
		Type   string
		Body   struct{ Text string }
		Action struct {
			Buttons  []struct{ Reply struct{ ID, Title string } }
			Sections []struct {
				Rows []struct{ ID, Title, Description string }
			}
		}
	}
	if json.Unmarshal(raw, &i) != nil || i.Body.Text == "" {
		return false
	}
	short := func(s string, most int) bool { return s != "" && utf8.RuneCountInString(s) <= most }
	switch i.Type {
	case "button":
		ok := len(i.Action.Buttons) >= 1 && len(i.Action.Buttons) <= 3 && utf8.RuneCountInString(i.Body.Text) <= 1024
		for _, b := range i.Action.Buttons {
			ok = ok && short(b.Reply.Title, 20) && short(b.Reply.ID, 256)
		}
		return ok
	case "list":
		rows := 0
		ok := len(i.Action.Sections) >= 1 && len(i.Action.Sections) <= 10
		for _, s := range i.Action.Sections {
			for _, row := range s.Rows {
				rows++
				ok = ok && short(row.Title, 24) && short(row.ID, 200) && utf8.RuneCountInString(row.Description) <= 72
			}
		}
		return ok && rows >= 1 && rows <= 10
	}
	return false
}

// tell sends the statuses of a message back, as webhooks of their own.
func (m *meta) tell(number, to, wamid, carried string, statuses []string) {
	for _, status := range statuses {
		time.Sleep(30 * time.Millisecond)
		s := object{"id": wamid, "status": status, "timestamp": fmt.Sprint(time.Now().Unix()), "recipient_id": to}
		if carried != "" {
			s["biz_opaque_callback_data"] = carried
		}
		if status == "sent" {
			s["pricing"] = object{"billable": true, "pricing_model": "PMP", "type": "regular", "category": "service"}
		}
		_ = m.webhook(number, object{"statuses": []object{s}})
	}
}

// webhook posts one change to the product's public door, signed.
func (m *meta) webhook(number string, value object) error {
	value["messaging_product"] = "whatsapp"
	value["metadata"] = object{"display_phone_number": setup.DemoDisplay, "phone_number_id": number}
	body, err := json.Marshal(object{"object": "whatsapp_business_account", "entry": []object{{
		"id": setup.DemoWABA, "changes": []object{{"field": "messages", "value": value}},
	}}})
	if err != nil {
		return err
	}
	m.mu.Lock()
	repeat := m.repeat
	m.mu.Unlock()
	for range repeat {
		request, err := http.NewRequest(http.MethodPost, m.door+"/webhooks/whatsapp/"+setup.DemoApp, bytes.NewReader(body))
		if err != nil {
			return err
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("X-Hub-Signature-256", whatsapp.Sign(body, []byte(setup.DemoAppSecret)))
		answer, err := (&http.Client{Timeout: 20 * time.Second}).Do(request)
		if err != nil {
			return err
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("the webhook answered %d", answer.StatusCode)
		}
	}
	return nil
}

// say has a customer write to the demo business: words, or a tap on a button of a
// message that the phone shows.
func (m *meta) say(w http.ResponseWriter, r *http.Request) {
	var said struct {
		Name, Text, Option, Title, Message string
		Raw                                object // a whole message, as WhatsApp has it
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&said); err != nil {
		http.Error(w, "say {name, text}, {name, option, title, message} or {name, raw}", http.StatusBadRequest)
		return
	}
	customer, wamid := r.PathValue("customer"), newWamid()
	msg := object{"from": customer, "id": wamid, "timestamp": fmt.Sprint(time.Now().Unix()), "type": "text", "text": object{"body": said.Text}}
	if said.Option != "" {
		msg["type"], msg["context"] = "interactive", object{"from": setup.DemoDisplay, "id": said.Message}
		msg["interactive"] = object{"type": "button_reply", "button_reply": object{"id": said.Option, "title": said.Title}}
		delete(msg, "text")
	}
	if said.Raw != nil {
		delete(msg, "text")
		maps.Copy(msg, said.Raw)
	}
	contact := object{"profile": object{"name": said.Name}, "wa_id": customer}
	if err := m.webhook(setup.DemoNumber, object{"contacts": []object{contact}, "messages": []object{msg}}); err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	raw, _ := json.Marshal(msg) // it came as JSON
	m.mu.Lock()
	m.phones[customer] = append(m.phones[customer], shown{Wamid: wamid, Mine: true, At: time.Now(), Message: raw})
	m.mu.Unlock()
	answer(w, http.StatusOK, object{"wamid": wamid})
}

// phonePage serves the page that looks like a phone, and runs nothing but itself.
func phonePage(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-cache")
	http.FileServer(http.Dir(demo+"/phone")).ServeHTTP(w, r)
}

// read is what the business sent to a customer.
func (m *meta) read(w http.ResponseWriter, r *http.Request) {
	theirs := slices.DeleteFunc(m.shown(r.PathValue("customer")), func(s shown) bool { return s.Mine })
	answer(w, http.StatusOK, theirs)
}

// chat is both sides of it.
func (m *meta) chat(w http.ResponseWriter, r *http.Request) {
	answer(w, http.StatusOK, m.shown(r.PathValue("customer")))
}

func (m *meta) shown(customer string) []shown {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]shown{}, m.phones[customer]...)
}

// behave changes how the stand-in behaves: which sends fail, which statuses come in
// which order, how often each webhook comes.
func (m *meta) behave(w http.ResponseWriter, r *http.Request) {
	var how struct {
		Fail     []int
		Statuses []string
		Repeat   int
	}
	if err := json.NewDecoder(r.Body).Decode(&how); err != nil {
		http.Error(w, "behave {fail, statuses, repeat}", http.StatusBadRequest)
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fail, m.repeat = how.Fail, max(how.Repeat, 1)
	if m.statuses = how.Statuses; m.statuses == nil {
		m.statuses = []string{"sent", "delivered", "read"}
	}
	answer(w, http.StatusOK, object{})
}
