package whatsapp

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// Our requests have the shape that Meta documents.
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
			return chat.Outgoing{
				Body:    chat.Text(r["text"].(map[string]any)["body"].(string)),
				ReplyTo: r["context"].(map[string]any)["message_id"].(string), Callback: r["biz_opaque_callback_data"].(string),
			}
		},
		"req_text_bsuid.json": func(r map[string]any) chat.Outgoing {
			return chat.Outgoing{Body: chat.Text(r["text"].(map[string]any)["body"].(string))}
		},
		"req_interactive_buttons.json": func(r map[string]any) chat.Outgoing {
			i := r["interactive"].(map[string]any)
			return chat.Outgoing{
				Body: chat.Body{
					Kind: chat.KindButtons, Text: i["body"].(map[string]any)["text"].(string),
					Options: options(i["action"].(map[string]any)),
				},
			}
		},
		"req_location_request.json": func(map[string]any) chat.Outgoing {
			return chat.Outgoing{Body: chat.Body{Kind: chat.KindAskLocation, Text: "Where are you?"}}
		},
		"req_request_contact_info.json": func(map[string]any) chat.Outgoing {
			return chat.Outgoing{Body: chat.Body{Kind: chat.KindAskContact, Text: "May we have your phone number?"}}
		},
		"req_reaction.json": func(r map[string]any) chat.Outgoing {
			reaction := r["reaction"].(map[string]any)
			return chat.Outgoing{
				ReplyTo: reaction["message_id"].(string),
				Body:    chat.Body{Kind: chat.KindReaction, Reaction: &chat.Reaction{Emoji: reaction["emoji"].(string)}},
			}
		},
		"req_template.json": func(map[string]any) chat.Outgoing {
			return chat.Outgoing{
				Body: chat.Body{
					Kind: chat.KindTemplate,
					Template: &chat.Filled{
						Name: "order_update", Language: "en_US",
						Values: map[string]string{"body.1": "Test User A", "button.0.quick_reply": "unsubscribe-payload"},
					},
				},
			}
		},
		"req_audio_voice.json": func(map[string]any) chat.Outgoing {
			return chat.Outgoing{
				Body: chat.Body{Kind: chat.KindAudio, Media: &chat.Media{Type: "audio/ogg", Voice: true, Size: 100}},
			}
		},
		"req_image_id.json": func(r map[string]any) chat.Outgoing {
			caption, _ := r["image"].(map[string]any)["caption"].(string)
			return chat.Outgoing{
				Body: chat.Body{Kind: chat.KindImage, Text: caption, Media: &chat.Media{Type: "image/jpeg", Size: 100}},
			}
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
			if i, ok := m["interactive"].(map[string]any); ok { // we do not send these
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

// We read the files' metadata as Graph documents it.
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
	if id, err := client.upload(t.Context(), chat.Number{ID: "1"}, []byte("token"), chat.ConversationKey{},
		chat.Media{Type: "image/png", Size: 4}); err != nil || id == "" {
		t.Errorf("%q, %v", id, err)
	}
}

// A request that cannot be equal word for word has at least the same fields: none that Meta does not
// document, and all that are required.
func TestRequestsHaveTheDocumentedParts(t *testing.T) {
	options := []chat.Option{
		{ID: "a", Title: "A"}, {ID: "b", Title: "B"}, {ID: "c", Title: "C"}, {ID: "d", Title: strings.Repeat("d", 30)},
	}
	for name, c := range map[string]struct {
		out  chat.Outgoing
		more string // parts that this fixture has no example of
		less string // fields that we do not use
	}{
		"req_interactive_list.json": {
			out: chat.Outgoing{Body: chat.Body{Kind: chat.KindButtons, Text: "Choose", Options: options}}, less: "header footer",
		},
		"req_interactive_cta_url.json": {
			out: chat.Outgoing{
				Body: chat.Body{
					Kind: chat.KindButtons, Text: "See", Options: []chat.Option{{ID: "a", Title: "Shop", URL: "https://a.test"}},
				},
			},
			less: "header footer",
		},
		"req_interactive_flow.json": {
			out: chat.Outgoing{
				Token: "t",
				Body: chat.Body{
					Kind: chat.KindForm, Text: "Book",
					Form: &chat.Form{Flow: "600", Submit: "Book", Fields: []chat.Field{{Name: "a", Label: "A"}}},
				},
			},
			less: "flow_action_payload",
		},
		"req_document_link.json": {
			out: chat.Outgoing{
				Body: chat.Body{
					Kind: chat.KindDocument, Text: "Invoice", Media: &chat.Media{Type: "application/pdf", Name: "invoice.pdf"},
				},
			},
			more: "/document/id", less: "link",
		},
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

// parts are the paths of all values.
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
