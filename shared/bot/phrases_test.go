package bot

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// A form of a dentist in Brazil, with an optional field before a required one.
const dentist = `{"language": "pt",
 "greeting": {"say": ["Olá!"], "buttons": [{"id": "go", "title": "Marcar consulta", "goto": "book"}]},
 "steps": {"book": {"say": ["Vamos marcar."], "form": {"id": "o", "goto": "done", "fields": [
   {"name": "mail", "label": "E-mail", "type": "email"}, {"name": "tel", "label": "Telefone", "type": "phone",
   "required": true},
   {"name": "note", "label": "Alergias", "type": "text"}]}},
  "done": {"say": ["Marcado."]}},
 "faq": [{"id": "price", "question": "Quanto custa por pessoa?", "answer": {"say": ["Custa 200 reais."]}}],
 "fallback": {"say": ["Não sei."], "handoverAfter": 3}, "person": {"words": ["atendente"], "say": ["COLEGA."]}}`

// People skip a field in their own words if they have no such thing; such words are the answer if
// they can be one, as in "no allergies".
func TestAFieldIsSkippedInOnesOwnWords(t *testing.T) {
	for _, none := range []string{
		"não tenho", "sem e-mail", "não tenho email", "I don't have one", "no e-mail!", "skip it", "keine E-Mail",
		"habe ich nicht", "no tengo", "pas d'email", "je n'en ai pas", "ما عندي", "नहीं है",
	} {
		got := talk(t, Scripted(shop{json.RawMessage(dentist)}, NoKnowledge{}), chat.WhatsApp, tap("go", ""), chat.Text(none),
			chat.Text(none), chat.Text("(11) 98765-4321"), chat.Text("sem alergias"))
		if !strings.HasPrefix(said(got[1]), "Telefone") || !strings.Contains(said(got[2]), "Telefone") ||
			said(got[4]) != "Marcado." {
			t.Errorf("%q: %q, then %q, then %q", none, said(got[1]), said(got[2]), said(got[4]))
		}
		var st state
		_ = json.Unmarshal(got[3].Effects.State, &st)
		if value, there := st.Values["mail"]; !there || value != "" || st.Values["tel"] != "(11) 98765-4321" {
			t.Errorf("%q: kept %v", none, st.Values)
		}
	}
}

func TestFurtherRequestsForAPersonAreRecognized(t *testing.T) {
	asks := func(text string) bool {
		b := Scripted(shop{json.RawMessage(dentist)}, NoKnowledge{})
		return talk(t, b, chat.Web, chat.Text(text))[0].Effects.HandOver == "asked"
	}
	for _, text := range strings.Split("can someone call me|put me through to an agent|customer care|stop the bot, I "+
		"want a human|Verbinden Sie mich mit einem Kollegen|Kann mich jemand anrufen?|pásame con una persona|hay "+
		"alguien real?|"+
		"passez-moi un conseiller|je voudrais être mis en relation avec un conseiller|atendimento humano|chama um "+
		"atendente|عايز اكلم حد|حولني لموظف|خدمة العملاء|customer care se baat karao", "|") {
		if !asks(text) {
			t.Errorf("%q asks for nobody", text)
		}
	}
	for _, text := range strings.Split("quanto custa por pessoa?|I don't want an agent|Ich will nicht mit einem "+
		"Menschen sprechen|ein Zimmer für zwei Personen|habitación para dos personas|não quero falar com atendente|مش عايز "+
		"اكلم حد|मुझे एजेंट से बात नहीं करनी|how many people fit in a room?", "|") {
		if asks(text) {
			t.Errorf("%q asks for a person", text)
		}
	}
}

func TestFurtherSmallTalkIsRecognized(t *testing.T) {
	for _, text := range strings.Split("thanks a million|thanks in advance|Thank u|thank you for the info|sounds good|"+
		"no that's all|no thank you|Danke für die Info|danke, das war's|nein danke|bis morgen|gracias por todo|no, eso es "+
		"todo|hasta mañana|"+
		"merci d'avance|merci pour votre aide|non merci|c'est tout merci|obrigado pela informação|só isso, obrigado|não, "+
		"obrigada|شكرا على المساعدة|لا شكرا|السلام عليكم ورحمة الله وبركاته|خلاص شكرا|theek hai dhanyavad|धन्यवाद आपकी मदद "+
		"के लिए|bahut badhiya", "|") {
		if small(text) == "" {
			t.Errorf("%q is taken for a question", text)
		}
	}
	for _, text := range strings.Split("no breakfast?|can I book in advance?|help|hi, help|ok mas quanto custa?|danke, "+
		"aber es geht nicht|شكرا لكن لم يصل الطلب|धन्यवाद लेकिन कार्ड नहीं आया|sure deposit|yes|no", "|") {
		if what := small(text); what != "" {
			t.Errorf("%q is taken for %s", text, what)
		}
	}
}
