package bot

import (
	"encoding/json"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// People ask for a person by any usual name of one, and for help of one.
func TestEveryUsualNameOfAPersonIsUnderstood(t *testing.T) {
	asks := func(text string) bool {
		b := Scripted(shop{json.RawMessage(dentist)}, NoKnowledge{})
		return talk(t, b, chat.Web, chat.Text(text))[0].Effects.HandOver == "asked"
	}
	for _, text := range []string{
		"I need help from a human", "can I talk to an advisor", "an actual person please", "somebody real",
		"Ich brauche Hilfe von einem Menschen", "einen Kollegen bitte", "jemand Echtes bitte",
		"necesito ayuda de un humano", "quiero hablar con un representante", "alguien de verdad", "una asesora por favor",
		"j'ai besoin de l'aide d'un humain", "je veux un opérateur", "quelqu'un de réel", "parler à un employé",
		"preciso da ajuda de um humano", "quero um representante", "alguém de verdade", "ajuda humana",
		"أحتاج مساعدة من شخص", "إنسان حقيقي", "أريد التحدث مع مندوب",
		"मुझे इंसान की मदद चाहिए", "असली इंसान", "प्रतिनिधि से बात", "asli insaan",
	} {
		if !asks(text) {
			t.Errorf("%q asks for nobody", text)
		}
	}
	for _, text := range []string{
		"I need help with my order", "brauche Hilfe", "necesito ayuda", "besoin d'aide", "preciso de ajuda",
		"no necesito ayuda de un humano", "sem ajuda humana", "أحتاج مساعدة", "मदद चाहिए", "how many staff do you have?",
	} {
		if asks(text) {
			t.Errorf("%q asks for a person", text)
		}
	}
}
