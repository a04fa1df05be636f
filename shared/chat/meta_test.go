package chat_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

func reaction(emoji string) chat.Body {
	return chat.Body{Kind: chat.KindReaction, Reaction: &chat.Reaction{Emoji: emoji}}
}

// Reactions, edits and revokes change how their message shows, before it came or after, and leave the message
// itself as it was.
func TestMarks(t *testing.T) {
	for _, first := range []bool{true, false} {
		w := chattest.New(t)
		k := w.Writes(chattest.Bruno, "wamid.0", "hello")
		sent := w.Now().Truncate(time.Second)
		word := func() { w.Gets(chattest.Bruno, "wamid.1", chat.Text("typo"), chat.Origin{Sent: sent}) }
		if first {
			word()
		}
		about := chat.Origin{ReplyTo: "wamid.1"}
		at := func(seconds int) chat.Origin {
			about.Sent = sent.Add(time.Duration(seconds) * time.Second)
			return about
		}
		w.Gets(chattest.Bruno, "wamid.r2", reaction(""), at(20))
		w.Gets(chattest.Bruno, "wamid.r1", reaction("👍"), at(10))
		w.Gets(chattest.Bruno, "wamid.e2", chat.Body{Kind: chat.KindEdit, Text: "right"}, at(7))
		w.Gets(chattest.Bruno, "wamid.e1", chat.Body{Kind: chat.KindEdit, Text: "almost"}, at(5))
		w.Gets(chattest.Bruno, "wamid.x", chat.Body{Kind: chat.KindRevoke}, at(30))
		if !first {
			word()
		}
		m := w.Message(k, chat.MessageOf("wamid.1", sent))
		if m.Body().Text != "typo" || m.Marks == nil || m.Marks.Edited.Text != "right" || m.Marks.Revoked.IsZero() ||
			m.Marks.Reactions[chat.ByVisitor].Emoji != "" {
			t.Errorf("the message first: %v: %q %+v", first, m.Body().Text, m.Marks)
		}
		w.Gets(chattest.Bruno, "wamid.r3", reaction("🎉"), at(25))
		if m = w.Message(k, m.ID); m.Marks.Reactions[chat.ByVisitor].Emoji != "🎉" {
			t.Errorf("the reactions are %+v", m.Marks.Reactions)
		}
		if n := strings.Count(strings.Join(w.Log(k), "\n"), "bot(answered)"); n != 2 {
			t.Errorf("the bot answered %d messages, not two: %q", n, w.Log(k))
		}
	}
}

// A tap is kept with its id, whether or not we know its offer yet, and the bot gets it.
func TestTaps(t *testing.T) {
	w := chattest.New(t)
	var asked chat.Question
	w.Think = func(q chat.Question) (chat.Answer, error) {
		asked = q
		return chat.Answer{
			Bubbles: []chat.Body{{Kind: chat.KindButtons, Text: "choose", Options: []chat.Option{{ID: "red", Title: "Red"}}}},
		}, nil
	}
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Meta = func(chat.Outgoing) (string, error) { return "wamid.out", nil }
	w.Delivers()
	tap := chat.Body{Kind: chat.KindClick, Text: "Red", Click: &chat.Click{Option: "red", Title: "Red"}}
	w.Gets(chattest.Bruno, "wamid.2", tap, chat.Origin{ReplyTo: "wamid.out"})
	if asked.Offer == nil || asked.Message.Body().Click.Option != "red" {
		t.Errorf("the bot was asked %+v", asked)
	}
	w.Gets(chattest.Bruno, "wamid.3", tap, chat.Origin{ReplyTo: "wamid.unknown"})
	if asked.Offer != nil || asked.Message.Body().Click.Option != "red" {
		t.Errorf("the bot was asked %+v", asked)
	}
	_ = k
}

