package whatsapp

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// graph is a client of a stand-in for Graph; it stores fetched files in memory.
func graph(t *testing.T, answer http.HandlerFunc) (*Client, *[]byte) {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	c := New(server.URL, func(context.Context, chat.Number) ([]byte, error) { return []byte("token"), nil })
	kept := []byte{}
	c.Keep = func(
		_ context.Context, _ chat.ConversationKey, m chat.Media, content *os.File, size int64,
	) (chat.Media, error) {
		_, _ = content.Seek(0, io.SeekStart)
		kept, _ = io.ReadAll(content)
		m.Size = size
		return m, nil
	}
	c.Files = func(context.Context, chat.ConversationKey, string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("file")), nil
	}
	return c, &kept
}

// Files are fetched from Meta only, the token is sent to Meta only, and a file is stored only if it
// is the one that the webhook announced.
func TestAFileIsFetchedFromMetaOnly(t *testing.T) {
	file := []byte("a picture")
	sum := sha256.Sum256(file)
	hexed, based := hex.EncodeToString(sum[:]), base64.StdEncoding.EncodeToString(sum[:])
	stranger := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("a stranger was asked, with %q", r.Header.Get("Authorization"))
	}))
	defer stranger.Close()
	for _, c := range []struct {
		name       string
		told, hash string // by the webhook and by Graph
		place      string // "" for Graph's own host
		at         func(w http.ResponseWriter, r *http.Request, n int)
		ok, lost   bool
	}{
		{name: "as it should be", told: based, hash: hexed, ok: true},
		{name: "hex in the webhook", told: hexed, ok: true},
		{name: "another file", told: base64.StdEncoding.EncodeToString(make([]byte, 32))},
		{name: "another by Graph's word", hash: hex.EncodeToString(make([]byte, 32))},
		{name: "a stranger's place", place: stranger.URL, lost: true},
		{name: "a place that looks like Meta's", place: "https://fbsbx.com.evil.test/x", lost: true},
		{name: "Meta's without TLS", place: "http://lookaside.fbsbx.com/x", lost: true},
		{name: "a redirect on Meta's host", told: based, ok: true, at: func(w http.ResponseWriter, r *http.Request, n int) {
			if n == 1 {
				http.Redirect(w, r, "/elsewhere", http.StatusFound)
				return
			}
			if r.Header.Get("Authorization") != "" {
				t.Error("the token went over a redirect")
			}
			_, _ = w.Write(file)
		}},
		{name: "a redirect to a stranger", lost: true, at: func(w http.ResponseWriter, r *http.Request, _ int) {
			http.Redirect(w, r, stranger.URL, http.StatusFound)
		}},
		{
			name: "a redirect in a circle",
			at:   func(w http.ResponseWriter, r *http.Request, _ int) { http.Redirect(w, r, "/file", http.StatusFound) },
		},
		{name: "an old address", told: based, ok: true, at: func(w http.ResponseWriter, _ *http.Request, n int) {
			if n == 1 {
				w.WriteHeader(http.StatusNotFound)
				return
			}
			_, _ = w.Write(file)
		}},
		{name: "gone", at: func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(http.StatusNotFound) }},
		{name: "refused", at: func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(http.StatusForbidden) }},
		{name: "cut off", at: func(http.ResponseWriter, *http.Request, int) { panic(http.ErrAbortHandler) }},
	} {
		n := 0
		client, kept := graph(t, func(w http.ResponseWriter, r *http.Request) {
			switch {
			case strings.HasPrefix(r.URL.Path, "/400"):
				place := c.place
				if place == "" {
					place = "http://" + r.Host + "/file"
				}
				_ = json.NewEncoder(w).Encode(object{"url": place, "sha256": c.hash, "file_size": "9"})
			case c.at != nil:
				n++
				c.at(w, r, n)
			default:
				if r.Header.Get("Authorization") != "Bearer token" {
					t.Errorf("%s: without the token", c.name)
				}
				_, _ = w.Write(file)
			}
		})
		got, err := client.Fetch(t.Context(), chat.Number{ID: "1"}, chat.ConversationKey{},
			chat.Media{Meta: "400", Hash: c.told})
		failed, isFailure := errors.AsType[*chat.FetchError](err)
		if c.ok != (err == nil) || (err != nil && (!isFailure || failed.Lost != c.lost || failed.Reason == "")) {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
		if c.ok && (!bytes.Equal(*kept, file) || got.Size != int64(len(file))) || !c.ok && len(*kept) > 0 {
			t.Errorf("%s: %q was kept", c.name, *kept)
		}
	}
}

// Graph's refusals of a file are distinguished, and the download of a too large file is not begun.
func TestRefusalsOfAFileAreDistinguished(t *testing.T) {
	for answer, lost := range map[string]bool{
		`{"error":{"code":190}}`: false, `{"error":{"code":131052}}`: true, `{"error":{"code":100}}`: false, `<html>`: false,
		fmt.Sprintf(`{"url":"https://lookaside.fbsbx.com/x","file_size":%d}`, MaxFile+1): true,
	} {
		client, _ := graph(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(answer)) })
		_, err := client.Fetch(t.Context(), chat.Number{}, chat.ConversationKey{}, chat.Media{Meta: "400"})
		if failed, ok := errors.AsType[*chat.FetchError](err); !ok || failed.Lost != lost {
			t.Errorf("%s: %+v", answer, err)
		}
	}
}

