package main

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/whatsapp"
)

// meta stands in for Meta: it takes sends as strictly as the Graph API, shows them
// on phones, keeps files, and tells the webhook what happened, signed.
type meta struct {
	door string

	mu       sync.Mutex
	phones   map[string]*customer // by number, or by BSUID
	files    map[string]file
	public   string   // the key that Flows are encrypted with
	fail     []int    // error codes for the next sends
	failTo   string   // to this customer, or to any
	silent   int      // how many of the next sends are taken without an answer
	statuses []string // what is told after a send, in this order
	repeat   int      // how often each webhook is sent
	carries  bool     // whether statuses bring back what the send carried

	templates []object // of the account, as Graph has them
}

// customer is somebody with a phone.
type customer struct {
	shown   []shown
	said    time.Time // when they last wrote
	burst   []time.Time
	read    string // the message up to which the business has read
	typing  time.Time
	stopped bool  // marketing
	wished  int64 // when they said so
}

// shown is a message on a customer's phone, theirs or the business's.
type shown struct {
	Wamid   string          `json:"wamid"`
	Mine    bool            `json:"mine,omitempty"`
	At      time.Time       `json:"at"`
	Message json.RawMessage `json:"message"`
}

// file is a file that Meta keeps.
type file struct {
	kind string
	raw  []byte
}

type object = map[string]any

func newMeta(door string) *meta {
	m := &meta{door: door, phones: map[string]*customer{}, files: map[string]file{}, templates: slices.Clone(firstTemplates)}
	m.behaves(behaviour{})
	return m
}

func (m *meta) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v25.0/{number}/messages", m.allowed(m.send))
	mux.HandleFunc("POST /v25.0/{number}/media", m.allowed(m.upload))
	mux.HandleFunc("POST /v25.0/{number}/whatsapp_business_encryption", m.allowed(m.encryption))
	mux.HandleFunc("GET /v25.0/{node}", m.allowed(m.look))
	mux.HandleFunc("GET /v25.0/{node}/{edge}", m.allowed(m.look))
	mux.HandleFunc("GET /files/{file}", m.allowed(m.download))
	mux.HandleFunc("POST /phone/{customer}/say", m.say)
	mux.HandleFunc("POST /phone/{customer}/file", m.attach)
	mux.HandleFunc("GET /phone/{customer}/file/{file}", m.show)
	mux.HandleFunc("POST /phone/{customer}/flow", m.flow)
	mux.HandleFunc("POST /phone/{customer}/marketing", m.marketing)
	mux.HandleFunc("POST /phone/{customer}/move", m.move)
	mux.HandleFunc("GET /phone/{customer}/messages", m.received)
	mux.HandleFunc("GET /phone/{customer}/chat", m.chat)
	mux.HandleFunc("POST /app/{customer}/say", m.app)
	mux.HandleFunc("POST /tell", m.tell)
	mux.HandleFunc("POST /templates", m.approve)
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

// allowed lets through who has the demo's token.
func (m *meta) allowed(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+setup.DemoGraphToken {
			refuse(w, http.StatusUnauthorized, 190, "Invalid OAuth access token")
			return
		}
		next(w, r)
	}
}

// customer finds or makes a phone. The caller holds the lock.
func (m *meta) customer(id string) *customer {
	if m.phones[id] == nil {
		m.phones[id] = &customer{}
	}
	return m.phones[id]
}

// look is what the Graph API says of a number, its account and files to who may see them.
// The demo's token sees the demo's, and a second number that nobody has bound yet.
func (m *meta) look(w http.ResponseWriter, r *http.Request) {
	numbers := map[string]string{setup.DemoNumber: "+1 555-010-0000", setup.SpareNumber: "+1 555-010-0002"}
	node := r.PathValue("node")
	switch r.PathValue("edge") {
	case "":
		if display, ok := numbers[node]; ok {
			answer(w, http.StatusOK, object{"id": node, "display_phone_number": display, "verified_name": "Kettle & Co.", "quality_rating": "GREEN"})
			return
		}
		if name := flowNames[node]; name != "" {
			answer(w, http.StatusOK, object{"id": node, "name": name, "status": "PUBLISHED"})
			return
		}
		if m.locate(w, r, node) {
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
	case "message_templates":
		if node == setup.DemoWABA {
			m.mu.Lock()
			defer m.mu.Unlock()
			answer(w, http.StatusOK, object{"data": m.templates})
			return
		}
	}
	refuse(w, http.StatusBadRequest, 100, "Unsupported get request. Object does not exist")
}

// flowNames is what the account's Flows are called.
var flowNames = map[string]string{"600000000000001": "Kettle repair"}

// webhook posts one change to the product's public door, signed.
func (m *meta) webhook(field, number string, value object) error {
	if number != "" {
		value["messaging_product"] = "whatsapp"
		value["metadata"] = object{"display_phone_number": setup.DemoDisplay, "phone_number_id": number}
	}
	body, err := json.Marshal(object{"object": "whatsapp_business_account", "entry": []object{{
		"id": setup.DemoWABA, "time": time.Now().Unix(), "changes": []object{{"field": field, "value": value}},
	}}})
	if err != nil {
		return err
	}
	m.mu.Lock()
	repeat := m.repeat
	m.mu.Unlock()
	for range repeat {
		if _, err := m.call("/webhooks/whatsapp/"+setup.DemoApp, body); err != nil {
			return err
		}
	}
	return nil
}

// call posts to the product as Meta does, and returns the answer.
func (m *meta) call(path string, body []byte) ([]byte, error) {
	request, err := http.NewRequest(http.MethodPost, m.door+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Hub-Signature-256", whatsapp.Sign(body, []byte(setup.DemoAppSecret)))
	got, err := (&http.Client{Timeout: 20 * time.Second}).Do(request)
	if err != nil {
		return nil, err
	}
	defer got.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(got.Body, 1<<20))
	if err == nil && got.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answered %d", strings.SplitN(strings.TrimPrefix(path, "/"), "/", 3)[1], got.StatusCode)
	}
	return raw, err
}

// phonePage serves the page that looks like a phone, and runs nothing but itself.
func phonePage(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: http: https:; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-cache")
	http.FileServer(http.Dir(demo+"/phone")).ServeHTTP(w, r)
}

// behaviour changes how the stand-in behaves: which sends fail, how many are taken without
// an answer, which statuses come in which order, with or without what the send carried, and
// how often each webhook comes.
type behaviour struct {
	Fail     []int
	To       string // whose sends fail; "" for everybody's
	Silent   int
	Statuses []string
	Repeat   int
	Bare     bool
}

func (m *meta) behave(w http.ResponseWriter, r *http.Request) {
	var how behaviour
	if err := json.NewDecoder(r.Body).Decode(&how); err != nil {
		http.Error(w, "behave {fail, to, silent, statuses, repeat, bare}", http.StatusBadRequest)
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.behaves(how)
	answer(w, http.StatusOK, object{})
}

func (m *meta) behaves(how behaviour) {
	m.fail, m.failTo, m.silent, m.repeat, m.carries = how.Fail, how.To, how.Silent, max(how.Repeat, 1), !how.Bare
	if m.statuses = how.Statuses; m.statuses == nil {
		m.statuses = []string{"sent", "delivered", "read"}
	}
}