// A change of number or of Meta's id keeps the thread, and answers follow it.
func TestRenames(t *testing.T) {
	w := chattest.New(t)
	ids := chat.Contact{WaID: "551", BSUID: "BR.1", Name: "Bruno"}
	k := w.Writes(ids, "wamid.1", "hello")
	w.Pass(time.Minute)
	rename := func(wamid string, was, is chat.Contact, event chat.EventName) {
		for range 2 {
			w.Must(w.ChangeIdentity(t.Context(), chattest.Number, was, is, event,
				chat.Origin{Wamid: wamid, Sent: w.Now().Truncate(time.Second)}))
		}
		w.Streams()
	}
	rename("wamid.2", chat.Contact{WaID: "551"}, chat.Contact{WaID: "559"}, chat.NumberChanged)
	rename("wamid.3", chat.Contact{BSUID: "BR.1"}, chat.Contact{BSUID: "BR.9", Parent: "BR.ENT.9"}, chat.IdentityChanged)
	if h := w.Head(k); h.Reached != "BR.9" {
		t.Errorf("answers go to %s", h.Reached)
	}
	w.Gets(chat.Contact{WaID: "551"}, "wamid.late", chat.Text("sent before the change"),
		chat.Origin{Sent: w.Now().Add(-time.Minute).Truncate(time.Second)})
	if h := w.Head(k); h.Reached != "BR.9" {
		t.Errorf("a late message sends answers to %s", h.Reached)
	}
	w.Pass(time.Minute)
	for i, who := range []chat.Contact{{WaID: "559"}, {BSUID: "BR.9"}, {Parent: "BR.ENT.9"}, {BSUID: "BR.1"}} {
		w.Gets(who, fmt.Sprint("wamid.after", i), chat.Text("still me"), chat.Origin{})
	}
	log := strings.Join(w.Log(k), "\n")
	if strings.Count(log, "still me") != 8 || strings.Count(log, string(chat.NumberChanged)) != 1 ||
		strings.Count(log, string(chat.IdentityChanged)) != 1 {
		t.Errorf("the thread is\n%s", log)
	}
	v, err := w.Store.Visitor(t.Context(), chat.VisitorKey{Tenant: chattest.Tenant, ID: w.Head(k).Visitor})
	if err != nil || v.Profile["phone"].Value != "+559" || len(v.Identities) != 5 {
		t.Errorf("the visitor is %+v, %v", v, err)
	}
	// Somebody else's new number that is already a customer's stays that customer's.
	carla := w.Writes(chat.Contact{WaID: "770"}, "wamid.c", "I am Carla")
	rename("wamid.4", chat.Contact{WaID: "770"}, chat.Contact{WaID: "559"}, chat.NumberChanged)
	w.Gets(chat.Contact{WaID: "559"}, "wamid.z", chat.Text("Bruno again"), chat.Origin{})
	if strings.Contains(strings.Join(w.Log(carla), "\n"), "Bruno again") {
		t.Error("two people were merged")
	}
}

// A message that the team writes in the Business app is an agent's, and takes over.
func TestEchoes(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Delivers()
	w.Pass(time.Minute)
	for range 2 {
		w.Must(w.Echo(t.Context(), chattest.Number, chattest.Bruno, chat.Text("I am on my phone"),
			chat.Origin{Wamid: "wamid.echo", Sent: w.Now().Truncate(time.Second)}))
	}
	w.Streams()
	h := w.Head(k)
	if h.Owner != chat.OwnerAgent || h.Assignee != chat.AppAgent {
		t.Errorf("the owner is %s %s", h.Owner, h.Assignee)
	}
	if log := strings.Join(w.Log(k), "\n"); strings.Count(log, "took_over") != 1 ||
		strings.Count(log, "agent I am on my phone") != 1 {
		t.Errorf("the log is\n%s", log)
	}
	n := len(w.Sent)
	w.Delivers()
	if len(w.Sent) != n {
		t.Error("an echo was sent once more")
	}
	w.Must(w.Status(t.Context(), chattest.Tenant, "wamid.echo", "", chattest.Bruno,
		chat.Delivery{Status: chat.Read, At: w.Now()}))
	if d := w.Delivery(k, "I am on my phone"); d.Status != chat.Read {
		t.Errorf("its delivery is %+v", d)
	}
	newcomer := chat.Contact{WaID: "5599"}
	w.Must(w.Echo(t.Context(), chattest.Number, newcomer, chat.Text("we write first"),
		chat.Origin{Wamid: "wamid.echo2", Sent: w.Now().Truncate(time.Second)}))
}

