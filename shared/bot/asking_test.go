package bot

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

const order = `{
 "greeting": {"say": ["Welcome, how can we help you?"], "buttons": [{"id": "go", "title": "Order", "goto": "order"},
 {"id": "yes", "title": "Yes, café", "goto": "done"}]},
 "steps": {
  "order": {"say": ["Tell us."], "form": {"id": "o", "goto": "done", "fields": [
   {"name": "name", "label": "Your name", "type": "name", "required": true}, {"name": "mail", "label": "E-mail",
   "type": "email", "required": true},
   {"name": "size", "label": "Size", "type": "number"}, {"name": "colour", "label": "Colour", "type": "choice",
   "choices": ["Red", "Blue", "Café au lait"]},
   {"name": "way", "label": "How", "type": "choice", "required": true,
   "choices": ["With the parcel service to my door", "I fetch it myself"]}]}},
  "done": {"say": ["Thank you for all."]}},
 "faq": [{"id": "hours", "question": "When do you open?", "answer": {"say": ["We open at nine."]}},
  {"id": "dinner", "question": "How much does the dinner cost per person?",
  "answer": {"say": ["Dinner costs 30 euros."]}},
  {"id": "clean", "question": "Which cleaning agent is safe for copper?", "answer": {"say": ["Use vinegar."]}}],
 "fallback": {"say": ["I do not know."], "handoverAfter": 2},
 "person": {"words": ["human", "person", "agent", "someone real"], "say": ["A colleague comes."]}}`

func ordering() *ScriptBot { return Scripted(shop{json.RawMessage(order)}, NoKnowledge{}) }

func tap(option, title string) chat.Body {
	return chat.Body{Kind: chat.KindClick, Text: title, Click: &chat.Click{Option: option, Title: title}}
}

// A form in text helps: it shows choices, lets people skip optional fields, answers questions in
// between, asks again if there is no text, and does not take names and addresses for a request for a
// person.
func TestAFormInWordsHelps(t *testing.T) {
	photo := chat.Body{Kind: chat.KindImage, Media: &chat.Media{Upload: "u"}}
	type turn struct {
		say  chat.Body
		want string
	}
	for name, turns := range map[string][]turn{
		"all of it": {
			{tap("go", "Order"), "Tell us. / Your name"},
			{photo, "Please answer in words. / Your name"},
			{chat.Text("When do you open?"), "We open at nine. / Your name"},
			{chat.Text("Agent Smith"), "E-mail"},
			{chat.Text("human.resources@firm.example"), "Size (optional"},
			{chat.Text("skip"), "Colour (optional"},
			{chat.Text("blue"), "How\n1. With"},
			{chat.Text("2"), "Thank you for all."},
		},
		"numbers and titles": {
			{tap("go", "Order"), "Your name"},
			{chat.Text("Dana"), "E-mail"},
			{chat.Text("when do you open"), "We open at nine. / E-mail"},
			{chat.Text("dana＠firm.example"), "Size"},
			{chat.Text("١٬٠٠٠"), "Colour"},
			{chat.Text("cafe au lait!"), "How"},
			{chat.Text("i FETCH it myself"), "Thank you"},
		},
		"taps": {
			{tap("go", "Order"), "Your name"},
			{chat.Text("Dana"), "E-mail"},
			{chat.Text("dana@firm.example"), "Size"},
			{tap("field-skip", "Skip"), "Colour"},
			{tap("field-3-2", "Blue"), "How"},
			{tap("field-3-1", "Red"), "How"},
			{chat.Text("１"), "Thank you"},
			{tap("field-3-1", "Red"), "All right"},
		},
		"a way out to a person": {
			{tap("go", "Order"), "Your name"},
			{chat.Text("Dana"), "E-mail"},
			{chat.Text("nope"), "This is needed. / E-mail"},
			{chat.Text("x@localhost"), "choose how to go on"},
			{tap("field-person", "Talk to a person"), "A colleague comes."},
		},
		"stopped": {{tap("go", "Order"), "Your name"}, {chat.Text("abbrechen"), "I have left the form"}},
		"a person at once": {
			{tap("go", "Order"), "Your name"}, {chat.Text("I want to talk to a person please"), "A colleague comes."},
		},
		"in sentences": {
			{tap("go", "Order"), "Your name"},
			{chat.Text("Dana"), "E-mail"},
			{chat.Text("it's dana@firm.example."), "Size"},
			{chat.Text("no thanks"), "Colour"},
			{chat.Text("Is the blue one open when you open?"), "Colour"},
			{chat.Text("not blue"), "does not look right"},
			{chat.Text("the blue one"), "How"},
			{chat.Text("option 2"), "Thank you"},
		},
		"a person, in a sentence": {
			{tap("go", "Order"), "Your name"},
			{chat.Text("Dana"), "E-mail"},
			{chat.Text("I have none, can I talk to a human?"), "A colleague comes."},
		},
		"left out in Arabic": {
			{tap("go", "Order"), "Your name"},
			{chat.Text("Dana"), "E-mail"},
			{chat.Text("dana@firm.example"), "Size"},
			{chat.Text("تخطي"), "Colour"},
		},
	} {
		var bodies []chat.Body
		for _, turn := range turns {
			bodies = append(bodies, turn.say)
		}
		for i, a := range talk(t, ordering(), chat.WhatsApp, bodies...) {
			if !strings.Contains(said(a), turns[i].want) {
				t.Errorf("%s, turn %d: %q, want %q", name, i, said(a), turns[i].want)
			}
			if a.Effects.Gap != nil {
				t.Errorf("%s, turn %d is a gap", name, i)
			}
		}
	}
}

