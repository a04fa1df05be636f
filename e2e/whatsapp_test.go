package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

// phone is a customer's WhatsApp at the stand-in for Meta.
type phone struct {
	t      *testing.T
	number string
}

func newPhone(t *testing.T) *phone {
	return &phone{t, fmt.Sprintf("55119%08d", rand.N(100_000_000))}
}

func (p *phone) post(path string, body object) {
	p.t.Helper()
	raw, err := json.Marshal(body)
	must(p.t, err)
	answer, err := (&http.Client{Timeout: patience}).Post(world.Graph+path, "application/json", bytes.NewReader(raw))
	must(p.t, err)
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		p.t.Fatalf("%s: %d", path, answer.StatusCode)
	}
}

func (p *phone) says(text string) {
	p.t.Helper()
	p.post("/phone/"+p.number+"/say", object{"name": "Bruno", "text": text})
}

func (p *phone) taps(wamid, option, title string) {
	p.t.Helper()
	p.post("/phone/"+p.number+"/say", object{"name": "Bruno", "option": option, "title": title, "message": wamid})
}

// shown are the business's messages on the phone.
type shown struct {
	Wamid   string
	Message struct {
		Type        string
		Text        struct{ Body string }
		Interactive struct {
			Body   struct{ Text string }
			Action struct {
				Buttons []struct{ Reply struct{ ID, Title string } }
			}
		}
	}
}

// text is the text of a message, without the first answer's notice that a bot is speaking.
func (s shown) text() string {
	return strings.TrimSuffix(s.Message.Text.Body+s.Message.Interactive.Body.Text, introduction)
}

const introduction = "\n\nI am an automatic assistant."

func (p *phone) messages() []shown {
	p.t.Helper()
	answer, err := (&http.Client{Timeout: patience}).Get(world.Graph + "/phone/" + p.number + "/messages")
	must(p.t, err)
	defer answer.Body.Close()
	var all []shown
	must(p.t, json.NewDecoder(answer.Body).Decode(&all))
	return all
}

// shows waits until the phone shows a text, and returns its message.
func (p *phone) shows(text string) shown {
	p.t.Helper()
	var found shown
	soon(p.t, "the phone shows "+text, func() bool {
		for _, m := range p.messages() {
			if m.text() == text {
				found = m
				return true
			}
		}
		return false
	})
	return found
}

func (p *phone) count(text string) int {
	n := 0
	for _, m := range p.messages() {
		if m.text() == text {
			n++
		}
	}
	return n
}

// behaves changes the stand-in, and back at the end of the test.
func (p *phone) behaves(how object) {
	p.t.Helper()
	how["to"] = p.number // only this phone's sends fail
	p.post("/behave", how)
	p.t.Cleanup(func() { p.post("/behave", object{}) })
}

// conversation finds the phone's conversation by its name in the inbox.
func (a *agent) conversationOf(p *phone) string {
	a.t.Helper()
	id := ""
	soon(a.t, "the phone's conversation is in the inbox", func() bool {
		for _, queue := range []string{"bot", "human"} {
			var list wire.ConversationList
			a.does("GET", "/v1/conversations?queue="+queue+"&source=whatsapp&limit=200", nil, &list)
			for _, row := range list.Rows {
				if row.Conversation.Reached == p.number {
					id = string(row.Conversation.ID)
					return true
				}
			}
		}
		return false
	})
	return id
}

const opening = "We are open Monday to Saturday, from 9 to 18 o'clock."

