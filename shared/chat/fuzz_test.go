package chat_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/views"
)

// A cursor that we did not make, for this tenant and this list, opens nothing.
func FuzzCursor(f *testing.F) {
	f.Add("")
	f.Add("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, cursor string) {
		w := chattest.New(t)
		_, err := w.Inbox(w.Ctx(), chattest.Ana, views.InboxQuery{Queue: "bot", Cursor: cursor})
		if (err == nil) != (cursor == "") {
			t.Errorf("%q was answered by %v", cursor, err)
		}
	})
}

// The callback data of a status was ours once; a stranger may have changed it.
func FuzzCarried(f *testing.F) {
	f.Add("c_x|01ARZ3NDEKTSV4RRFFQ69G5FAV#r|0", "wamid.x")
	f.Add("c_x|01ARZ3NDEKTSV4RRFFQ69G5FAV|-1", "")
	f.Fuzz(func(t *testing.T, carried, wamid string) {
		w := chattest.New(t)
		if err := w.Status(w.Ctx(), chattest.Tenant, wamid, carried, chat.Contact{},
			chat.Delivery{Status: chat.Read, At: time.Now()}); err != nil {
			t.Errorf("%q: %v", carried, err)
		}
	})
}

// An origin that passes a wildcard really lies under its domain.
func FuzzOrigin(f *testing.F) {
	f.Add("https://shop.example.com")
	f.Add("https://evil.test/.example.com")
	site := chat.Site{Origins: []string{"https://*.example.com"}}
	f.Fuzz(func(t *testing.T, origin string) {
		if !site.Allows(origin) {
			return
		}
		u, err := url.Parse(origin)
		if err != nil {
			return // no browser sends it, and it leads nowhere
		}
		if u.Scheme != "https" || !strings.HasSuffix(u.Hostname(), ".example.com") || u.Path != "" {
			t.Errorf("%q passed", origin)
		}
	})
}

// An id that passes is a ULID in its one spelling.
func FuzzTimeOf(f *testing.F) {
	f.Add("01ARZ3NDEKTSV4RRFFQ69G5FAV")
	f.Fuzz(func(t *testing.T, id string) {
		at, err := chat.TimeOf(id)
		if err != nil {
			return
		}
		if len(id) != 26 || strings.ToUpper(id) != id || at.Before(time.UnixMilli(0)) {
			t.Errorf("%q passed", id)
		}
	})
}