// Choices are buttons, an optional field says so, and a form knows where it was left.
func TestAFormShowsChoicesAndOptionalFields(t *testing.T) {
	got := talk(t, ordering(), chat.WhatsApp,
		tap("go", "Order"), chat.Text("Dana"), chat.Text("dana@firm.example"),
		chat.Text("5"), tap("yes", "Yes, café"))
	last := got[3].Bubbles[0]
	if last.Kind != chat.KindButtons || len(last.Options) != 4 || last.Options[1].Title != "Blue" ||
		last.Options[3].ID != tapSkip {
		t.Errorf("the choices are %+v", last)
	}
	if f := got[3].Effects.Form; f == nil ||
		*f != (chat.FormPlace{Form: "o", Field: "colour", Label: "Colour", State: chat.FormAsked}) {
		t.Errorf("asked: %+v", f)
	}
	if f := got[4].Effects.Form; f == nil || f.State != chat.FormLeft || f.Field != "colour" {
		t.Errorf("left: %+v", f)
	}
}

// After an agent had the conversation the form is over, and its state is gone.
func TestATakeoverEndsTheForm(t *testing.T) {
	got := talk(t, ordering(), chat.WhatsApp, tap("go", "Order"), chat.Text("Dana"))
	m := chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text("When do you open?")}}}
	a, err := ordering().Respond(t.Context(), chat.Question{
		Source: chat.WhatsApp, Message: m, State: got[1].Effects.State, Resumed: true,
	})
	if err != nil || said(a) != "We open at nine." || len(a.Effects.State) > 0 {
		t.Errorf("%q, %s, %v", said(a), a.Effects.State, err)
	}
}

// On WhatsApp the bot says that it is a bot once, in the first answer, and whenever it is asked.
func TestItSaysThatItIsAnAssistant(t *testing.T) {
	for source, want := range map[chat.Source]string{
		chat.WhatsApp: "We open at nine.\n\nI am an automatic assistant.", chat.Web: "We open at nine.",
	} {
		m := chat.Message{Bubbles: []chat.Bubble{{Body: chat.Text("When do you open?")}}}
		a, err := ordering().Respond(t.Context(), chat.Question{Source: source, Message: m, First: true})
		if err != nil || said(a) != want {
			t.Errorf("%s: %q, %v", source, said(a), err)
		}
	}
	for _, text := range []string{"Are you a bot?", "are you a real person", "Sind Sie ein Mensch?", "هل أنت روبوت؟"} {
		if a := talk(t, ordering(), chat.Web, chat.Text(text))[0]; !strings.Contains(said(a), "automatic assistant") {
			t.Errorf("%q: %q", text, said(a))
		}
	}
}