// A file of ours is uploaded first, and its message names Meta's id of it. Any failure of the upload
// may be retried: nothing was sent.
func TestAFileIsUploadedBeforeItsMessage(t *testing.T) {
	image := chat.Body{
		Kind: chat.KindImage, Text: "look", Media: &chat.Media{Upload: "u", Name: "a\"b.png", Type: "image/png", Size: 4},
	}
	for _, c := range []struct {
		name, answer string
		status       int
		sent, again  bool
	}{
		{"taken", `{"id":"media-7"}`, 200, true, false},
		{"a fault", `oops`, 502, false, true},
		{"a code that will pass", `{"error":{"code":131016}}`, 500, false, true},
		{"a code that will not", `{"error":{"code":131053}}`, 400, false, false},
	} {
		sent := ""
		client, _ := graph(t, func(w http.ResponseWriter, r *http.Request) {
			raw, _ := io.ReadAll(r.Body)
			if strings.HasSuffix(r.URL.Path, "/media") {
				if !bytes.Contains(raw, []byte("\r\n\r\nfile\r\n")) || !bytes.Contains(raw, []byte("image/png")) ||
					r.ContentLength != int64(len(raw)) {
					t.Errorf("uploaded was %q", raw)
				}
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.answer))
				return
			}
			sent = string(raw)
			_, _ = w.Write([]byte(`{"messages":[{"id":"wamid.1"}]}`))
		})
		_, err := client.Send(t.Context(), chat.Number{ID: "1"}, chat.Outgoing{To: "551", Body: image})
		failed, _ := errors.AsType[*chat.SendError](err)
		if c.sent != (err == nil) || (err != nil && (failed.Lost || (failed.Retry > 0) != c.again)) {
			t.Errorf("%s: %+v", c.name, err)
		}
		if c.sent != strings.Contains(sent, `"image":{"caption":"look","id":"media-7"}`) {
			t.Errorf("%s: sent was %s", c.name, sent)
		}
	}
}

func TestAReadReceiptIsAsDocumented(t *testing.T) {
	var told map[string]any
	client, _ := graph(t, func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewDecoder(r.Body).Decode(&told)
		_, _ = w.Write(fixture(t, "api_success_true.json"))
	})
	if err := client.Read(t.Context(), chat.Number{ID: "1"}, "wamid.1", true); err != nil {
		t.Fatal(err)
	}
	var want map[string]any
	into(t, "req_mark_read_typing.json", &want)
	want["message_id"] = "wamid.1"
	if fmt.Sprint(told) != fmt.Sprint(want) {
		t.Errorf("told was %v, want %v", told, want)
	}
}

// Templates come page by page, each with its placeholders.
func TestAllPagesOfTemplatesAreRead(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("after") == "" {
			_, _ = w.Write([]byte(`{"data":[{"name":"order","language":"en","status":"APPROVED","category":"UTILITY",
				"components":[
				{"type":"HEADER","format":"IMAGE"},{"type":"BODY","text":"Hi {{1}}, {{2}}","example":{"body_text":[["Ana",
				"sent"]]}},{"type":"FOOTER","text":"Kettle"},
				{"type":"BUTTONS","buttons":[{"type":"URL","text":"Track","url":"https://a.test/{{1}}"},{"type":"QUICK_REPLY",
				"text":"Stop"}]}]}],"paging":{"next":"more","cursors":{"after":"x"}}}`))
			return
		}
		_, _ = w.Write([]byte(`{"data":[{"name":"named","language":"de","status":"PAUSED","category":"MARKETING",` +
			`"components":[{"type":"BODY","text":"Hallo {{name}}","example":{"body_text_named_params":[{"param_name":"name",` +
			`"example":"Ana"}]}},{"type":"CAROUSEL"}]}]}`))
	}))
	defer server.Close()
	open := func(context.Context, chat.Number) ([]byte, error) { return []byte("token"), nil }
	all, err := New(server.URL, open).Templates(t.Context(), chat.Number{WABA: "200"}, time.Unix(1790000000, 0).UTC())
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	if fmt.Sprint(all[0].Params) != "[{header image } {body.1 text Ana} {body.2 text sent} {button.0.url text }]" ||
		all[0].Status != chat.Approved || all[0].Footer != "Kettle" || len(all[0].Buttons) != 2 {
		t.Errorf("%+v", all[0])
	}
	if fmt.Sprint(all[1].Params) != "[{body.name text Ana}]" || all[1].Cannot == "" || all[1].Category != "marketing" ||
		all[1].Status != "paused" {
		t.Errorf("%+v", all[1])
	}
	down := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(401)
		_, _ = w.Write(fixture(t, "api_error_190.json"))
	}))
	defer down.Close()
	if _, err := New(down.URL, open).Templates(t.Context(), chat.Number{WABA: "200"},
		time.Unix(1790000000, 0).UTC()); err == nil || !strings.Contains(err.Error(), "190") {
		t.Errorf("%v", err)
	}
}
