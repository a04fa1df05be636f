package digest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// says expects these words in the mail of a Monday.
func (w *world) says(monday time.Time, words ...string) {
	w.T.Helper()
	w.letters = nil
	w.until(monday)
	if len(w.letters) == 0 {
		w.T.Fatal("no mail went")
	}
	for _, says := range words {
		if !strings.Contains(w.letters[0].Text, says) {
			w.T.Errorf("the mail does not say %q:\n%s", says, w.letters[0].Text)
		}
	}
}

// asked is a question without an answer.
func (w *world) asked(by chat.ConversationID, text string) {
	w.T.Helper()
	w.Must(w.Store.AddGap(w.Ctx(), chattest.Tenant, chat.GapRow{
		Bot: chattest.Fast, ID: chat.GapID(text), Question: text, Cause: chat.NoMatch, Last: w.Now(), State: "new",
	}, chat.Asking{
		Bot: chattest.Fast, Gap: chat.GapID(text), Message: w.ID(), At: w.Now(), Conversation: by, Source: chat.Web,
	}))
}

// Whoever is raised to the top of the queue has not waited longest, and somebody to whom a colleague wrote in the
// WhatsApp Business app waits like all others.
func TestAMailTellsOfEverybodyWhoWaits(t *testing.T) {
	w := begin(t)
	w.until(clock(28, 8, 0)) // a Saturday
	waits := func() chat.ConversationKey {
		g := w.Guest()
		g.Opens("/")
		g.Writes("a person, please")
		return g.Key()
	}
	waits()
	k := w.Writes(chattest.Bruno, "wamid.1", "hello")
	w.Pass(time.Minute)
	w.Must(w.Echo(w.Ctx(), chattest.Number, chattest.Bruno, chat.Text("I am on my phone"),
		chat.Origin{Wamid: "wamid.echo", Sent: w.Now().Truncate(time.Second)}))
	w.Streams()
	w.Pass(time.Minute)
	w.Gets(chattest.Bruno, "wamid.2", chat.Text("and now?"), chat.Origin{})
	if h := w.Head(k); h.Assignee != chat.AppAgent || h.WaitingFrom.IsZero() {
		t.Fatalf("the customer of the app is %+v", h)
	}
	w.until(clock(30, 7, 30))
	_, err := w.Store.Commit(w.Ctx(), waits(), func(h *chat.Head) ([]chat.Message, error) {
		h.Moves = chat.MaxMoves + 1
		return nil, nil
	})
	w.Must(err)
	w.says(clock(30, 8, 10), "Waiting for a person now: 3, the longest for 2 days and ")
}

// The questions are those of the days that the mail names, in the team's zone: none is in two mails, and none in no
// mail.
func TestEachQuestionIsInTheMailOfItsWeek(t *testing.T) {
	w := begin(t)
	w.until(clock(30, 8, 10))
	w.visits("Where is it?")
	w.until(clock(30, 21, 0))
	w.asked("c_1", "Asked on the first evening")
	w.until(clock(36, 23, 50))
	w.asked("c_2", "Asked in the last hour")
	w.until(clock(37, 0, 10))
	w.asked("c_3", "Asked on the next Monday")
	w.says(clock(37, 8, 10), "Asked on the first evening", "Asked in the last hour")
	if strings.Contains(w.letters[0].Text, "the next Monday") {
		t.Error("a question is in the mail before its week has ended")
	}
	w.says(clock(44, 8, 10), "Asked on the next Monday")
	for _, earlier := range []string{"the first evening", "the last hour"} {
		if strings.Contains(w.letters[0].Text, earlier) {
			t.Errorf("a question of %s is in two mails", earlier)
		}
	}
}

// A stranger's words are no link in a mail of ours, and a long question is not cut to half.
func TestAStrangersAddressIsNoLink(t *testing.T) {
	w := begin(t)
	w.visits("Where is it?")
	long := "Could you please tell me whether the large blue kettle that I saw in your window on " +
		"Saturday morning fits on an induction hob?"
	w.asked("c_1", "Your account ends, sign in at https://evil.example/x or evil.example today")
	w.asked("c_2", long)
	w.says(clock(30, 8, 10), "sign in at … or … today", long)
	if strings.Contains(w.letters[0].Text, "evil.example") {
		t.Errorf("the mail is\n%s", w.letters[0].Text)
	}
}
