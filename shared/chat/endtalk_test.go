package chat_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/hours"
)

// A customer who said in a case that they want no more is not asked, whatever was said since.
func TestWhoeverWantsNoMoreIsNotAskedInThisCase(t *testing.T) {
	w := chattest.New(t)
	silence(w, chat.Silence{SilenceRules: chat.SilenceRules{After: 10, Text: anythingElse}}, hours.Hours{})
	for word, want := range map[string]int{
		"STOP": 0, "Please stop sending me messages": 0, "Can you stop writing to me?": 0, "Thanks!": 0, "😊": 0,
		"No, I have everything I need": 0, "No thank you very much, that was all I needed": 0,
		"Bitte hören Sie auf, stopp, keine Nachrichten mehr": 0, "não, obrigado": 0,
		"It is order 4711": 1, "4711": 1, "The stop button does not work at all": 1, "❓": 1, "...": 1,
		"No idea where I should look for the serial number": 1,
		"Vielen Dank": 0, "जी नहीं": 0, "谢谢你": 0, "不用了": 0, "ありがとうございます": 0, "감사합니다": 0, "ขอบคุณครับ": 0,
		"Thank you so much for all of your patience with me, you have been a great help today": 0,
		"cancel": 0, "cancel my order": 1, "Thanks, it is order 4711": 1, "这个怎么用？": 1, "هل لديكم شكرا؟": 1,
	} {
		g := helped(w)
		g.Says(word)
		w.Pass(time.Second)
		g.Says("ok")
		agentSays(w, g.Key(), "Understood.")
		g.Says("ok")
		agentSays(w, g.Key(), "Sorry.")
		w.Pass(time.Hour)
		w.Sweeps()
		if n := timesSaid(w, g.Key(), anythingElse); n != want {
			t.Errorf("after %q they were asked %d times", word, n)
		}
	}
}

// A no to the bot's question is no word for the person who comes next, a STOP is.
func TestANoToTheBotIsNoEnd(t *testing.T) {
	w := chattest.New(t)
	silence(w, chat.Silence{SilenceRules: chat.SilenceRules{After: 10, Text: anythingElse}}, hours.Hours{})
	for word, want := range map[string]int{"No": 1, "STOP": 0} {
		g := w.Guest()
		g.Opens("/")
		g.Says(word)
		w.Pass(time.Second)
		g.Says("Can I speak to a person?")
		agentSays(w, g.Key(), "Yes, it is.")
		w.Pass(time.Hour)
		w.Sweeps()
		if n := timesSaid(w, g.Key(), anythingElse); n != want {
			t.Errorf("after %q to the bot they were asked %d times", word, n)
		}
	}
}

// A thumb under an answer says as much as a thumb of its own.
func TestAReactionEndsATalk(t *testing.T) {
	for emoji, want := range map[string]int{"👍": 0, "❓": 1} {
		w := chattest.New(t)
		silence(w, chat.Silence{SilenceRules: chat.SilenceRules{After: 10, Text: anythingElse}}, hours.Hours{})
		key := w.Writes(chattest.Bruno, "wamid.1", "Can I speak to a person?")
		agentSays(w, key, "Yes, it is.")
		w.Delivers()
		w.Gets(chattest.Bruno, "wamid.2", reaction(emoji), chat.Origin{ReplyTo: "wamid.1"})
		w.Pass(time.Hour)
		w.Sweeps()
		if n := timesSaid(w, key, anythingElse); n != want {
			t.Errorf("after %s they were asked %d times", emoji, n)
		}
	}
}

// A tap on an option of ours and the value of a form are no words of the customer's own, whatever they are called. The
// quick reply of a template is.
func TestATapEndsNoTalk(t *testing.T) {
	for _, title := range []string{"No", "Stop", "Cancel", "Thanks"} {
		w := chattest.New(t)
		silence(w, chat.Silence{SilenceRules: chat.SilenceRules{After: 10, Text: anythingElse}}, hours.Hours{})
		w.Think = func(chat.Question) (chat.Answer, error) {
			return chat.Answer{Bubbles: []chat.Body{
				{Kind: chat.KindButtons, Text: "Shall we go on?", Options: []chat.Option{{ID: "out", Title: title}}},
				{Kind: chat.KindForm, Form: &chat.Form{
					ID: "size", Fields: []chat.Field{{Name: "size", Type: "text", Label: "Size"}},
				}},
			}}, nil
		}
		for name, acts := range map[string]func(offer chat.MessageID) chat.Body{
			"a tap": func(offer chat.MessageID) chat.Body {
				return chat.Body{Kind: chat.KindClick, Click: &chat.Click{Message: offer, Option: "out"}}
			},
			"a form": func(offer chat.MessageID) chat.Body {
				return chat.Body{Kind: chat.KindSubmission, Submission: &chat.Submission{
					Message: offer, Form: "size", Values: map[string]string{"size": title},
				}}
			},
		} {
			g := w.Guest()
			g.Opens("/")
			offer := g.Says("hello").Reply.ID
			agentSays(w, g.Key(), "Here I am.")
			in := g.Incoming(w.ID(), "")
			in.Message.Bubbles[0].Body = acts(offer)
			_, err := w.Receive(w.Ctx(), in)
			w.Must(err)
			w.Pass(time.Second)
			g.Says("ok")
			agentSays(w, g.Key(), "Sorry.")
			w.Pass(time.Hour)
			w.Sweeps()
			if n := timesSaid(w, g.Key(), anythingElse); n != 1 {
				t.Errorf("after %s with %q they were asked %d times", name, title, n)
			}
		}
		key := w.Writes(chattest.Bruno, "wamid.1", "hello")
		agentSays(w, key, "Here I am.")
		w.Gets(chattest.Bruno, "wamid.2", chat.Body{
			Kind: chat.KindClick, Text: title, Click: &chat.Click{Option: title, Title: title},
		}, chat.Origin{ReplyTo: "wamid.template"})
		w.Pass(time.Second)
		w.Gets(chattest.Bruno, "wamid.3", chat.Text("ok"), chat.Origin{})
		agentSays(w, key, "Sorry.")
		w.Pass(time.Hour)
		w.Sweeps()
		if n := timesSaid(w, key, anythingElse); n != 0 {
			t.Errorf("after a quick reply with %q they were asked %d times", title, n)
		}
	}
}

// Where a person has the conversation while a form asks on in words, the one word is its value.
func TestAValueOfAFormEndsNoTalk(t *testing.T) {
	w, _, _ := asking(t)
	silence(w, chat.Silence{SilenceRules: chat.SilenceRules{After: 10, Text: anythingElse}}, hours.Hours{})
	k := w.Writes(bruno, "wamid.1", "I want an offer")
	w.Pass(time.Second)
	w.Gets(bruno, "wamid.2", chat.Text("alto"), chat.Origin{})
	w.Pass(time.Second)
	agentSays(w, k, "Here I am.")
	w.Pass(time.Second)
	w.Gets(bruno, "wamid.3", chat.Text("ok"), chat.Origin{})
	agentSays(w, k, "Is it this one?")
	w.Pass(time.Hour)
	w.Sweeps()
	if n := timesSaid(w, k, anythingElse); n != 1 {
		t.Errorf("they were asked %d times", n)
	}
}
