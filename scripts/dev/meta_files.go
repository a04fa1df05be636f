package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/botifire/livechat/shared/phone"
	"github.com/botifire/livechat/shared/setup"
)

const maxFile = 100 << 20

// upload takes a file of the business.
func (m *meta) upload(w http.ResponseWriter, r *http.Request) {
	content, head, err := r.FormFile("file")
	if err != nil || r.FormValue("messaging_product") != "whatsapp" {
		refuse(w, http.StatusBadRequest, 100, "Invalid parameter: file")
		return
	}
	defer content.Close()
	raw, err := io.ReadAll(io.LimitReader(content, maxFile))
	kind := head.Header.Get("Content-Type")
	if err != nil || len(raw) == 0 || !strings.Contains(kind, "/") || int64(len(raw)) != head.Size {
		refuse(w, http.StatusBadRequest, 131053, "Media upload error")
		return
	}
	answer(w, http.StatusOK, object{"id": m.keep(kind, raw)})
}

func (m *meta) keep(kind string, raw []byte) string {
	id := make([]byte, 7)
	rand.Read(id)
	name := fmt.Sprintf("%d", 100_000_000_000_000+int64(id[0])<<40|int64(id[1])<<32|int64(id[2])<<24|int64(id[3])<<16|int64(id[4])<<8|int64(id[5]))
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[name] = file{kind, raw}
	return name
}

// locate says where a file is, and what it is.
func (m *meta) locate(w http.ResponseWriter, r *http.Request, id string) bool {
	m.mu.Lock()
	f, ok := m.files[id]
	m.mu.Unlock()
	if ok {
		sum := sha256.Sum256(f.raw)
		answer(w, http.StatusOK, object{
			"messaging_product": "whatsapp", "id": id, "url": "http://" + r.Host + "/files/" + id, "mime_type": f.kind, "sha256": hex.EncodeToString(sum[:]), "file_size": fmt.Sprint(len(f.raw)),
		})
	}
	return ok
}

func (m *meta) download(w http.ResponseWriter, r *http.Request) { m.serve(w, r.PathValue("file")) }

// show gives a file to the phone that shows it.
func (m *meta) show(w http.ResponseWriter, r *http.Request) { m.serve(w, r.PathValue("file")) }

func (m *meta) serve(w http.ResponseWriter, id string) {
	m.mu.Lock()
	f, ok := m.files[id]
	m.mu.Unlock()
	if !ok {
		http.NotFound(w, nil)
		return
	}
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(f.raw)
}

// attach takes a file on the customer's side, and answers what a message says of it.
func (m *meta) attach(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxFile))
	if err != nil || len(raw) == 0 {
		http.Error(w, "post the file as the body", http.StatusBadRequest)
		return
	}
	kind, sum := r.Header.Get("Content-Type"), sha256.Sum256(raw)
	answer(w, http.StatusOK, object{"id": m.keep(kind, raw), "mime_type": kind, "sha256": base64.StdEncoding.EncodeToString(sum[:])})
}

// encryption takes the public key of a number's Flows.
func (m *meta) encryption(w http.ResponseWriter, r *http.Request) {
	key := r.FormValue("business_public_key")
	if _, err := phone.ReadKey(key); err != nil {
		refuse(w, http.StatusBadRequest, 100, "Invalid parameter: business_public_key")
		return
	}
	m.mu.Lock()
	m.public = key
	m.mu.Unlock()
	answer(w, http.StatusOK, object{"success": true})
}

// flow is a Flow on a customer's phone: it asks the endpoint for the next screen, sealed as
// WhatsApp's client does. The end of it comes back to the webhook as a message.
func (m *meta) flow(w http.ResponseWriter, r *http.Request) {
	var x struct {
		Message, Name string
		Ask           object // action, screen, data, flow_token
	}
	if err := json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(&x); err != nil {
		http.Error(w, "flow {message, ask: {action, screen, data, flow_token}}", http.StatusBadRequest)
		return
	}
	x.Ask["version"] = "3.0"
	raw, err := m.exchange(x.Ask)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	var next struct {
		Screen string
		Data   struct {
			Extension struct{ Params object } `json:"extension_message_response"`
		}
	}
	if json.Unmarshal(raw, &next) == nil && next.Screen == "SUCCESS" {
		params, _ := json.Marshal(next.Data.Extension.Params)
		err = m.says(r.PathValue("customer"), x.Name, object{
			"type": "interactive", "context": object{"from": setup.DemoDisplay, "id": x.Message},
			"interactive": object{"type": "nfm_reply", "nfm_reply": object{"name": "flow", "body": "Sent", "response_json": string(params)}},
		}, 0)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(raw)
}

// exchange seals a request, posts it, and opens the answer.
func (m *meta) exchange(ask object) ([]byte, error) {
	m.mu.Lock()
	public, err := phone.ReadKey(m.public)
	m.mu.Unlock()
	if err != nil {
		return nil, errors.New("the number has no key for Flows")
	}
	plain, _ := json.Marshal(ask)
	call, err := phone.Seal(public, plain)
	if err != nil {
		return nil, err
	}
	answered, err := m.call("/webhooks/flows/"+setup.DemoApp+"/"+setup.DemoNumber, call.Body)
	if err != nil {
		return nil, err
	}
	return call.Open(answered)
}