func TestARequestForAPersonIsRecognized(t *testing.T) {
	for text, want := range map[string]string{
		"How much does the dinner cost per person?": "Dinner", "Which cleaning agent is safe for copper?": "vinegar",
		"agent": "colleague", "Agent!": "colleague", "a human please": "colleague",
		"can I speak to a human about my order": "colleague", "someone real": "colleague",
		"I do not want a person": "do not know", "I don't want to talk to a person": "do not know",
		"is there a fee for each agent seat":     "do not know",
		"Ich möchte mit einem Menschen sprechen": "colleague", "quiero hablar con una persona": "colleague",
		"je voudrais parler à un conseiller": "colleague",
		"quero falar com um atendente":       "colleague", "أريد التحدث مع موظف": "colleague",
		"मुझे किसी व्यक्ति से बात करनी है": "colleague", "no, I want to talk to a person": "colleague",
		"not a bot, a human please": "colleague", "is there a human I can write to?": "colleague",
		"ich brauche einen Menschen": "colleague",
	} {
		if a := talk(t, ordering(), chat.Web, chat.Text(text))[0]; !strings.Contains(said(a), want) {
			t.Errorf("%q: %q, want %q", text, said(a), want)
		}
	}
}

// Small talk gets a fitting reply and counts neither as a gap nor as a miss; a question after a
// greeting is a question.
func TestSmallTalkIsNeitherAGapNorAMiss(t *testing.T) {
	for _, text := range strings.Split("hiya|morning all|hello hello, anybody home?|you there?|ta very much|cheers that "+
		"helped|ok cool|k|hahaha brilliant|👍|😂|bye for now|sorry wrong chat|have a good one|hellooo!!|thank you so much|"+
		"السلام عليكم|صباح الخير|هلا والله|انت معايا؟|شكرا جزيلا|تسلم يا غالي|تمام|اوكي ماشي|ههههههه|❤️|مع السلامة|moin|"+
		"Guten Tag|hallöchen 👋|jemand da?|bist du noch da|danke dir|vielen lieben Dank, sehr nett|alles klar|jo passt|"+
		"tschüss|"+
		"hola buenas|qué onda|buen día che|estás ahí?|mil gracias|gracias, muy amable|vale|ok ok|jajaja|chau nos vemos|"+
		"perdón, chat equivocado|coucou|slt ça va ?|t'es là ?|merci bcp|merci c'est gentil|d'accord|ok ça marche|mdr|à "+
		"plus|bonne journée à vous|"+
		"नमस्ते|ram ram bhai|hello ji kaise ho|हैलो कोई है?|धन्यवाद|bahut shukriya|ठीक है|हाहाहा|🙏🙏|bye bye good night|oi|"+
		"bom dia!!|olá boa tarde|tá aí?|valeu demais|muito obrigada pela ajuda|blz|tá bom|kkkkkkk|até logo", "|") {
		got := talk(t, ordering(), chat.Web, chat.Text(text), chat.Text(text), chat.Text(text))
		for i, a := range got {
			if a.Effects.Gap != nil || a.Effects.HandOver != "" || said(a) == "" || strings.Contains(said(a), "do not know") {
				t.Errorf("%q, time %d: %q, %+v", text, i, said(a), a.Effects)
			}
		}
	}
	for _, text := range []string{"hello, when do you open?", "thanks, when do you open", "ok and when do you open?"} {
		if a := talk(t, ordering(), chat.Web, chat.Text(text))[0]; said(a) != "We open at nine." {
			t.Errorf("%q: %q", text, said(a))
		}
	}
	for _, text := range []string{
		"how much?", "hello, my kettle is broken", "thanks but it still leaks", "what is good for tea", "do you sell tests",
	} {
		if a := talk(t, ordering(), chat.Web, chat.Text(text))[0]; a.Effects.Gap == nil {
			t.Errorf("%q is no gap: %q", text, said(a))
		}
	}
}

