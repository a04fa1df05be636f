package chat_test

import (
	"os"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chattest"
)

// Customers speak of shipping, of love and of things that stop. Nobody may answer somebody who said STOP, so a sentence
// that is none must not be taken for one.
func TestEverydaySentencesAreNoStop(t *testing.T) {
	w := chattest.New(t)
	for _, said := range []string{
		"I'll stop by tomorrow to send it back", "Can I stop by and send it from your shop?",
		"I will stop writing to you now",
		"The phone does not stop sending messages", "My router stops sending messages after an hour",
		"Can you stop the parcel and send it to Leeds?", "Please stop sending parcels to my old address",
		"Please stop at the desk before you send the driver", "Don't call before noon please", "Don't text the driver yet",
		"Don't call me, write to me here instead",
		"Please don't text me, call me please", "Don't contact me before Monday", "Please remove me from the waiting list",
		"Why was I unsubscribed?", "Can you stop the mail forwarding?", "Do not write on the box",
		"The colours are red, amber, stop",
		"Can you stop the text from being cut off on my mug?", "I could not stop, please send a message later",
		"Hello, is there a person who could help me with my order?", "Does it stop when I send a text?",
		"Necesito la dirección para enviar el paquete", "¿Hay un teléfono para contactar?",
		"¿Qué precio tiene para enviar a Madrid?",
		"Para enviar el paquete necesito la dirección", "Para contactar con ustedes, ¿qué número uso?",
		"Dejé un mensaje ayer y nadie responde", "Deje un mensaje, por favor", "La lavadora para de noche",
		"Quiero la blanca, baja, con ruedas", "La app deja de enviar correos", "Es para mandar un mensaje a mi madre",
		"Gracias por el mensaje para mi hija", "¿Para cuándo es el envío?",
		"Qual o prazo para envio?", "Para enviar, qual endereço uso?", "Preciso de ajuda para escrever a mensagem",
		"O meu telefone para de mandar mensagens", "Deixe a mensagem no cartão", "Tem preço para mandar ao Porto?",
		"É para contato com o suporte", "Quero um cartão para mensagem",
		"Warum schreiben Sie mir nicht?", "Ich bekomme keine Nachrichten mehr", "Ich melde mich ab Montag wieder",
		"Der Stopp ist da, schicken Sie bitte die Rechnung", "Hör mal, schick mir bitte eine Nachricht",
		"Stopp, ich meinte die andere Bestellung und schicke die Nummer", "Der Router hört auf zu senden",
		"Pourquoi vous ne m’écrivez plus ?", "La machine arrête d’envoyer des messages",
		"Où est l’arrêt pour envoyer le colis ?",
		"Le pain est bon, dur, cher", "Je voudrais envoyer un message à ma mère",
		"Arrêtez la livraison et envoyez-moi la facture",
		"Perché non mi scrivete?", "La macchina smette di inviare segnali", "Vorrei mandare un messaggio",
		"Fermate il pacco e mandatelo a Roma", "Il mio stop non manda luce", "Dove scrivo il messaggio?",
		"Ik hou van jullie berichten", "Ik krijg geen berichten meer", "Stuur me geen rekening, ik heb al betaald",
		"Hou het pakket en stuur een bericht", "Ik hou ervan als jullie schrijven", "Waar stopt de bus?",
		"توقف الموقع عن إرسال الرسائل", "لماذا توقف إرسال الطلب؟", "متى ترسلون الطلب؟", "أريد إرسال رسالة إلى أمي",
		"لا ترسلوا لي الفاتورة بل إلى زوجي", "توقف الجهاز عن العمل", "أين يتوقف الباص؟",
		"अभी पार्सल मत भेजो", "दुकान ने सामान भेजना बंद कर दिया है", "मैसेज आना बंद है", "पंखा बंद हो गया",
		"मुझे एक संदेश भेजो", "बस कहाँ रुकती है?", "रुको मत, सामान जल्दी भेजो",
	} {
		if heard(w, said) {
			t.Errorf("%q is taken for a STOP", said)
		}
	}
}

