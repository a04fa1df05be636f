package bot

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// translated is the script of a test with catalogues.
func translated(t *testing.T, text string, into map[string]map[string]string) *ScriptBot {
	t.Helper()
	var s map[string]any
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	s["translations"] = into
	raw, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if faults := Faults(raw); len(faults) > 0 {
		t.Fatal(faults)
	}
	return Scripted(shop{raw}, NoKnowledge{})
}

var arabicOrder = map[string]string{
	"Welcome, how can we help you?": "أهلًا بك، كيف نساعدك؟", "Order": "طلب", "Yes, café": "نعم، مقهى",
	"Tell us.":  "أخبرنا.",
	"Your name": "اسمك", "E-mail": "البريد الإلكتروني", "Size": "المقاس", "Colour": "اللون", "Red": "أحمر", "Blue": "أزرق",
	"Café au lait": "قهوة بالحليب", "How": "كيف", "With the parcel service to my door": "مع شركة الشحن إلى بابي",
	"I fetch it myself": "أستلمه بنفسي", "Thank you for all.": "شكرًا على كل شيء.",
	"We open at nine.":       "نفتح الساعة التاسعة.",
	"Dinner costs 30 euros.": "العشاء بثلاثين يورو.", "Use vinegar.": "استعمل الخل.", "I do not know.": "لا أعرف.",
	"A colleague comes.": "سيأتي زميل.",
}

