package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

var picture = []byte("\x89PNG\r\n\x1a\n" +
	"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
	"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82")

// sends has the phone send a whole message, as WhatsApp has it.
func (p *phone) sends(raw object) {
	p.t.Helper()
	p.post("/phone/"+p.number+"/say", object{"name": "Bruno", "raw": raw})
}

// attaches uploads a file on the phone, and returns the part of a message that names it.
func (p *phone) attaches(kind string, content []byte) object {
	p.t.Helper()
	answer, err := (&http.Client{Timeout: patience}).Post(world.Graph+"/phone/"+p.number+"/file", kind,
		bytes.NewReader(content))
	must(p.t, err)
	defer answer.Body.Close()
	var file object
	must(p.t, json.NewDecoder(answer.Body).Decode(&file))
	return file
}

// last waits until the business's last message is of a kind, and returns the whole message.
func (p *phone) last(what string, is func(m map[string]any) bool) (wamid string, found map[string]any) {
	p.t.Helper()
	soon(p.t, "the phone shows "+what, func() bool {
		answer, err := (&http.Client{Timeout: patience}).Get(world.Graph + "/phone/" + p.number + "/messages")
		must(p.t, err)
		defer answer.Body.Close()
		var all []struct {
			Wamid   string
			Message map[string]any
		}
		must(p.t, json.NewDecoder(answer.Body).Decode(&all))
		for i := len(all) - 1; i >= 0; i-- {
			if is(all[i].Message) {
				wamid, found = all[i].Wamid, all[i].Message
				return true
			}
		}
		return false
	})
	return wamid, found
}

func ofType(kind string) func(map[string]any) bool {
	return func(m map[string]any) bool {
		if i, ok := m["interactive"].(map[string]any); ok {
			return i["type"] == kind
		}
		return m["type"] == kind
	}
}

