package chat_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/memory"
	"github.com/google/go-cmp/cmp"
)

func TestAMessageIsAnsweredAtOnce(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	r := amara.says("hello")
	if r.Reply == nil || r.Reply.Bubbles[0].Text != "you said hello" || r.Reply.ID != chat.ReplyTo(r.Message.ID) {
		t.Fatalf("got %+v", r.Reply)
	}
	o.streams()
	if diff := cmp.Diff([]string{"visitor hello", "bot(answered) you said hello"}, o.log(amara.key())); diff != "" {
		t.Error(diff)
	}
}

func TestTheSameMessageAHundredTimesIsOne(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	id := o.id()
	var wait sync.WaitGroup
	for range 100 {
		wait.Go(func() {
			if _, err := o.Receive(t.Context(), amara.incoming(id, "hello")); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	o.streams()
	if diff := cmp.Diff([]string{"visitor hello", "bot(answered) you said hello"}, o.log(amara.key())); diff != "" {
		t.Error(diff)
	}
	if _, err := o.Receive(t.Context(), amara.incoming(id, "something else")); code(err) != "id_conflict" {
		t.Errorf("another body under a stored id: %v", err)
	}
}

func TestWhatIsRefused(t *testing.T) {
	o := newOffice(t)
	amara := o.guest()
	amara.opens("/")
	greeting, err := o.Open(t.Context(), amara.socket, o.id())
	o.must(err)
	click := func(message chat.MessageID, option string) chat.Body {
		return chat.Body{Kind: chat.KindClick, Click: &chat.Click{Message: message, Option: option}}
	}
	future := chat.MessageID(o.NewID(o.Now().Add(2 * time.Minute)))
	for _, c := range []struct {
		name string
		id   chat.MessageID
		body chat.Body
		want string
	}{
		{"an empty text", o.id(), chat.Text("  "), "empty_text"},
		{"a text of which nothing shows", o.id(), chat.Text("\u200b\u3164\u2800"), "empty_text"},
		{"a long text", o.id(), chat.Text(strings.Repeat("ü", chat.MaxText+1)), "text_too_long"},
		{"broken UTF-8", o.id(), chat.Text("\xff"), "bad_text"},
		{"no id", "x", chat.Text("x"), "bad_id"},
		{"a lower-case id", chat.MessageID(strings.ToLower(string(o.id()))), chat.Text("x"), "bad_id"},
		{"an id from the future", future, chat.Text("x"), "id_from_future"},
		{"a click on what was not offered", o.id(), click(greeting.ID, "other"), "option_not_offered"},
		{"a click on nothing", o.id(), click(o.id(), "go"), "not_offered"},
		{"a click on what was offered", o.id(), click(greeting.ID, "go"), ""},
	} {
		in := amara.incoming(c.id, "")
		in.Message.Bubbles[0].Body = c.body
		if _, err := o.Receive(t.Context(), in); code(err) != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

// A function dies, or its store fails, at each write in turn, before or after the
// write took place. The sender repeats as the widget does, the stream comes by: the
// message is there once, and is answered once.
func TestNothingIsLostAtAnyFault(t *testing.T) {
	for _, bot := range []chat.BotID{fast, slow} {
		for at := range 12 {
			for _, fault := range []memory.Fault{memory.Fail, memory.FailStored, memory.Conflict} {
				t.Run(fmt.Sprintf("%s, write %d, fault %d", bot, at, fault), func(t *testing.T) {
					o := newOffice(t)
					amara := o.guest()
					amara.bot = bot
					amara.opens("/")
					n := 0
					o.store.Inject = func(string) memory.Fault {
						if n++; n-1 == at {
							return fault
						}
						return memory.None
					}
					id := o.id()
					for range 3 {
						if _, err := o.Receive(t.Context(), amara.incoming(id, "hello")); err == nil {
							break
						}
					}
					for range 3 { // the stream repeats what fails
						for _, c := range o.store.Changes {
							_ = o.Relay(t.Context(), c)
						}
					}
					for _, task := range o.asked {
						if err := o.Answer(t.Context(), task, false); err != nil {
							o.must(o.Answer(t.Context(), task, false))
						}
					}
					if diff := cmp.Diff([]string{"visitor hello", "bot(answered) you said hello"}, o.log(amara.key())); diff != "" {
						t.Error(diff)
					}
					if h := o.head(amara.key()); h.LastAuthor != "bot" || h.Preview != "you said hello" {
						t.Errorf("the inbox shows %+v", h)
					}
				})
			}
		}
	}
}

// Two questions at once get two answers that follow one from the other.
func TestTheBotsStateNeverForks(t *testing.T) {
	o := newOffice(t)
	o.think = func(q chat.Question) (chat.Answer, error) {
		state := strings.Trim(string(q.State), `"`) + "+" + q.Message.Body().Text
		return chat.Answer{Bubbles: []chat.Body{chat.Text(state)}, Effects: chat.Effects{State: []byte(`"` + state + `"`)}}, nil
	}
	amara := o.guest()
	amara.opens("/")
	var wait sync.WaitGroup
	for _, text := range []string{"a", "b"} {
		in := amara.incoming(o.id(), text)
		wait.Go(func() {
			if _, err := o.Receive(t.Context(), in); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	o.streams()
	log := strings.Join(o.log(amara.key()), "\n")
	if !strings.Contains(log, "+a+b") && !strings.Contains(log, "+b+a") {
		t.Errorf("no answer follows from the other:\n%s", log)
	}
}

func TestABotThatFailsAsksForAPerson(t *testing.T) {
	o := newOffice(t)
	o.think = func(chat.Question) (chat.Answer, error) { return chat.Answer{}, errors.New("broken") }
	amara := o.guest()
	amara.opens("/")
	amara.says("hello")
	o.streams()
	if h := o.head(amara.key()); h.Owner != chat.OwnerTeam || h.WaitingFrom.IsZero() {
		t.Errorf("the head is %+v", h)
	}
	gaps, _, err := o.Store.Gaps(t.Context(), tenant, fast, "", 10)
	o.must(err)
	if len(gaps) != 1 || gaps[0].Cause != chat.BotFailed {
		t.Errorf("the gaps are %+v", gaps)
	}
}

func TestASlowBotThatCannotBeReachedIsAskedAgainAndThenGivenUp(t *testing.T) {
	o := newOffice(t)
	o.think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{}, chat.Errorf(chat.Unavailable, "bot_unreachable", "no")
	}
	amara := o.guest()
	amara.bot = slow
	amara.opens("/")
	amara.says("hello")
	o.streams()
	if err := o.Answer(t.Context(), o.asked[0], false); code(err) != "bot_unreachable" {
		t.Fatalf("got %v", err)
	}
	o.must(o.Answer(t.Context(), o.asked[0], true))
	o.must(o.Answer(t.Context(), o.asked[0], true))
	if diff := cmp.Diff([]string{"visitor hello", "bot(failed)"}, o.log(amara.key())); diff != "" {
		t.Error(diff)
	}
}

func TestOrigins(t *testing.T) {
	site := chat.Site{Origins: []string{"https://shop.example", "https://*.example.org", "http://localhost:8080"}}
	for origin, want := range map[string]bool{
		"https://shop.example": true, "http://localhost:8080": true, "https://a.example.org": true, "https://a.b.example.org": true,
		"": false, "null": false, "http://shop.example": false, "https://shop.example:444": false, "https://SHOP.example": false,
		"https://shop.example.evil.test": false, "https://evil.test/https://shop.example": false, "https://example.org": false,
		"https://evilexample.org": false, "https://a.example.org:444": false, "https://evil.test?.example.org": false, "https://user@a.example.org": false,
		"https://evil.test/.example.org": false, "http://localhost": false, "http://localhost:80800": false,
	} {
		if got := site.Allows(origin); got != want {
			t.Errorf("Allows(%q) = %v, want %v", origin, got, want)
		}
	}
}
