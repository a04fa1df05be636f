package e2e

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

// shopIn are the texts of the shop's script in a language.
func shopIn(t *testing.T, language string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("../scripts/seed/shop.json")
	must(t, err)
	var script struct {
		Translations map[string]map[string]string
	}
	must(t, json.Unmarshal(raw, &script))
	return script.Translations[language]
}

// A visitor on an Arabic page of the shop is greeted, fills in a form, is told its faults, is not known, and gets a
// person, all in Arabic, from a script that was written in English. The lead reads English values.
func TestAFormInArabicOnTheShop(t *testing.T) {
	t.Parallel()
	ar := shopIn(t, "ar")
	layla := newVisitor(t, "203.0.113.71")
	tab := layla.opensTab("/")
	greeting := tab.asks(object{"action": "open", "id": newID(), "locale": "ar-EG"}).Message
	if b := greeting.Bubbles[0]; b.Text != ar["Welcome to Kettle & Co. What can I do for you?"] ||
		b.Options[0].Title != ar["Get an offer"] {
		t.Fatalf("she is greeted with %+v", b)
	}
	offer := tab.asks(object{
		"action": "click", "id": newID(), "locale": "ar",
		"click": object{"message": greeting.ID, "option": greeting.Bubbles[0].Options[0].ID},
	}).Reply
	form := offer.Bubbles[1].Form
	address := ar["Your e-mail address"]
	if form == nil || form.Language != "ar" || form.Submit != ar["Send"] || form.Fields[1].Label != address {
		t.Fatalf("the form is %+v", form)
	}
	sends := func(values object) frame {
		return tab.asks(object{
			"action": "form", "id": newID(), "locale": "ar",
			"submission": object{"message": offer.ID, "form": "lead", "values": values},
		})
	}
	wrong := sends(object{"name": "ليلى", "email": "not an address"})
	if wrong.Code != "field_email" {
		t.Errorf("a wrong address is answered %+v", wrong)
	}
	done := sends(object{"name": "ليلى", "email": "layla@mail.test", "phone": "+20 100 123 4567"})
	if done.Reply == nil || done.Reply.Bubbles[0].Text != ar["Thank you! You will have our offer within a day."] {
		t.Fatalf("the form ends with %+v", done)
	}
	unknown := tab.says("هل تبيعون سروجًا للحمير الوحشية؟")
	if b := unknown.Reply.Bubbles[0]; b.Text != ar["I do not know that yet. Shall I get a colleague?"] ||
		b.Options[0].Title != ar["Yes, please"] {
		t.Errorf("what it does not know is answered %+v", b)
	}
	person := tab.says(ar["Yes, please"])
	if b := person.Reply.Bubbles[0]; b.Text != ar["I am getting a colleague. They will answer here."] {
		t.Errorf("the hand-over says %+v", b)
	}
	tab.closes()
}

// A customer on WhatsApp is asked question by question in Arabic, though names and numbers tell no language.
func TestAFormInArabicOnThePhone(t *testing.T) {
	t.Parallel()
	ar := shopIn(t, "ar")
	nour := newPhone(t)
	nour.says("أريد شيئًا لا يعرفه أحد هنا")
	question := nour.shows(ar["I do not know that yet. Shall I get a colleague?"] + "\n\nأنا مساعد آلي.")
	if buttons := question.Message.Interactive.Action.Buttons; len(buttons) != 1 ||
		buttons[0].Reply.Title != ar["Yes, please"] || buttons[0].Reply.ID != "get" {
		t.Fatalf("it has the buttons %+v", buttons)
	}
	nour.says(ar["Get an offer"])
	nour.shows(ar["Your name"])
	nour.says("Nour")
	nour.shows(ar["Your e-mail address"])
	nour.says("nour at mail")
	nour.shows("لا يبدو هذا صحيحًا.")
	nour.says("nour@mail.test")
	optional := nour.shows(ar["Your phone number"] + " (اختياري، اكتب «تخطي» لتركه)")
	if skip := optional.Message.Interactive.Action.Buttons; len(skip) != 1 || skip[0].Reply.Title != "تخطي" {
		t.Errorf("what is optional has the buttons %+v", skip)
	}
	nour.says("+20 100 123 4567")
	nour.shows(ar["Thank you! You will have our offer within a day."])

	ana := demo(t, chat.RoleAgent)
	row := ana.finds("bot", ana.conversationOf(nour))
	soon(t, "the goal is reached and the profile knows the answers", func() bool {
		var detail wire.VisitorDetail
		ana.does("GET", "/v1/visitors/"+string(row.Conversation.Visitor), nil, &detail)
		return detail.Visitor.Profile["email"].Value == "nour@mail.test" && len(detail.Sessions[0].Goals) == 1 &&
			detail.Sessions[0].Goals[0].Name == "Lead Captured"
	})
	nour.taps(question.Wamid, "get", ar["Yes, please"])
	nour.shows(ar["I am getting a colleague. They will answer here."])
	ana.finds("unassigned", string(row.Conversation.ID))
}

// Training tells a lead which texts each script lacks in a language.
func TestTheCoverageOfScripts(t *testing.T) {
	t.Parallel()
	lea := demo(t, chat.RoleLead)
	var all wire.Knowledge
	lea.does("GET", "/v1/knowledge", nil, &all)
	i := slices.IndexFunc(*all.ScriptLanguages, func(s wire.ScriptLanguages) bool { return len(s.Lacking) > 0 })
	if i < 0 {
		t.Fatalf("no script is translated: %+v", all.ScriptLanguages)
	}
	shop := (*all.ScriptLanguages)[i]
	if l := shop.Lacking[0]; shop.Language != "en" || l.Language != "ar" || l.Count != len(l.First) && l.Count <= 5 ||
		shop.Texts < 20 {
		t.Errorf("its languages are %+v", shop)
	}
}
