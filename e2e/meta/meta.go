// Package meta stands in for Meta. It accepts and refuses the same requests as the Graph API, shows
// messages on customers' phones, keeps files, and calls the webhooks. The local cloud and the fault
// tests use the same one.
package meta

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
)

// Object is JSON in the making.
type Object = map[string]any

// Post calls one of the product's webhooks, signed as the business's app does, and returns the
// HTTP status and the body of the answer.
type Post func(ctx context.Context, path string, body []byte) (status int, answer []byte, err error)

// Meta is the stand-in for one business.
type Meta struct {
	business Business
	post     Post
	files    string // the address under which Files are downloaded

	mu        sync.Mutex
	phones    map[string]*customer // by phone number, or by BSUID
	kept      map[string]file
	flowKey   string // the public key that Flows are encrypted with
	behaves   Behaviour
	templates []Object // of the account, as Graph has them
}

// New makes the stand-in of a business. base is the address at which Graph is served.
func New(b Business, base string, post Post) *Meta {
	m := &Meta{
		business: b, post: post, files: base + "/files/",
		phones: map[string]*customer{}, kept: map[string]file{}, templates: slices.Clone(b.Templates),
	}
	m.Behave(Behaviour{})
	return m
}

// Graph serves the Graph API, which the product calls.
func (m *Meta) Graph(mux *http.ServeMux) {
	mux.HandleFunc("POST /v25.0/{number}/messages", m.allowed(m.send))
	mux.HandleFunc("POST /v25.0/{number}/media", m.allowed(m.upload))
	mux.HandleFunc("POST /v25.0/{number}/whatsapp_business_encryption", m.allowed(m.encryption))
	mux.HandleFunc("GET /v25.0/{node}", m.allowed(m.node))
	mux.HandleFunc("GET /v25.0/{node}/{edge}", m.allowed(m.edge))
	mux.HandleFunc("GET /files/{file}", m.allowed(m.download))
}

// Phones serves the acts of customers on their phones, and those that a test asks of Meta.
func (m *Meta) Phones(mux *http.ServeMux) {
	mux.HandleFunc("POST /phone/{customer}/say", m.say)
	mux.HandleFunc("POST /phone/{customer}/file", m.attach)
	mux.HandleFunc("GET /phone/{customer}/file/{file}", m.download)
	mux.HandleFunc("POST /phone/{customer}/flow", m.flow)
	mux.HandleFunc("POST /phone/{customer}/marketing", m.marketing)
	mux.HandleFunc("POST /phone/{customer}/move", m.move)
	mux.HandleFunc("GET /phone/{customer}/messages", m.received)
	mux.HandleFunc("GET /phone/{customer}/chat", m.chat)
	mux.HandleFunc("POST /app/{customer}/say", m.app)
	mux.HandleFunc("POST /tell", m.notify)
	mux.HandleFunc("POST /templates", m.approve)
	mux.HandleFunc("POST /behave", m.behave)
}

// allowed lets a call through that carries the business's token.
func (m *Meta) allowed(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+m.business.Token {
			refuse(w, http.StatusUnauthorized, 190, "Invalid OAuth access token")
			return
		}
		next(w, r)
	}
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

// refuse answers with an error of Graph's.
func refuse(w http.ResponseWriter, status, code int, why string) {
	answer(w, status, Object{"error": Object{
		"message": fmt.Sprintf("(#%d) %s", code, why), "type": "OAuthException", "code": code,
		"error_data": Object{"messaging_product": "whatsapp", "details": why}, "fbtrace_id": "local",
	}})
}

// done answers a test or a phone page that asked for a webhook.
func done(w http.ResponseWriter, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	answer(w, http.StatusOK, Object{})
}
