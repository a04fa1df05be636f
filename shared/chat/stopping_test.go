package chat_test

import (
	"fmt"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// heard tells whether words of a visitor count as STOP.
func heard(w *chattest.World, said string) bool {
	g := guest(w, chat.Full)
	g.Says(said)
	v, err := w.Store.Visitor(w.Ctx(), g.Socket.VisitorKey())
	w.Must(err)
	return v.WantsQuiet()
}

func TestAStopIsHeardInPlainSentences(t *testing.T) {
	w := chattest.New(t)
	for _, said := range []string{
		"STOP", "stop.", "Please stop", "Stop it, please", "STOP STOP STOP STOP STOP", "stop now!!!", "ok stop",
		"stopall", "optout", "opt out", "Opt-out please", "revoke", "unsubscribe", "cancel", "quit",
		"Please unsubscribe me from your list", "How do I unsubscribe?", "remove me from this list",
		"Could you take me off your mailing list?", "Leave me alone", "Do not contact me again", "Don't text me",
		"please don’t write to me any more", "No more messages, please", "Please stop sending me messages",
		"Can you stop writing to me?", "quit texting me",
		"This is the third time this week that you write to me about kettles that I never wanted. Stop writing to me!",
		"I bought one kettle from you two years ago and it broke after a week.\nSTOP",
		"Stopp", "Bitte stopp", "abmelden", "Bitte abmelden", "Ich möchte mich vom Newsletter abmelden",
		"Bitte melden Sie mich ab", "Schreiben Sie mir nicht mehr", "Keine Nachrichten mehr bitte", "Lasst mich in Ruhe",
		"Newsletter abbestellen", "arrêtez", "Arrêtez de m’écrire", "Je veux me désabonner", "désinscription",
		"Ne m'écrivez plus", "Ne me contactez plus s'il vous plaît", "Retirez-moi de votre liste",
		"baja", "Quiero darme de baja", "No me escriban más", "Por favor, dejen de enviarme mensajes",
		"parar", "Parem de me mandar mensagens", "Quero me descadastrar", "Não me mandem mais nada",
		"Não quero mais receber mensagens", "Smettete di scrivermi", "Vorrei disiscrivermi", "Non scrivetemi più",
		"uitschrijven", "Ik wil me uitschrijven", "Stuur me geen berichten meer", "стоп", "Отпишите меня от рассылки",
		"Не пишите мне больше", "Хватит писать", "Відпишіть мене", "Bana mesaj göndermeyin", "Beni listeden çıkarın",
		"dur", "Wypiszcie mnie z listy", "Proszę nie piszcie do mnie", "توقف", "توقفوا عن إرسال الرسائل", "إلغاء الاشتراك",
		"لا ترسلوا لي رسائل", "रुको", "संदेश भेजना बंद करो", "मुझे मैसेज मत भेजो", "बंद", "退订", "请不要再发了", "停止",
		"配信停止してください", "もう送らないでください", "수신거부", "연락하지 마세요", "หยุด", "อย่าส่งข้อความมาอีก",
	} {
		if !heard(w, said) {
			t.Errorf("%q is not heard", said)
		}
	}
}

// A shop may sell door stops, and a customer may cancel an order.
func TestHarmlessWordsAreNoStop(t *testing.T) {
	w := chattest.New(t)
	for _, said := range []string{
		"Next stop please", "Non-stop flights only", "The stop button broke", "Door stop", "door stop please",
		"One door stop", "Door stop, oak", "Please send me one door stop", "Can you send the door stop to Leeds?",
		"Do your door stops come with a message?", "The stop sends no signal", "Does the bus stop here?", "full stop",
		"Stop sign", "I cannot stop smiling", "It does not stop leaking", "cancel my order", "Cancel the message on my mug",
		"End table in oak", "You did not contact me", "Why did you not write to me?", "No more messages arrive here",
		"I left my bag alone at the stop", "Türstopper aus Holz", "Stopp-Schild aus Blech", "Der Stopp-Knopf klemmt",
		"Ich kann mich nicht abmelden", "Schreiben Sie mir bitte eine Rechnung", "Können Sie mir die Nachricht schicken?",
		"La temperatura es baja", "La planta baja", "¿Cuál es la más baja?", "No me escribieron", "Envíen más por favor",
		"Un arrêt de porte", "Je veux plus de messages", "Où est l’arrêt du bus ?", "Stop de porte en bois",
		"Quero um para a porta", "O alto da página", "Não recebi mais nada", "Un fermo per la porta", "De bushalte",
		"Где остановка?", "Стоп-кран сломан", "Почему вы не ответили", "Kapı durağı nerede", "Przystanek jest daleko",
		"أين محطة التوقف؟", "دरवाज़ा बंद है", "दुकान बंद है", "什么时候发货", "いつ届きますか", "언제 보내나요", "ส่งเมื่อไหร่",
	} {
		if heard(w, said) {
			t.Errorf("%q is taken for a STOP", said)
		}
	}
}

// On WhatsApp a sentence ends marketing as the one word does.
func TestASentenceEndsMarketing(t *testing.T) {
	w, k := reaching(t)
	w.Must(permits(w, k, optIn(w), nil))
	w.Gets(bruno, "wamid.2", chat.Text("Please unsubscribe me from your list"), chat.Origin{})
	if err := writesTemplate(w, chattest.Ana, k, "news"); chat.CodeOf(err) == "" {
		t.Error(fmt.Sprint("advertising goes to them: ", err))
	}
}