// A message without text is acknowledged, in the script's language or words, and is not a miss.
func TestAMessageWithoutTextIsAcknowledged(t *testing.T) {
	german := strings.Replace(order, `"greeting"`, `"language": "de", "greeting"`, 1)
	for script, want := range map[string]string{
		order: "received", german: "angekommen",
		strings.Replace(order, `"greeting"`, `"received": ["Got it."], "greeting"`, 1): "Got it.",
	} {
		for _, body := range []chat.Body{
			{Kind: chat.KindImage, Media: &chat.Media{Upload: "u"}},
			{Kind: chat.KindAudio, Media: &chat.Media{Voice: true}},
			{Kind: chat.KindSticker, Media: &chat.Media{}},
			{Kind: chat.KindLocation, Location: &chat.Location{Latitude: 1}},
			{Kind: chat.KindContacts, People: []chat.VCard{{Name: "Dana"}}},
			{Kind: chat.KindImage, Text: "my old kettle", Media: &chat.Media{Upload: "u"}},
		} {
			for _, a := range talk(t, Scripted(shop{json.RawMessage(script)}, NoKnowledge{}), chat.WhatsApp, body, body, body) {
				if !strings.Contains(said(a), want) || a.Effects.Gap != nil || a.Effects.HandOver != "" {
					t.Errorf("%s: %q, %+v", body.Kind, said(a), a.Effects)
				}
			}
		}
	}
}

func TestATypedTitleCountsAsATap(t *testing.T) {
	for _, text := range []string{"Yes, café", "yes cafe.", "YES, CAFÉ!", "👍 Yes, cafe", "“Yes, café”"} {
		if a := talk(t, ordering(), chat.Web, chat.Text(text))[0]; said(a) != "Thank you for all." {
			t.Errorf("%q: %q", text, said(a))
		}
	}
}

func TestTheLanguageOfAScriptIsRecognized(t *testing.T) {
	for text, want := range map[string]string{
		"Hello! How can I help?": "en", "Das weiß ich noch nicht.": "de",
		"No sé eso todavía. ¿Puedo ayudar con una cosa?": "es", "Je ne sais pas encore, puis-je vous aider ?": "fr",
		"Ainda não sei isso. Como posso ajudar você?": "pt", "لا أعرف": "ar", "मुझे नहीं पता": "hi", "": "en",
	} {
		if got := languageOf(text); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

// A customer's own bot is introduced as a bot too, in the language of its answer; above buttons the
// notice is a line of their text.
func TestEveryBotIsIntroduced(t *testing.T) {
	q := chat.Question{Source: chat.WhatsApp, First: true}
	for _, body := range []chat.Body{
		chat.Text("Wie kann ich Ihnen helfen?"),
		{Kind: chat.KindButtons, Text: "Wie kann ich helfen?", Options: []chat.Option{{ID: "a", Title: "A"}}},
	} {
		got := introduced(q, chat.Answer{Bubbles: []chat.Body{body}}, tongues[languageOf(body.Text)].assistant)
		if len(got.Bubbles) != 1 || got.Bubbles[0].Text != body.Text+"\n\nIch bin ein automatischer Assistent." {
			t.Errorf("%+v", got.Bubbles)
		}
	}
	if got := introduced(q, chat.Answer{Bubbles: []chat.Body{{Kind: chat.KindCards}}}, "I am."); len(got.Bubbles) != 2 ||
		got.Bubbles[0].Text != "I am." {
		t.Errorf("cards: %+v", got.Bubbles)
	}
}

// Choices that are numbers themselves are not selected by index, and a choice that is also a word
// for skipping is the choice.
func TestChoicesThatLookLikeSomethingElse(t *testing.T) {
	for _, c := range []struct{ choices, say, want string }{
		{`["2","4","8"]`, "4", "4"},
		{`["2","4","8"]`, "3", ""},
		{`["Yes","No"]`, "no", "No"},
		{`["Stop","Go"]`, "stop!", "Stop"},
		{`["Human","Robot"]`, "human", "Human"},
		{`["A","B"]`, "2.", "B"},
		{`["A","B"]`, "٢", "B"},
		{`["A","B"]`, "3", ""},
	} {
		script := strings.Replace(order, `["Red", "Blue", "Café au lait"]`, c.choices, 1)
		b := Scripted(shop{json.RawMessage(script)}, NoKnowledge{})
		got := talk(t, b, chat.WhatsApp, tap("go", "Order"), chat.Text("Dana"), chat.Text("dana@firm.example"),
			chat.Text("skip"), chat.Text(c.say))
		var st state
		_ = json.Unmarshal(got[4].Effects.State, &st)
		if st.Values["colour"] != c.want {
			t.Errorf("%q among %s is kept as %q: %s", c.say, c.choices, st.Values["colour"], said(got[4]))
		}
	}
}
