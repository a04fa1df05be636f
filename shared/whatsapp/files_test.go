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

// graph is a client of a stand-in, which keeps what it fetches in memory.
func graph(t *testing.T, answer http.HandlerFunc) (*Client, *[]byte) {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	c := New(server.URL, func(context.Context, chat.Number) ([]byte, error) { return []byte("token"), nil })
	kept := []byte{}
	c.Keep = func(_ context.Context, _ chat.ConversationKey, m chat.Media, content *os.File, size int64) (chat.Media, error) {
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

// Files are fetched from Meta only, with the token to Meta only, and kept only if they are
// what the webhook told of.
func TestFetch(t *testing.T) {
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
		{name: "a redirect in a circle", at: func(w http.ResponseWriter, r *http.Request, _ int) { http.Redirect(w, r, "/file", http.StatusFound) }},
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
		got, err := client.Fetch(t.Context(), chat.Number{ID: "1"}, chat.ConversationKey{}, chat.Media{Meta: "400", Hash: c.told})
		failed, isFailure := errors.AsType[*chat.FetchError](err)
		if c.ok != (err == nil) || (err != nil && (!isFailure || failed.Lost != c.lost || failed.Reason == "")) {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
		if c.ok && (!bytes.Equal(*kept, file) || got.Size != int64(len(file))) || !c.ok && len(*kept) > 0 {
			t.Errorf("%s: %q was kept", c.name, *kept)
		}
	}
}

// Graph's refusals of a file are told apart, and one that is too large is not begun.
func TestFetchRefused(t *testing.T) {
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

// A file of ours is uploaded first, and its message names Meta's id of it. Whatever goes
// wrong with the upload may be tried again: nothing was sent.
func TestUploads(t *testing.T) {
	image := chat.Body{Kind: chat.KindImage, Text: "look", Media: &chat.Media{Upload: "u", Name: "a\"b.png", Type: "image/png", Size: 4}}
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
				if !bytes.Contains(raw, []byte("\r\n\r\nfile\r\n")) || !bytes.Contains(raw, []byte("image/png")) || r.ContentLength != int64(len(raw)) {
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

func TestReadReceipts(t *testing.T) {
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

// What we send is of the shape that Meta documents.
func TestRequestsAreAsDocumented(t *testing.T) {
	options := func(from map[string]any) (all []chat.Option) {
		for _, b := range from["buttons"].([]any) {
			reply := b.(map[string]any)["reply"].(map[string]any)
			all = append(all, chat.Option{ID: reply["id"].(string), Title: reply["title"].(string)})
		}
		return all
	}
	for name, make := range map[string]func(r map[string]any) chat.Outgoing{
		"req_text.json": func(r map[string]any) chat.Outgoing {
			return chat.Outgoing{Body: chat.Text(r["text"].(map[string]any)["body"].(string))}
		},
		"req_text_reply.json": func(r map[string]any) chat.Outgoing {
			return chat.Outgoing{Body: chat.Text(r["text"].(map[string]any)["body"].(string)), ReplyTo: r["context"].(map[string]any)["message_id"].(string), Callback: r["biz_opaque_callback_data"].(string)}
		},
		"req_text_bsuid.json": func(r map[string]any) chat.Outgoing {
			return chat.Outgoing{Body: chat.Text(r["text"].(map[string]any)["body"].(string))}
		},
		"req_interactive_buttons.json": func(r map[string]any) chat.Outgoing {
			i := r["interactive"].(map[string]any)
			return chat.Outgoing{Body: chat.Body{Kind: chat.KindButtons, Text: i["body"].(map[string]any)["text"].(string), Options: options(i["action"].(map[string]any))}}
		},
		"req_location_request.json": func(map[string]any) chat.Outgoing {
			return chat.Outgoing{Body: chat.Body{Kind: chat.KindAskLocation, Text: "Where are you?"}}
		},
		"req_request_contact_info.json": func(map[string]any) chat.Outgoing {
			return chat.Outgoing{Body: chat.Body{Kind: chat.KindAskContact, Text: "May we have your phone number?"}}
		},
		"req_reaction.json": func(r map[string]any) chat.Outgoing {
			reaction := r["reaction"].(map[string]any)
			return chat.Outgoing{ReplyTo: reaction["message_id"].(string), Body: chat.Body{Kind: chat.KindReaction, Reaction: &chat.Reaction{Emoji: reaction["emoji"].(string)}}}
		},
		"req_template.json": func(map[string]any) chat.Outgoing {
			return chat.Outgoing{Body: chat.Body{Kind: chat.KindTemplate, Template: &chat.Filled{Name: "order_update", Language: "en_US", Values: map[string]string{"body.1": "Test User A", "button.0.quick_reply": "unsubscribe-payload"}}}}
		},
		"req_audio_voice.json": func(map[string]any) chat.Outgoing {
			return chat.Outgoing{Body: chat.Body{Kind: chat.KindAudio, Media: &chat.Media{Type: "audio/ogg", Voice: true, Size: 100}}}
		},
		"req_image_id.json": func(r map[string]any) chat.Outgoing {
			caption, _ := r["image"].(map[string]any)["caption"].(string)
			return chat.Outgoing{Body: chat.Body{Kind: chat.KindImage, Text: caption, Media: &chat.Media{Type: "image/jpeg", Size: 100}}}
		},
	} {
		var want map[string]any
		into(t, name, &want)
		out := make(want)
		if out.To, _ = want["to"].(string); out.To == "" {
			out.To = want["recipient"].(string)
		}
		media := ""
		for _, kind := range []string{"image", "audio"} {
			if part, ok := want[kind].(map[string]any); ok {
				media = part["id"].(string)
			}
		}
		raw, err := Request(out, media)
		var got map[string]any
		_ = json.Unmarshal(raw, &got)
		for _, m := range []map[string]any{got, want} { // a preview is for links only
			if text, ok := m["text"].(map[string]any); ok {
				delete(text, "preview_url")
			}
			if i, ok := m["interactive"].(map[string]any); ok { // these are none that we send
				delete(i, "header")
				delete(i, "footer")
			}
		}
		a, _ := json.Marshal(got)
		b, _ := json.Marshal(want)
		if err != nil || string(a) != string(b) {
			t.Errorf("%s: %v\n  %s\nand not\n  %s", name, err, a, b)
		}
	}
}

// Templates come page by page, each with what has to be filled in.
func TestTemplates(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("after") == "" {
			_, _ = w.Write([]byte(`{"data":[{"name":"order","language":"en","status":"APPROVED","category":"UTILITY","components":[
				{"type":"HEADER","format":"IMAGE"},{"type":"BODY","text":"Hi {{1}}, {{2}}","example":{"body_text":[["Ana","sent"]]}},{"type":"FOOTER","text":"Kettle"},
				{"type":"BUTTONS","buttons":[{"type":"URL","text":"Track","url":"https://a.test/{{1}}"},{"type":"QUICK_REPLY","text":"Stop"}]}]}],"paging":{"next":"more","cursors":{"after":"x"}}}`))
			return
		}
		_, _ = w.Write([]byte(`{"data":[{"name":"named","language":"de","status":"PAUSED","category":"MARKETING","components":[{"type":"BODY","text":"Hallo {{name}}","example":{"body_text_named_params":[{"param_name":"name","example":"Ana"}]}},{"type":"CAROUSEL"}]}]}`))
	}))
	defer server.Close()
	all, err := Templates(t.Context(), server.URL, "token", "200", time.Unix(1790000000, 0).UTC())
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	if fmt.Sprint(all[0].Params) != "[{header image } {body.1 text Ana} {body.2 text sent} {button.0.url text }]" || all[0].Status != chat.Approved || all[0].Footer != "Kettle" || len(all[0].Buttons) != 2 {
		t.Errorf("%+v", all[0])
	}
	if fmt.Sprint(all[1].Params) != "[{body.name text Ana}]" || all[1].Cannot == "" || all[1].Category != "marketing" || all[1].Status != "paused" {
		t.Errorf("%+v", all[1])
	}
	down := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(401)
		_, _ = w.Write(fixture(t, "api_error_190.json"))
	}))
	defer down.Close()
	if _, err := Templates(t.Context(), down.URL, "token", "200", time.Unix(1790000000, 0).UTC()); err == nil || !strings.Contains(err.Error(), "190") {
		t.Errorf("%v", err)
	}
}

