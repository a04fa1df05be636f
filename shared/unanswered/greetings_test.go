package unanswered

import "testing"

func TestALineThatOnlyGreetsAnswersNothing(t *testing.T) {
	for text, only := range map[string]bool{
		"Hi, I am Anna": true, "Hello ▇▇▇!": true, "Hallo, mein Name ist Anna vom Verkauf.": true, "¡Hola! Soy Ana 🙂": true,
		"Bonjour, je m'appelle Ana. Un instant s'il vous plaît": true, "Olá, sou a Ana.": true, "مرحبا، أنا سارة": true,
		"नमस्ते, मैं आशा": true, "Good morning": true, "How can I help you?": true, "": true,
		"Hello, I am Ana. Shall I call you?": true, "¡Hola! ¿Le llamo?": true, "مرحبا، هل أتصل بك؟": true,
		"Which bike do you mean? 🙂": true, "您好，请问您要哪一辆？": true, "It is 300 euros, is that right for you?": false,
		"三百欧元，可以吗？": false, "No. Shall I call you?": false, "Is it the red one? It is 300 euros": false,
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
