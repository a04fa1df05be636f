package host

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// Visitor is a browser on the company's pages. It behaves like the widget: it repeats a message
// without an answer under the same id, over a new socket if the old one is gone.
type Visitor struct {
	h    *Host
	site string
	conn string

	Token        string
	Conversation chat.ConversationID
	Seen         map[chat.MessageID]chat.Message
	tells        bool // each message tells that all before it were read
}

// Answer is the server's answer to a frame.
type Answer struct {
	Action, Code, Ref, Token string
	Conversation             chat.ConversationID
	Message, Reply           *chat.Message
	Messages                 []chat.Message
}

// Visitor makes a visitor who is not connected yet.
func (h *Host) Visitor(site string) *Visitor {
	return &Visitor{h: h, site: site, Seen: map[chat.MessageID]chat.Message{}}
}

// passing are the errors after which a client tries again.
var passing = map[string]bool{"internal": true, "conflict": true, "busy": true}

// tries is the number of attempts of a client without an answer.
const tries = 10

// Arrive connects and says hello on a page.
func (v *Visitor) Arrive(ctx context.Context, page string) error {
	var err error
	for try := range tries {
		if try > 0 {
			_ = v.Leave(ctx) // a page closes a socket on which nothing came
		}
		v.conn = newID()
		status := 0
		if status, err = v.h.Connect(ctx, v.conn, map[string]string{"site": v.site, "mode": "full"}, nil); err != nil ||
			status != 200 {
			continue
		}
		hello := Object{"action": "hello", "ref": "hello", "page": Object{"url": Origin + page, "title": page}}
		if v.Token != "" {
			hello["token"] = v.Token
		}
		raw, _ := json.Marshal(hello)
		if err = v.h.Frame(ctx, "widget-message", v.conn, raw); err != nil {
			v.collect("hello") // the answer may have arrived before the process ended
		}
		if a := v.collect("hello"); a != nil && a.Action == "welcome" {
			return nil
		} else if a != nil {
			err = fmt.Errorf("hello was answered by %s", a.Code)
		}
		if v.Conversation != "" && v.Token != "" {
			return nil
		}
	}
	return fmt.Errorf("no welcome: %w", err)
}

// Ask sends a frame until it is answered, on another socket once the server has closed this one.
func (v *Visitor) Ask(ctx context.Context, frame Object) (Answer, error) {
	ref := newID()
	frame["ref"] = ref
	raw, err := json.Marshal(frame)
	if err != nil {
		return Answer{}, err
	}
	for range tries {
		err = v.h.Frame(ctx, "widget-message", v.conn, raw)
		a := v.collect(ref)
		if a != nil && a.Code != "gone" && !passing[a.Code] {
			return *a, nil
		}
		if a != nil && a.Code == "gone" || !v.h.Open(v.conn) {
			if err := v.Arrive(ctx, "/again"); err != nil {
				return Answer{}, err
			}
		}
	}
	return Answer{}, fmt.Errorf("%v was not answered: %w", frame["action"], err)
}

// Look tells of a page, which wants no answer.
func (v *Visitor) Look(ctx context.Context, page string) error {
	raw, err := json.Marshal(Object{
		"action": "page", "id": newID(), "page": Object{"url": Origin + page, "title": "Kettles, copper"},
	})
	for range tries {
		if err = v.h.Frame(ctx, "widget-message", v.conn, raw); err == nil {
			break // else API Gateway tells the page that its frame failed
		}
	}
	return err
}

// Say sends a text message.
func (v *Visitor) Say(ctx context.Context, text string) (Answer, error) {
	frame := Object{"action": "message", "id": newID(), "text": text}
	if v.tells {
		frame["seen"] = v.newest()
	}
	return v.Ask(ctx, frame)
}

// newest is the last message to the visitor.
func (v *Visitor) newest() chat.MessageID {
	last := chat.MessageID("")
	for id, m := range v.Seen {
		if m.Author.Kind != chat.ByVisitor && id > last {
			last = id
		}
	}
	return last
}

// Sync asks for all messages, as the widget does while it waits for one.
func (v *Visitor) Sync(ctx context.Context) error {
	_, err := v.Ask(ctx, Object{"action": "sync"})
	return err
}

// Tab is another tab of the same browser.
func (v *Visitor) Tab() *Visitor {
	return &Visitor{h: v.h, site: v.site, Token: v.Token, Seen: map[chat.MessageID]chat.Message{}}
}

// Leave closes the tab.
func (v *Visitor) Leave(ctx context.Context) error { return v.h.Disconnect(ctx, v.conn) }

// Conn is the id of the socket.
func (v *Visitor) Conn() string { return v.conn }

// collect reads the socket's frames, keeps the messages, and returns the answer to ref.
func (v *Visitor) collect(ref string) *Answer {
	var found *Answer
	for _, raw := range v.h.Frames(v.conn) {
		var a Answer
		var failed struct{ Code, Ref string }
		if json.Unmarshal(raw, &failed) == nil && failed.Code != "" {
			a.Code, a.Ref = failed.Code, failed.Ref
		} else if json.Unmarshal(raw, &a) != nil {
			continue
		}
		if a.Action == "welcome" {
			if a.Token != "" {
				v.Token = a.Token
			}
			v.Conversation = a.Conversation
		}
		for _, m := range append(a.Messages, deref(a.Message, a.Reply)...) {
			v.Seen[m.ID] = m
		}
		if a.Ref == ref {
			found = &a
		}
	}
	return found
}

func deref(messages ...*chat.Message) []chat.Message {
	some := []chat.Message{}
	for _, m := range messages {
		if m != nil {
			some = append(some, *m)
		}
	}
	return some
}

// Key is the key of the conversation.
func (v *Visitor) Key() chat.ConversationKey {
	return chat.ConversationKey{Tenant: Tenant, ID: v.Conversation}
}

// Transcript is a conversation as lines, with the outcome of each message.
func (h *Host) Transcript(ctx context.Context, key chat.ConversationKey) ([]string, error) {
	messages, err := h.Store.Since(ctx, key, "", 1000)
	if err != nil {
		return nil, err
	}
	lines := []string{}
	for _, m := range messages {
		line := []string{string(m.Author.Kind)}
		if m.Outcome != "" {
			line = append(line, string(m.Outcome))
		}
		for _, b := range m.Bubbles {
			switch {
			case b.Event != nil:
				line = append(line, "("+string(b.Event.Name)+")")
			case b.Media != nil:
				line = append(line, string(b.Kind), string(b.Media.State), b.Text)
			case b.Kind != chat.KindText && b.Text == "":
				line = append(line, string(b.Kind))
			default:
				line = append(line, b.Text)
			}
			if b.Delivery != nil {
				line = append(line, "<"+string(b.Delivery.Status)+">")
			}
		}
		if m.Marks != nil {
			line = append(line, fmt.Sprint(m.Marks.Reactions[chat.ByVisitor].Emoji, " edited: ", m.Marks.Edited != nil))
		}
		lines = append(lines, strings.Join(line, " "))
	}
	return lines, nil
}