// A WhatsApp user writes; the webhook comes three times, the answer goes out once,
// and its statuses, out of order, only move forward.
func TestTheStoryOfAPhone(t *testing.T) {
	bruno := newPhone(t)
	bruno.behaves(object{"repeat": 3, "statuses": []string{"read", "sent", "delivered"}})
	bruno.says("When do you open?")
	bruno.shows(opening)

	ana := demo(t, chat.RoleAgent)
	conversation := ana.conversationOf(bruno)
	soon(t, "the answer is read", func() bool {
		rows := ana.reads(conversation)
		return len(rows) == 2 && rows[1].Bubbles[0].Delivery != nil && rows[1].Bubbles[0].Delivery.Status == chat.Read
	})
	if n := bruno.count(opening); n != 1 {
		t.Errorf("the answer is on the phone %d times", n)
	}
	soon(t, "Meta's price, which came with an earlier status, is kept, and the answer stays read", func() bool {
		d := ana.reads(conversation)[1].Bubbles[0].Delivery
		return d.Category == "service" && d.Status == chat.Read
	})
	bruno.behaves(object{})
	if first := bruno.shows(opening); first.Message.Text.Body != opening+introduction {
		t.Errorf("the first answer does not say that a bot is speaking: %q", first.Message.Text.Body)
	}

	var list wire.SessionList
	ana.does("GET", "/v1/sessions?state=live&source=whatsapp&country=BR&limit=200", nil, &list)
	if len(list.Rows) == 0 || !list.Rows[0].Session.Place.Inferred {
		t.Errorf("there is no WhatsApp session in Brazil: %+v", list.Rows)
	}

	reply := ana.replies(conversation, "Hello Bruno, a person here.")
	bruno.shows("Hello Bruno, a person here.")
	bruno.says("Oh, hello!")
	row := ana.finds("mine", conversation)
	if row.Conversation.Window.IsZero() || row.Conversation.Owner != chat.OwnerAgent {
		t.Errorf("the head is %+v", row.Conversation)
	}
	soon(t, "the agent's words are read", func() bool {
		for _, m := range ana.reads(conversation) {
			if m.ID == reply.ID && m.Bubbles[0].Delivery != nil {
				return m.Bubbles[0].Delivery.Status == chat.Read
			}
		}
		return false
	})
	ana.acts(conversation, "hand-back")
	bruno.says("Are you open on Sunday?")
	soon(t, "the bot answers again", func() bool { return bruno.count(opening) == 2 })
	if again := bruno.messages(); again[len(again)-1].Message.Text.Body != opening {
		t.Errorf("a later answer says again that a bot is speaking: %+v", again)
	}
	ana.tells(conversation)
}

// Buttons become reply buttons, a form is asked question by question, and the goal
// is reached on WhatsApp too.
func TestAFormOnThePhone(t *testing.T) {
	t.Parallel()
	gita := newPhone(t)
	gita.says("something nobody knows")
	question := gita.shows("I do not know that yet. Shall I get a colleague?")
	if buttons := question.Message.Interactive.Action.Buttons; len(buttons) != 1 || buttons[0].Reply.ID != "get" {
		t.Fatalf("the fallback has the buttons %+v", buttons)
	}
	gita.says("Get an offer")
	gita.shows("Your name")
	gita.says("Gita Patel")
	gita.shows("Your e-mail address")
	gita.says("When do you open?") // is answered, and the form goes on
	gita.shows(opening)
	gita.says("not an address")
	gita.shows("That does not look right.")
	gita.says("gita@mail.test")
	optional := gita.shows("Your phone number (optional, write “skip” to leave it out)")
	if skip := optional.Message.Interactive.Action.Buttons; len(skip) != 1 || skip[0].Reply.Title != "Skip" {
		t.Errorf("what is optional has the buttons %+v", skip)
	}
	gita.says("+91 98765 43210")
	gita.shows("Thank you! You will have our offer within a day.")

	ana := demo(t, chat.RoleAgent)
	row := ana.finds("bot", ana.conversationOf(gita))
	soon(t, "the goal is reached and the profile knows the answers", func() bool {
		var detail wire.VisitorDetail
		ana.does("GET", "/v1/visitors/"+string(row.Conversation.Visitor), nil, &detail)
		return detail.Visitor.Profile["email"].Value == "gita@mail.test" && len(detail.Sessions) == 1 &&
			len(detail.Sessions[0].Goals) == 1
	})
	gita.taps(question.Wamid, "get", "Yes, please")
	gita.shows("I am getting a colleague. They will answer here.")
	ana.finds("unassigned", string(row.Conversation.ID))
}

// A temporary refusal is retried; a permanent one is shown to the agent.
func TestTemporaryRefusalsOfMetaAreRetried(t *testing.T) {
	t.Parallel()
	p := newPhone(t)
	p.behaves(object{"fail": []int{131000}})
	p.says("When do you open?")
	p.shows(opening)

	ana := demo(t, chat.RoleAgent)
	conversation := ana.conversationOf(p)
	p.behaves(object{"fail": []int{131026}})
	reply := ana.replies(conversation, "Can you read this?")
	soon(t, "the agent is told that the customer cannot be reached", func() bool {
		for _, m := range ana.reads(conversation) {
			if d := m.Bubbles[0].Delivery; m.ID == reply.ID && d != nil {
				return d.Status == chat.NotSent && d.Code == 131026 && d.Reason != ""
			}
		}
		return false
	})
}