// An order reaches the goal that orders reach, once, with its value.
func TestOrders(t *testing.T) {
	w := chattest.New(t)
	order := chat.Body{
		Kind: chat.KindOrder,
		Order: &chat.Order{
			Items: []chat.OrderItem{
				{SKU: "a", Quantity: 2, Price: 30, Currency: "USD"}, {SKU: "b", Quantity: 1, Price: 25.5, Currency: "USD"},
			},
		},
	}
	w.Gets(chattest.Bruno, "wamid.1", order, chat.Origin{
		Referral: &chat.Referral{Type: "ad", ID: "12", URL: "https://fb.test/ad"},
	})
	w.Relayed = 0
	w.Streams()
	live := w.AllVisits(true)
	if len(live) != 1 || len(live[0].Goals) != 1 || live[0].Goals[0].Name != "Checkout" ||
		live[0].Goals[0].Value != 85.5 || live[0].Goals[0].Currency != "USD" {
		t.Fatalf("the visits are %+v", live)
	}
	if live[0].Referrer != "https://fb.test/ad" || live[0].Campaign["id"] != "12" {
		t.Errorf("the advertisement is lost: %+v", live[0])
	}
}

// A file is fetched after its message and tried again while Meta keeps it, and the message shows the outcome.
func TestFiles(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.0", "hello")
	sent := w.Now().Truncate(time.Second)
	picture := func(wamid string) chat.MessageID {
		w.Gets(chattest.Bruno, wamid,
			chat.Body{Kind: chat.KindImage, Media: &chat.Media{Meta: "400", State: chat.MediaWaiting, Type: "image/jpeg"}},
			chat.Origin{Sent: sent})
		return chat.MessageOf(wamid, sent)
	}
	id := picture("wamid.1")
	if len(w.Fetches) != 1 {
		t.Fatalf("%d fetches", len(w.Fetches))
	}
	w.File = func(chat.Media) (chat.Media, error) { return chat.Media{}, chattest.ErrNetwork }
	if err := w.Fetch(t.Context(), w.Fetches[0], 3); err == nil || w.Message(k, id).Body().Media.Reason == "" {
		t.Errorf("a failure is %v, shown as %+v", err, w.Message(k, id).Body().Media)
	}
	w.File = func(m chat.Media) (chat.Media, error) {
		m.Size, m.Type, m.Name = 7, "image/png", "file.png"
		return m, nil
	}
	for range 2 {
		w.Must(w.Fetch(t.Context(), w.Fetches[0], 4))
	}
	if m := w.Message(k, id).Body().Media; m.State != chat.MediaKept || m.Size != 7 || m.Type != "image/png" ||
		m.Upload != string(id) || m.Reason != "" {
		t.Errorf("the file is %+v", m)
	}
	id = picture("wamid.2")
	w.File = func(chat.Media) (chat.Media, error) { return chat.Media{}, chattest.ErrNetwork }
	w.Pass(chat.MediaLife + time.Hour)
	w.Must(w.Fetch(t.Context(), w.Fetches[1], 60))
	if m := w.Message(k, id).Body().Media; m.State != chat.MediaLost || m.Reason == "" {
		t.Errorf("after a week the file is %+v", m)
	}
}