// spokenWith is talk with the visitor's language carried along as the desk does, from a page of a locale.
func spokenWith(t *testing.T, b *ScriptBot, source chat.Source, locale string, bodies ...chat.Body) []chat.Answer {
	t.Helper()
	q := chat.Question{Bot: chat.Bot{ID: "b"}, Source: source, First: true}
	var answers []chat.Answer
	for _, body := range bodies {
		q.Message = chat.Message{Bubbles: []chat.Bubble{{Body: body}}, Entry: &chat.Entry{Locale: locale}}
		a, err := b.Respond(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if q.State, q.First = a.Effects.State, false; a.Language != "" {
			q.Language = a.Language
		}
		answers = append(answers, a)
	}
	return answers
}

// A form that began in Arabic goes on in Arabic, though its answers tell nothing, up to its last word; its values, its
// places and its goals are those of the script. Choices are understood by their Arabic names and by their numbers.
func TestAFormInAnotherLanguage(t *testing.T) {
	b := translated(t, order, map[string]map[string]string{"ar": arabicOrder})
	turns := []struct{ say, want string }{
		{"مرحبا", "مرحبًا! كيف أساعدك؟\n\nأنا مساعد آلي."},
		{"طلب", "أخبرنا. / اسمك"},
		{"Ahmed", "البريد الإلكتروني"},
		{"nonsense", "لا يبدو هذا صحيحًا. / البريد الإلكتروني"},
		{"a@firm.example", "المقاس (اختياري"},
		{"3", "اللون (اختياري"},
		{"أزرق", "كيف\n1. مع شركة الشحن إلى بابي"},
		{"2", "شكرًا على كل شيء."},
		{"سروج حمار وحشي", "لا أعرف."},
		{"zebra", "سيأتي زميل."},
	}
	bodies := []chat.Body{}
	for _, turn := range turns {
		bodies = append(bodies, chat.Text(turn.say))
	}
	got := spokenWith(t, b, chat.WhatsApp, "", bodies...)
	for i, a := range got {
		if !strings.HasPrefix(said(a), turns[i].want) {
			t.Errorf("%q is answered %q, want %q", turns[i].say, said(a), turns[i].want)
		}
	}
	if label := got[1].Effects.Form.Label; label != "Your name" {
		t.Errorf("the place in the form is called %q", label)
	}
	var st state
	if err := json.Unmarshal(got[6].Effects.State, &st); err != nil || st.Values["colour"] != "Blue" {
		t.Errorf("the answers are %v, %v", st.Values, err)
	}
	if done := got[7].Effects; len(done.Claims) != 2 || done.Form.State != chat.FormSent {
		t.Errorf("the form ends with %+v", done)
	}
}

// On a website the form's words are in the page's language; a choice is kept as the script has it, whichever name of
// it comes.
func TestTheFormOfAPage(t *testing.T) {
	b := translated(t, order, map[string]map[string]string{"ar": arabicOrder})
	bodies, err := b.Greet(t.Context(), chat.Bot{ID: "b"}, "ar-EG")
	if err != nil || bodies[0].Text != arabicOrder["Welcome, how can we help you?"] ||
		bodies[0].Options[0].Title != "طلب" {
		t.Fatalf("it greets with %+v, %v", bodies, err)
	}
	a := spokenWith(t, b, chat.Web, "ar-EG", click("go"))[0]
	form := a.Bubbles[1].Form
	if form.Language != "ar" || form.Fields[0].Label != "اسمك" {
		t.Fatalf("the form is %+v", form)
	}
	if got := form.Fields[3]; got.Choices[1] != "Blue" || got.Titles[1] != "أزرق" {
		t.Errorf("the choices are %v, read as %v", got.Choices, got.Titles)
	}
	for _, name := range []string{"Blue", "blue", "أزرق"} {
		values := map[string]string{
			"name": "Ahmed", "mail": "a@firm.example", "colour": name, "way": "I fetch it myself",
		}
		if err := form.Check(values, chat.Judge{}); err != nil || values["colour"] != "Blue" {
			t.Errorf("%q is kept as %q, %v", name, values["colour"], err)
		}
	}
	plain := spokenWith(t, b, chat.Web, "de", click("go"))[0].Bubbles[1].Form
	if plain.Language != "en" || plain.Fields[3].Titles != nil {
		t.Errorf("in the script's own language the form is %+v", plain)
	}
}

// The language is that of the visitor's own words, then of their earlier ones, then of the page.
func TestTheVisitorsLanguage(t *testing.T) {
	german := map[string]string{"I do not know.": "Das weiß ich nicht."}
	b := translated(t, order, map[string]map[string]string{"ar": arabicOrder, "de": german})
	for _, c := range []struct {
		locale string
		say    []string
		want   string
	}{
		{"", []string{"zebra saddles"}, "I do not know."},
		{"ar", []string{"zebra saddles"}, "لا أعرف."},
		{"ar", []string{"How do I paint a zebra with this?"}, "I do not know."},
		{"ar", []string{"Wie kann ich ein Zebra anmalen?", "zebra"}, ""},
		{"", []string{"Wie kann ich ein Zebra anmalen?"}, "Das weiß ich nicht."},
		{"en-US", []string{"كيف أرسم حمارا وحشيا"}, "لا أعرف."},
		{"en", []string{"Bonjour, je voudrais une girafe"}, "I do not know."}, // it has no French
	} {
		bodies := []chat.Body{}
		for _, words := range c.say {
			bodies = append(bodies, chat.Text(words))
		}
		all := spokenWith(t, b, chat.Web, c.locale, bodies...)
		if got := said(all[len(all)-1]); !strings.HasPrefix(got, c.want) {
			t.Errorf("%q on a page in %q is answered %q", c.say, c.locale, got)
		}
	}
}

// Words tell a language if two of them do, and greetings that only one has; names and numbers tell none.
func TestALanguageWithoutDoubt(t *testing.T) {
	for text, want := range map[string]string{
		"Ahmed": "", "3": "", "Ahmed Müller": "", "ok": "", "hello": "", "a@b.example": "", "no": "", "die": "", "merci": "",
		"where is my order": "en", "wo ist meine Bestellung": "de", "¿dónde está mi pedido?": "es", "bonjour": "fr",
		"je voudrais commander": "fr", "quero fazer um pedido": "pt", "أين طلبي": "ar", "मेरा ऑर्डर कहाँ है": "hi",
		"vorrei sapere quando aprite": "it", "waar is mijn bestelling": "nl", "gdzie jest moja paczka": "pl",
		"siparişim nerede, bir şey yok": "tr", "где мой заказ": "ru", "де моє замовлення, її немає": "uk",
		"我的订单在哪里": "zh", "注文はどこですか": "ja",
	} {
		if got := told(text); got != want {
			t.Errorf("%q is told to be %q, want %q", text, got, want)
		}
	}
	for _, language := range Languages {
		speak := tongueIn(language)
		for _, title := range []string{speak.skip, speak.person, speak.stop} {
			if n := len([]rune(title)); n == 0 || n > maxTitle {
				t.Errorf("%s: the button %q has %d characters", language, title, n)
			}
		}
	}
}

// Letters that several languages share leave a customer the one that is known of them, by their words or their page.
func TestLettersOfSeveralLanguagesLeaveTheKnownOne(t *testing.T) {
	for _, c := range []struct{ known, text, want string }{
		{"fa", "سلام، سفارش من", "fa"},
		{"", "سفارش من کجاست", "fa"},
		{"ur", "میرا آرڈر کہاں ہے", "ur"},
		{"", "میرا آرڈر کہاں ہے", "ur"},
		{"ur", "سلام", "ur"},
		{"en", "أين طلبي", "ar"},
		{"", "أين طلبي", "ar"},
		{"bg", "Къде е поръчката", "bg"},
		{"uk", "Добре", "uk"},
		{"ru", "Добре, дякую", "uk"},
		{"uk", "где мы", "ru"},
		{"", "Добре, дякую", "uk"},
		{"", "где мой заказ", "ru"},
		{"mr", "माझी ऑर्डर कुठे आहे", "mr"},
		{"", "मेरा ऑर्डर कहाँ है", "hi"},
		{"ja", "注文確認", "ja"},
		{"", "注文確認", "zh"},
		{"zh", "注文はどこですか", "ja"},
		{"en", "wo ist meine Bestellung", "de"},
		{"de", "ok", ""},
	} {
		if got := LanguageAmong(c.text, "", c.known); got != c.want {
			t.Errorf("%q of somebody with %q is told to be %q, want %q", c.text, c.known, got, c.want)
		}
	}
}

// A button's translated title is understood when somebody types it, whatever the language of the talk.
func TestTypedTitlesOfAnyLanguage(t *testing.T) {
	b := translated(t, order, map[string]map[string]string{"ar": arabicOrder})
	for _, words := range []string{"Order", "طلب", "نعم"} {
		a := spokenWith(t, b, chat.Web, "en", chat.Text(words))[0]
		if a.Step != "order" && a.Step != "done" {
			t.Errorf("%q led to %q", words, said(a))
		}
	}
}
