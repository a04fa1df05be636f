package chat_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
	"github.com/google/go-cmp/cmp"
)

func TestAMessageIsAnsweredAtOnce(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	r := amara.Says("hello")
	if r.Reply == nil || r.Reply.Bubbles[0].Text != "you said hello" || r.Reply.ID != chat.ReplyTo(r.Message.ID) {
		t.Fatalf("got %+v", r.Reply)
	}
	w.Streams()
	if diff := cmp.Diff([]string{"visitor hello", "bot(answered) you said hello"}, w.Log(amara.Key())); diff != "" {
		t.Error(diff)
	}
}

func TestTheSameMessageAHundredTimesIsOne(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	id := w.ID()
	var wait sync.WaitGroup
	for range 100 {
		wait.Go(func() {
			if _, err := w.Receive(t.Context(), amara.Incoming(id, "hello")); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	w.Streams()
	if diff := cmp.Diff([]string{"visitor hello", "bot(answered) you said hello"}, w.Log(amara.Key())); diff != "" {
		t.Error(diff)
	}
	if _, err := w.Receive(t.Context(), amara.Incoming(id, "something else")); chattest.Code(err) != "id_conflict" {
		t.Errorf("another body under a stored id: %v", err)
	}
}

func TestWhatIsRefused(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	greeting, err := w.Open(t.Context(), amara.Socket, w.ID(), "")
	w.Must(err)
	click := func(message chat.MessageID, option string) chat.Body {
		return chat.Body{Kind: chat.KindClick, Click: &chat.Click{Message: message, Option: option}}
	}
	future := chat.MessageID(w.NewID(w.Now().Add(2 * time.Minute)))
	for _, c := range []struct {
		name string
		id   chat.MessageID
		body chat.Body
		want string
	}{
		{"an empty text", w.ID(), chat.Text("  "), "empty_text"},
		{"a text of which nothing shows", w.ID(), chat.Text("\u200b\u3164\u2800"), "empty_text"},
		{"a long text", w.ID(), chat.Text(strings.Repeat("ü", chat.MaxText+1)), "text_too_long"},
		{"broken UTF-8", w.ID(), chat.Text("\xff"), "bad_text"},
		{"no id", "x", chat.Text("x"), "bad_id"},
		{"a lower-case id", chat.MessageID(strings.ToLower(string(w.ID()))), chat.Text("x"), "bad_id"},
		{"an id from the future", future, chat.Text("x"), "id_from_future"},
		{"a click on what was not offered", w.ID(), click(greeting.ID, "other"), "option_not_offered"},
		{"a click on nothing", w.ID(), click(w.ID(), "go"), "not_offered"},
		{"a click on what was offered", w.ID(), click(greeting.ID, "go"), ""},
	} {
		in := amara.Incoming(c.id, "")
		in.Message.Bubbles[0].Body = c.body
		if _, err := w.Receive(t.Context(), in); chattest.Code(err) != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

// A function dies, or its store fails, at each write in turn, before or after the write took place. The sender
// repeats as the widget does, and the stream is relayed: the message is there once, and is answered once.
func TestNothingIsLostAtAnyFault(t *testing.T) {
	for _, bot := range []chat.BotID{chattest.Fast, chattest.Slow} {
		for at := range 12 {
			for _, fault := range []memory.Fault{memory.Fail, memory.FailStored, memory.Conflict} {
				t.Run(fmt.Sprintf("%s, write %d, fault %d", bot, at, fault), func(t *testing.T) {
					w := chattest.New(t)
					amara := w.Guest()
					amara.Bot = bot
					amara.Opens("/")
					n := 0
					w.Memory.Inject = func(string) memory.Fault {
						if n++; n-1 == at {
							return fault
						}
						return memory.None
					}
					id := w.ID()
					for range 3 {
						if _, err := w.Receive(t.Context(), amara.Incoming(id, "hello")); err == nil {
							break
						}
					}
					for range 3 { // the stream repeats each failed change
						for _, c := range w.Memory.Changes {
							_ = w.Relay(t.Context(), c)
						}
					}
					for _, task := range w.Asked {
						if err := w.Answer(t.Context(), task, false); err != nil {
							w.Must(w.Answer(t.Context(), task, false))
						}
					}
					if diff := cmp.Diff([]string{"visitor hello", "bot(answered) you said hello"}, w.Log(amara.Key())); diff != "" {
						t.Error(diff)
					}
					if h := w.Head(amara.Key()); h.LastAuthor != "bot" || h.Preview != "hello" {
						t.Errorf("the inbox shows %+v", h)
					}
				})
			}
		}
	}
}

// Two questions at once get two answers that follow one from the other.
func TestTheBotsStateNeverForks(t *testing.T) {
	w := chattest.New(t)
	w.Think = func(q chat.Question) (chat.Answer, error) {
		state := strings.Trim(string(q.State), `"`) + "+" + q.Message.Body().Text
		return chat.Answer{
			Bubbles: []chat.Body{chat.Text(state)}, Effects: chat.Effects{State: []byte(`"` + state + `"`)},
		}, nil
	}
	amara := w.Guest()
	amara.Opens("/")
	var wait sync.WaitGroup
	for _, text := range []string{"a", "b"} {
		in := amara.Incoming(w.ID(), text)
		wait.Go(func() {
			if _, err := w.Receive(t.Context(), in); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	w.Streams()
	log := strings.Join(w.Log(amara.Key()), "\n")
	if !strings.Contains(log, "+a+b") && !strings.Contains(log, "+b+a") {
		t.Errorf("no answer follows from the other:\n%s", log)
	}
}

func TestABotThatFailsAsksForAPerson(t *testing.T) {
	w := chattest.New(t)
	w.Think = func(chat.Question) (chat.Answer, error) { return chat.Answer{}, errors.New("broken") }
	amara := w.Guest()
	amara.Opens("/")
	amara.Says("hello")
	w.Streams()
	if h := w.Head(amara.Key()); h.Owner != chat.OwnerTeam || h.WaitingFrom.IsZero() {
		t.Errorf("the head is %+v", h)
	}
	gaps, _, err := w.Store.Gaps(t.Context(), chattest.Tenant, chattest.Fast, "", 10)
	w.Must(err)
	if len(gaps) != 1 || gaps[0].Cause != chat.BotFailed {
		t.Errorf("the gaps are %+v", gaps)
	}
}

func TestASlowBotThatCannotBeReachedIsAskedAgainAndThenGivenUp(t *testing.T) {
	w := chattest.New(t)
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{}, chat.Errorf(chat.Unavailable, "bot_unreachable", "no")
	}
	amara := w.Guest()
	amara.Bot = chattest.Slow
	amara.Opens("/")
	amara.Says("hello")
	w.Streams()
	if err := w.Answer(t.Context(), w.Asked[0], false); chattest.Code(err) != "bot_unreachable" {
		t.Fatalf("got %v", err)
	}
	w.Must(w.Answer(t.Context(), w.Asked[0], true))
	w.Must(w.Answer(t.Context(), w.Asked[0], true))
	if diff := cmp.Diff([]string{"visitor hello", "bot(failed)"}, w.Log(amara.Key())); diff != "" {
		t.Error(diff)
	}
}

func TestOrigins(t *testing.T) {
	site := chat.Site{Origins: []string{"https://shop.example", "https://*.example.org", "http://localhost:8080"}}
	for origin, want := range map[string]bool{
		"https://shop.example": true, "http://localhost:8080": true, "https://a.example.org": true,
		"https://a.b.example.org": true,
		"":                        false, "null": false, "http://shop.example": false, "https://shop.example:444": false,
		"https://SHOP.example":           false,
		"https://shop.example.evil.test": false, "https://evil.test/https://shop.example": false,
		"https://example.org":     false,
		"https://evilexample.org": false, "https://a.example.org:444": false, "https://evil.test?.example.org": false,
		"https://user@a.example.org":     false,
		"https://evil.test/.example.org": false, "http://localhost": false, "http://localhost:80800": false,
	} {
		if got := site.Allows(origin); got != want {
			t.Errorf("Allows(%q) = %v, want %v", origin, got, want)
		}
	}
}
