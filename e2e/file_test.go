package e2e

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/http"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// uploads puts a file at the address that the server gave, and returns the id of the upload.
func (t *tab) uploads(kind string, raw []byte) string {
	t.v.t.Helper()
	place := t.asks(object{"action": "upload", "name": "kettle.png", "type": kind, "size": len(raw)}).Upload
	if status := puts(t.v.t, place, raw); status != http.StatusOK {
		t.v.t.Fatalf("the upload was answered %d", status)
	}
	return place.Id
}

func fetch(t *testing.T, address string) (int, []byte, http.Header) {
	t.Helper()
	answer, err := http.Get(address)
	must(t, err)
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	must(t, err)
	return answer.StatusCode, raw, answer.Header
}

// A file is uploaded, judged, and can be downloaded by both sides and by nobody else.
func TestTheStoryOfAFile(t *testing.T) {
	png, err := base64.StdEncoding.DecodeString(
		"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
	must(t, err)
	v, stranger := newVisitor(t, "lagos"), newVisitor(t, "berlin")
	tab, other := v.opensTab("/"), stranger.opensTab("/")

	upload := tab.uploads("image/png", png)
	file := object{"upload": upload, "name": "../my \u202ekettle.png"}
	message := object{"action": "message", "id": newID(), "file": file, "text": "Look at this"}
	sent := tab.asks(message)
	if m := sent.Message; m == nil || m.Body().Kind != chat.KindImage || m.Body().Text != "Look at this" ||
		m.Body().Media.Size != int64(len(png)) || m.Body().Media.Name != "my kettle.png" {
		t.Fatalf("the file is stored as %+v", sent)
	}
	if again := tab.asks(message); again.Message == nil || again.Message.At != sent.Message.At {
		t.Errorf("sent again it is %+v", again)
	}
	if status, raw, _ := fetch(t, tab.asks(object{"action": "file", "upload": upload}).URL); status != 200 ||
		!bytes.Equal(raw, png) {
		t.Errorf("the visitor reads %d, %d bytes", status, len(raw))
	}
	if got := other.asks(object{"action": "file", "upload": upload}); got.Code != "file_gone" || got.URL != "" {
		t.Errorf("another visitor reads it: %+v", got)
	}
	if got := other.asks(object{
		"action": "message", "id": newID(),
		"file": object{"upload": upload, "name": "x"},
	}); got.Code != "no_upload" {
		t.Errorf("another visitor sends it as their own: %+v", got)
	}

	a := demo(t, chat.RoleAgent)
	a.finds("bot", v.conversation)
	var address struct{ URL string }
	a.does("GET", "/v1/conversations/"+v.conversation+"/files/"+upload, nil, &address)
	if status, raw, headers := fetch(t, address.URL); status != 200 || !bytes.Equal(raw, png) ||
		headers.Get("Content-Type") != "image/png" {
		t.Errorf("the agent reads %d, %d bytes of %s", status, len(raw), headers.Get("Content-Type"))
	}

	liar := tab.uploads("image/png", []byte("<html><script>alert(1)</script></html>"))
	if got := tab.asks(object{
		"action": "message", "id": newID(),
		"file": object{"upload": liar, "name": "x.png"},
	}); got.Code != "not_what_it_says" {
		t.Errorf("a page that says it is a picture: %+v", got)
	}
	paper := tab.uploads("text/plain", []byte("Dear team,\nthe kettle leaks."))
	if got := tab.asks(object{
		"action": "message", "id": newID(),
		"file": object{"upload": paper, "name": "letter.txt"},
	}); got.Message == nil ||
		got.Message.Body().Kind != chat.KindDocument {
		t.Errorf("a letter: %+v", got)
	}
	if _, _, headers := fetch(t, tab.asks(object{"action": "file", "upload": paper}).URL); headers.Get(
		"Content-Disposition") != `attachment; filename=letter.txt` {
		t.Errorf("a letter is shown as %q", headers.Get("Content-Disposition"))
	}

	if k := tab.asks(object{"action": "export"}).Kept; k == nil || k.CookieID != v.cookie || len(k.Visits) != 1 {
		t.Errorf("what is kept: %+v", k)
	}
}