// A STOP may come with a reason, a courtesy and a story, in a sentence of any length.
func TestAStopIsHeardInLongSentences(t *testing.T) {
	w := chattest.New(t)
	for _, said := range []string{
		"Could you please unsubscribe me from your list since I do not need kettles any more",
		"Hi, I have told you three times already, please stop sending me messages",
		"I have told you three times already, please stop",
		"STOP, I never bought anything from you and never will in my life",
		"I bought a kettle years ago and please stop writing to me about new ones every single week",
		"Please stop emailing me", "Stop texting me at this number", "Remove me from your database",
		"I want you to stop texting me", "Would you kindly stop contacting us?",
		"Stop all these annoying messages please", "Stop spamming me", "Please stop calling me", "Stop the newsletter",
		"Hello, stop sending me this stuff", "Ok, now stop sending me this", "I don't want any more emails from you",
		"Please do not contact us about this or any other offer from now until the end of all time",
		"I no longer wish to receive your messages", "Stop sending me messages every day",
		"Hola, por favor paren de mandarme mensajes", "Dejen de escribirme", "Deje de enviarme publicidad",
		"¿Pueden dejar de mandarme correos?", "Por favor, ya no quiero nada, dejen de llamarme",
		"Quiero darme de baja de todo esto",
		"No me manden más ofertas porque ya compré lo que necesitaba en otra tienda hace meses",
		"Para de enviarme mensajes", "Parad de escribirme",
		"Parem de me mandar mensagens todos os dias", "Vocês podem parar de me enviar mensagens?", "Deixem de me incomodar",
		"Pare de me escrever", "Olá, já pedi três vezes, parem de mandar mensagens", "Para de mandar mensagem",
		"Não me enviem mais promoções, já disse isso muitas vezes e ninguém nesta loja me ouve",
		"Hört auf, mir zu schreiben", "Bitte hören Sie auf, mir Nachrichten zu schicken", "Hören Sie auf mich anzuschreiben",
		"Stoppt die Werbung", "Ich möchte keine Nachrichten mehr bekommen", "Ich will keine Werbung mehr von euch",
		"Guten Tag, ich habe es schon dreimal gesagt, bitte schreiben Sie mir nicht mehr",
		"Arrêtez de m’envoyer des messages", "Pouvez-vous arrêter de m’écrire ?", "Cessez de me contacter",
		"Bonjour, j’ai déjà tout acheté, merci de ne plus m’écrire, arrêtez de m’envoyer vos messages",
		"Arrête de me harceler",
		"Veuillez me désabonner de toutes vos listes car je n’achète plus rien chez vous depuis des années",
		"Smettetela di mandarmi messaggi", "Smetta di scrivermi", "Potete smettere di inviarmi messaggi?",
		"Buongiorno, ve l’ho già detto, smettete di disturbarmi",
		"Per favore non scrivetemi più, ho già comprato tutto altrove",
		"Hou op met berichten sturen", "Hou alsjeblieft op met schrijven", "Stop met mij te mailen",
		"Kunnen jullie stoppen met berichten sturen?", "Ik wil geen berichten meer", "Houd op met mij te bellen",
		"توقفوا عن مراسلتي", "من فضلك توقف عن إرسال الرسائل لي", "لا تراسلوني بعد اليوم",
		"أرجو إلغاء الاشتراك لأنني لا أحتاج شيئا منكم الآن",
		"لا ترسلوا لي أي رسائل", "مرحبا، قلت لكم من قبل، توقفوا عن إرسال الإعلانات",
		"मुझे मैसेज भेजना बंद करो", "कृपया संदेश भेजना बंद करें", "मुझे मैसेज मत भेजो, मैंने पहले भी कहा था",
		"विज्ञापन मत भेजो", "क्या आप मुझे मैसेज भेजना बंद कर सकते हैं?", "मुझे लिखना बंद करो",
	} {
		if !heard(w, said) {
			t.Errorf("%q is not heard", said)
		}
	}
}

// Customers write every day what has a word of a STOP in it and is none, and say STOP in long and polite ways.
func TestSentencesThatAreAStopAndThatAreNone(t *testing.T) {
	w := chattest.New(t)
	for file, stop := range map[string]bool{"none": false, "clear": true} {
		raw, err := os.ReadFile("testdata/stop/" + file + ".txt")
		w.Must(err)
		for said := range strings.Lines(string(raw)) {
			if said = strings.TrimSpace(said); !strings.HasPrefix(said, "#") && heard(w, said) != stop {
				t.Errorf("%s: %q", file, said)
			}
		}
	}
}
