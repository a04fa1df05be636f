package main

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/botifire/livechat/shared/webpushtest"
)

// pushService stands in for the push services of browsers: it gives subscriptions, has their keys, and keeps what
// arrived. Those of an earlier run are gone.
type pushService struct {
	mu       sync.Mutex
	browsers map[string]*webpushtest.Browser
	pushed   []pushed
}

// pushed is a message that arrived, as the outbox shows it.
type pushed struct {
	webpushtest.Push
	To    string
	At    string
	Lines []string
}

// maxBrowsers is how many subscriptions it gives.
const maxBrowsers = 1000

func (p *pushService) serve(mux *http.ServeMux, at string) {
	mux.HandleFunc("POST /push/subscription", func(w http.ResponseWriter, _ *http.Request) { p.subscribe(w, at) })
	mux.HandleFunc("POST /push/{browser}", p.take)
	mux.HandleFunc("POST /push/{browser}/gone", p.end)
	mux.HandleFunc("GET /push/{browser}/messages", p.messages)
}

// subscribe gives a subscription, in the form of PushSubscription.toJSON.
func (p *pushService) subscribe(w http.ResponseWriter, service string) {
	b, err := webpushtest.NewBrowser()
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil || len(p.browsers) >= maxBrowsers {
		http.Error(w, "no more subscriptions", http.StatusTooManyRequests)
		return
	}
	if p.browsers == nil {
		p.browsers = map[string]*webpushtest.Browser{}
	}
	id := rand.Text()
	p.browsers[id] = b
	s := b.Subscribed(service + "/push/" + id)
	_ = json.NewEncoder(w).Encode(object{
		"endpoint": s.Endpoint, "expirationTime": nil, "keys": object{"p256dh": s.P256DH, "auth": s.Auth},
	})
}

// take takes a message, as a push service does, and opens it, as a browser does.
func (p *pushService) take(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := r.PathValue("browser")
	b := p.browsers[id]
	if b == nil {
		http.Error(w, "the subscription has ended", http.StatusGone)
		return
	}
	got, err := b.Takes(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	p.pushed = append(p.pushed, pushed{got, id, time.Now().Format(time.TimeOnly), shown(got.Body)})
	p.pushed = p.pushed[max(0, len(p.pushed)-maxTold):]
	w.WriteHeader(http.StatusCreated)
}

// shown is what a notification of a message says.
func shown(body string) []string {
	var m struct{ Title, Body string }
	if json.Unmarshal([]byte(body), &m) != nil || m.Title == "" {
		return []string{body}
	}
	return []string{m.Title, m.Body}
}

// end ends a subscription, as a browser does once its user takes the permission away.
func (p *pushService) end(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.browsers, r.PathValue("browser"))
	w.WriteHeader(http.StatusNoContent)
}

// messages are the latest that arrived for a browser, in their order.
func (p *pushService) messages(w http.ResponseWriter, r *http.Request) {
	all := []webpushtest.Push{}
	for _, m := range slices.Backward(p.latest()) {
		if m.To == r.PathValue("browser") {
			all = append(all, m.Push)
		}
	}
	_ = json.NewEncoder(w).Encode(all)
}

// latest are the messages that arrived, the latest first.
func (p *pushService) latest() []pushed {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := slices.Clone(p.pushed)
	slices.Reverse(all)
	return all
}