// A customer who stopped marketing gets none, and the latest wish stands in any order of arrival.
func TestPreferences(t *testing.T) {
	w := chattest.New(t)
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Must(w.Store.PutTemplates(t.Context(), chattest.Tenant, "", []chat.Template{
		{Name: "sale", Language: "en", Category: "marketing", Status: chat.Approved, Body: "Sale!"},
		{
			Name: "order", Language: "en", Category: "utility", Status: chat.Approved, Body: "Hi {{1}}, it is {{2}}.",
			Params: []chat.TemplateParam{{Key: "body.1", Kind: "text"}, {Key: "body.2", Kind: "text"}},
		},
		{Name: "old", Language: "en", Category: "utility", Status: "paused", Body: "…"},
	}))
	now := w.Now()
	for _, p := range []chat.MarketingConsent{
		{Stopped: true, At: now.Add(2 * time.Second)}, {Stopped: false, At: now.Add(time.Second)},
	} {
		w.Must(w.SetMarketingConsent(t.Context(), chattest.Number, chattest.Bruno, p))
	}
	w.Pass(chat.ServiceWindow + time.Hour)
	w.Must(permits(w, k, optIn(w), nil))
	fill := func(name string, values map[string]string) (chat.Message, error) {
		m, _, err := w.Reply(t.Context(), chattest.Ana, k, w.ID(), chat.Body{
			Kind: chat.KindTemplate, Template: &chat.Filled{Name: name, Language: "en", Values: values},
		})
		return m, err
	}
	for _, c := range []struct {
		name   string
		values map[string]string
		want   string
	}{
		{"sale", nil, "template_not_possible"},
		{"old", nil, "unknown_template"},
		{"none", nil, "unknown_template"},
		{"order", map[string]string{"body.1": "Bruno"}, "template_incomplete"},
		{"order", map[string]string{"body.1": "Bruno", "body.2": "on\nits way"}, "template_value"},
		{"order", map[string]string{"body.1": "Bruno", "body.2": "sent", "body.3": "x"}, "template_value_unknown"},
		{"order", map[string]string{"body.1": "Bruno", "body.2": "sent"}, ""},
	} {
		m, err := fill(c.name, c.values)
		if chattest.Code(err) != c.want {
			t.Errorf("%s %v: %v", c.name, c.values, err)
		}
		if c.want == "" && m.Body().Text != "Hi Bruno, it is sent." {
			t.Errorf("it reads %q", m.Body().Text)
		}
	}
	w.Must(w.SetMarketingConsent(t.Context(), chattest.Number, chattest.Bruno,
		chat.MarketingConsent{At: now.Add(3 * time.Second)}))
	if _, err := fill("sale", nil); err != nil {
		t.Errorf("after they want it again: %v", err)
	}
	w.Must(w.TemplateChanged(t.Context(), chattest.Number, chat.TemplateNews{
		Name: "sale", Language: "en", Status: "disabled", Reason: "ABUSE",
	}))
	if _, err := fill("sale", nil); chattest.Code(err) != "unknown_template" {
		t.Errorf("after Meta disabled it: %v", err)
	}
}

// No visit is kept of a customer of whom we only know a wish: retention finds them all the same.
func TestWhoNeverWroteIsForgottenToo(t *testing.T) {
	w := chattest.New(t)
	w.Must(w.SetMarketingConsent(t.Context(), chattest.Number, chattest.Bruno,
		chat.MarketingConsent{Stopped: true, At: w.Now()}))
	w.Must(w.ChangeIdentity(t.Context(), chattest.Number, chat.Contact{WaID: "771"},
		chat.Contact{WaID: "772"}, chat.NumberChanged,
		chat.Origin{Wamid: "wamid.1", Sent: w.Now()}))
	quiet, _, err := w.Store.QuietVisitors(t.Context(), chattest.Tenant, "", 10)
	if err != nil || len(quiet) != 2 {
		t.Errorf("quiet are %+v, %v", quiet, err)
	}
}