// sees waits until a message of a conversation passes a check, and returns it.
func (a *agent) sees(conversation, what string, pass func(m chat.Message) bool) chat.Message {
	a.t.Helper()
	var found chat.Message
	soon(a.t, "the agent sees "+what, func() bool {
		for _, m := range a.reads(conversation) {
			if len(m.Bubbles) > 0 && pass(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

func kindIs(kind chat.BodyKind) func(chat.Message) bool {
	return func(m chat.Message) bool { return m.Body().Kind == kind }
}

// Every kind of message is received and shown as such.
func TestEveryKindFromThePhone(t *testing.T) {
	t.Parallel()
	bruno := newPhone(t)
	bruno.says("When do you open?")
	answered := bruno.shows(opening)
	ana := demo(t, chat.RoleAgent)
	conversation := ana.conversationOf(bruno)
	ana.acts(conversation, "take-over")

	photo := bruno.attaches("image/png", picture)
	photo["caption"] = "my kettle"
	bruno.sends(object{"type": "image", "image": photo})
	m := ana.sees(conversation, "the photo", func(m chat.Message) bool {
		return m.Body().Kind == chat.KindImage && m.Body().Media.State == chat.MediaKept
	})
	var address wire.FileAddress
	ana.does("GET", "/v1/conversations/"+conversation+"/files/"+m.Body().Media.Upload, nil, &address)
	answer, err := (&http.Client{Timeout: patience}).Get(address.Url)
	must(t, err)
	defer answer.Body.Close()
	if raw, err := io.ReadAll(answer.Body); err != nil || !bytes.Equal(raw, picture) ||
		answer.Header.Get("Content-Type") != "image/png" {
		t.Errorf("the photo is %d bytes of %s, %v", len(raw), answer.Header.Get("Content-Type"), err)
	}
	page := bruno.attaches("image/jpeg", []byte("<html><script>alert(1)</script></html>"))
	page["filename"] = "invoice.jpg"
	bruno.sends(object{"type": "document", "document": page})
	m = ana.sees(conversation, "what is no picture", func(m chat.Message) bool {
		return m.Body().Kind == chat.KindDocument && m.Body().Media.State == chat.MediaKept
	})
	ana.does("GET", "/v1/conversations/"+conversation+"/files/"+m.Body().Media.Upload, nil, &address)
	danger, err := (&http.Client{Timeout: patience}).Get(address.Url)
	must(t, err)
	danger.Body.Close()
	if kind := danger.Header.Get("Content-Type"); m.Body().Media.Type != "text/html" ||
		kind != "application/octet-stream" || !strings.HasPrefix(danger.Header.Get("Content-Disposition"), "attachment") {
		t.Errorf("a page that claims to be a picture is served as %s, %s", kind, danger.Header.Get("Content-Disposition"))
	}
	wrong := bruno.attaches("image/png", picture)
	wrong["sha256"] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	bruno.sends(object{"type": "image", "image": wrong})
	ana.sees(conversation, "why a file is not there", func(m chat.Message) bool {
		return m.Body().Media != nil && m.Body().Media.State == chat.MediaWaiting &&
			strings.Contains(m.Body().Media.Reason, "not the one")
	})

	for _, c := range []struct {
		raw  object
		pass func(chat.Message) bool
	}{
		{
			object{"type": "location", "location": object{"latitude": -23.5, "longitude": -46.6, "name": "MASP"}},
			kindIs(chat.KindLocation),
		},
		{
			object{"type": "contacts", "contacts": []object{
				{"name": object{"formatted_name": "Ana Souza"}, "phones": []object{{"phone": "+55 11 9"}}},
			}},
			func(m chat.Message) bool { return len(m.Body().People) == 1 && m.Body().People[0].Name == "Ana Souza" },
		},
		{
			object{"type": "order", "order": object{
				"catalog_id": "1", "product_items": []object{{
					"product_retailer_id": "kettle", "quantity": 2, "item_price": 49.5,
					"currency": "EUR",
				}},
			}},
			func(m chat.Message) bool { return m.Body().Order != nil && len(m.Body().Order.Items) == 1 },
		},
		{
			object{
				"type": "button", "button": object{"payload": "p-1", "text": "Thank you"},
				"context": object{"id": answered.Wamid},
			},
			func(m chat.Message) bool {
				return m.Body().Click != nil && m.Body().Click.Option == "p-1" && m.Origin.ReplyTo == answered.Wamid
			},
		},
		{
			object{
				"type": "text", "text": object{"body": "from an ad"},
				"referral": object{
					"source_type": "ad", "source_id": "77", "source_url": "https://fb.test/ad",
					"headline": "Kettles",
				},
			},
			func(m chat.Message) bool {
				return m.Origin != nil && m.Origin.Referral != nil && m.Origin.Referral.ID == "77"
			},
		},
		{
			object{
				"type": "unsupported", "errors": []object{{"code": 131051, "title": "Message type unknown"}},
				"unsupported": object{"type": "poll_creation"},
			},
			func(m chat.Message) bool {
				return m.Body().Kind == chat.KindUnsupported && m.Body().Type == "poll_creation" && len(m.Origin.Errors) == 1
			},
		},
		{object{"type": "request_welcome"}, func(m chat.Message) bool {
			return m.Body().Event != nil &&
				m.Body().Event.Name == chat.OpenedChat
		}},
		{
			object{"type": "reaction", "reaction": object{"message_id": answered.Wamid, "emoji": "👍"}},
			func(m chat.Message) bool { return m.Marks != nil && m.Marks.Reactions[chat.ByVisitor].Emoji == "👍" },
		},
	} {
		bruno.sends(c.raw)
		ana.sees(conversation, fmt.Sprint(c.raw["type"]), c.pass)
	}
	typo := ana.sees(conversation, "words", func(m chat.Message) bool {
		return m.Body().Text == "from an ad"
	}).Origin.Wamid
	bruno.sends(object{"type": "edit", "edit": object{
		"original_message_id": typo,
		"message":             object{"type": "text", "text": object{"body": "from a good ad"}},
	}})
	edited := ana.sees(conversation, "an edit", func(m chat.Message) bool {
		return m.Marks != nil &&
			m.Marks.Edited != nil
	})
	if edited.Body().Text != "from an ad" || edited.Marks.Edited.Text != "from a good ad" {
		t.Errorf("the edited message is %+v", edited)
	}
	bruno.sends(object{"type": "revoke", "revoke": object{"original_message_id": typo}})
	ana.sees(conversation, "a revoke", func(m chat.Message) bool { return m.Marks != nil && !m.Marks.Revoked.IsZero() })
	bruno.post("/app/"+bruno.number+"/say", object{"text": "written in the app"})
	ana.sees(conversation, "the app's words", func(m chat.Message) bool {
		return m.Author.ID == string(chat.AppAgent) && m.Body().Text == "written in the app"
	})

	var goals wire.SessionList
	soon(t, "the order is a goal", func() bool {
		ana.does("GET", "/v1/sessions?state=live&source=whatsapp&goal=Checkout&limit=200", nil, &goals)
		for _, row := range goals.Rows {
			for _, g := range row.Session.Goals {
				if g.Name == "Checkout" && g.Value == 99 && g.Currency == "EUR" {
					return true
				}
			}
		}
		return false
	})
}

// A customer known by a BSUID, a change of number, a send with an unknown outcome, and
// notifications about the account.
func TestIdentitiesUnknownOutcomesAndNotificationsOfWhatsApp(t *testing.T) {
	kim := &phone{t, "BR." + strings.TrimPrefix(newPhone(t).number, "55")}
	kim.says("When do you open?")
	kim.shows(opening)
	ana := demo(t, chat.RoleAgent)
	if head := ana.finds("bot", ana.conversationOf(kim)); head.Name == nil || *head.Name != "Bruno" {
		t.Errorf("known by a BSUID is %+v", head)
	}

	ben := newPhone(t)
	ben.says("When do you open?")
	ben.shows(opening)
	conversation := ana.conversationOf(ben)
	moved := newPhone(t)
	ben.post("/phone/"+ben.number+"/move", object{"number": moved.number})
	ana.sees(conversation, "that the number changed", func(m chat.Message) bool {
		return m.Body().Event != nil &&
			m.Body().Event.Name == chat.NumberChanged
	})
	ana.replies(conversation, "to your new number")
	moved.shows("to your new number")

	moved.behaves(object{"silent": 1, "statuses": []string{}})
	lost := ana.replies(conversation, "did you get this?")
	ana.sees(conversation, "that nobody knows", func(m chat.Message) bool {
		return m.ID == lost.ID && m.Bubbles[0].Delivery != nil && m.Bubbles[0].Delivery.Status == chat.Unknown
	})
	moved.behaves(object{})
	ana.does("POST", "/v1/conversations/"+conversation+"/messages/"+string(lost.ID)+"/resend", object{"id": newID()}, nil)
	soon(t, "it is sent again by a person's decision", func() bool { return moved.count("did you get this?") == 2 })

	moved.behaves(object{"bare": true, "statuses": []string{"read", "delivered"}})
	bare := ana.replies(conversation, "found by Meta's id alone")
	ana.sees(conversation, "statuses that carry nothing of ours", func(m chat.Message) bool {
		return m.ID == bare.ID && m.Bubbles[0].Delivery != nil && m.Bubbles[0].Delivery.Status == chat.Read
	})
	moved.behaves(object{})

	ben.post("/tell", object{"field": "account_update", "value": object{
		"event": "ACCOUNT_RESTRICTION",
		"note":  "told " + moved.number,
	}})
	olu := demo(t, chat.RoleOwner)
	soon(t, "the owner reads what Meta told", func() bool {
		var news wire.NewsList
		olu.does("GET", "/v1/news?limit=200", nil, &news)
		for _, n := range news.Rows {
			if n.Field == "account_update" && strings.Contains(n.Raw, moved.number) {
				return true
			}
		}
		return false
	})
}