// What Graph documents of files is what we read.
func TestMediaAnswersAreAsDocumented(t *testing.T) {
	client, _ := graph(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/media") {
			_, _ = w.Write(fixture(t, "api_media_upload_ok.json"))
			return
		}
		_, _ = w.Write(fixture(t, "api_media_url_ok.json"))
	})
	at, err := client.address(t.Context(), chat.Number{ID: "1"}, []byte("token"), chat.Media{Meta: "400000000000001"})
	if size, _ := at.Size.Int64(); err != nil || at.URL == "" || len(at.Hash) != 64 || size != 204800 {
		t.Errorf("%+v, %v", at, err)
	}
	if id, err := client.upload(t.Context(), chat.Number{ID: "1"}, []byte("token"), chat.ConversationKey{}, chat.Media{Type: "image/png", Size: 4}); err != nil || id == "" {
		t.Errorf("%q, %v", id, err)
	}
}

// What cannot be the same word for word has at least the same parts: nothing that Meta does
// not document, and all that it needs.
func TestRequestsHaveTheDocumentedParts(t *testing.T) {
	options := []chat.Option{{ID: "a", Title: "A"}, {ID: "b", Title: "B"}, {ID: "c", Title: "C"}, {ID: "d", Title: strings.Repeat("d", 30)}}
	for name, c := range map[string]struct {
		out  chat.Outgoing
		more string // parts that this fixture has no example of
		less string // parts that we have no use for
	}{
		"req_interactive_list.json":    {out: chat.Outgoing{Body: chat.Body{Kind: chat.KindButtons, Text: "Choose", Options: options}}, less: "header footer"},
		"req_interactive_cta_url.json": {out: chat.Outgoing{Body: chat.Body{Kind: chat.KindButtons, Text: "See", Options: []chat.Option{{ID: "a", Title: "Shop", URL: "https://a.test"}}}}, less: "header footer"},
		"req_interactive_flow.json":    {out: chat.Outgoing{Token: "t", Body: chat.Body{Kind: chat.KindForm, Text: "Book", Form: &chat.Form{Flow: "600", Submit: "Book", Fields: []chat.Field{{Name: "a", Label: "A"}}}}}, less: "flow_action_payload"},
		"req_document_link.json":       {out: chat.Outgoing{Body: chat.Body{Kind: chat.KindDocument, Text: "Invoice", Media: &chat.Media{Type: "application/pdf", Name: "invoice.pdf"}}}, more: "/document/id", less: "link"},
	} {
		c.out.To = "15550101001"
		raw, err := Request(c.out, "media-1")
		var got, want any
		_ = json.Unmarshal(raw, &got)
		into(t, name, &want)
		documented := parts(want)
		for path := range parts(got) {
			if !documented[path] && path != c.more {
				t.Errorf("%s: %s is not documented: %s, %v", name, path, raw, err)
			}
		}
		ours := parts(got)
		for path := range documented {
			needed := true
			for _, word := range strings.Fields(c.less) {
				needed = needed && !strings.Contains(path, word)
			}
			if needed && !ours[path] {
				t.Errorf("%s: %s is missing", name, path)
			}
		}
	}
}

// parts is the path of every value.
func parts(v any) map[string]bool {
	all := map[string]bool{}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, child := range v {
				walk(path+"/"+name, child)
			}
		case []any:
			for _, child := range v {
				walk(path+"/*", child)
			}
		default:
			all[path] = true
		}
	}
	walk("", v)
	return all
}
