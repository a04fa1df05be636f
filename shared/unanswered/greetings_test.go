package unanswered

import "testing"

func TestALineThatOnlyGreetsAnswersNothing(t *testing.T) {
	for text, only := range map[string]bool{
		"Hi, I am Anna": true, "Hello ▇▇▇!": true, "Hallo, mein Name ist Anna vom Verkauf.": true, "¡Hola! Soy Ana 🙂": true,
		"Bonjour, je m'appelle Ana. Un instant s'il vous plaît": true, "Olá, sou a Ana.": true, "مرحبا، أنا سارة": true,
		"नमस्ते, मैं आशा": true, "Good morning": true, "How can I help you?": true, "": true,
		"Hi Maria, it is 300 euros.": false, "Yes, we do.": false, "300 euros": false, "I am sorry, none is left.": false,
		"Hi, we open at nine": false, "Wir haben bis 18 Uhr offen": false, "This is not possible on Sundays at all": false,
		"I am afraid not": false, "This is free.": false, "Thanks, yes": false,
		"Hi there we are open until six on Sundays": false,
	} {
		if got := onlyGreets(text); got != only {
			t.Errorf("%q only greets: %v", text, got)
		}
	}
}
