package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/e2e/signin"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/wire"
	"github.com/coder/websocket"
)

// agent is a member of the team, signed in through the real sign-in page.
type agent struct {
	t      *testing.T
	token  string // the ID token
	access string
}

// signIn walks the code flow with PKCE, as the admin app does.
func signIn(t *testing.T, email, password string) *agent {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	tokens, err := signin.Walk(ctx, signin.Page{
		Endpoint: world.Endpoint, Client: world.Stack["Client"],
		Back: world.Door + "/admin/signed-in",
	}, email, password)
	must(t, err)
	return &agent{t: t, token: tokens.ID, access: tokens.Access}
}

// demo signs in a member of the demo team.
func demo(t *testing.T, role chat.Role) *agent {
	t.Helper()
	return signIn(t, string(role)+"@demo.test", setup.DemoPassword)
}

// call calls the API and returns the status, and the error if the answer is one.
func (a *agent) call(method, path string, body, out any) (int, wire.Error) {
	a.t.Helper()
	raw, err := json.Marshal(body)
	must(a.t, err)
	request, err := http.NewRequestWithContext(context.Background(), method, world.Door+path, bytes.NewReader(raw))
	must(a.t, err)
	request.Header.Set("Origin", world.Door)
	if a.token != "" {
		request.Header.Set("Authorization", "Bearer "+a.token)
	}
	answer, err := (&http.Client{Timeout: patience}).Do(request)
	must(a.t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(a.t, err)
	var failed wire.Error
	if answer.StatusCode >= 300 {
		_ = json.Unmarshal(text, &failed)
	} else if out != nil {
		must(a.t, json.Unmarshal(text, out))
	}
	return answer.StatusCode, failed
}

// does calls the API; the call must succeed.
func (a *agent) does(method, path string, body, out any) {
	a.t.Helper()
	if status, failed := a.call(method, path, body, out); status >= 300 {
		a.t.Fatalf("%s %s: %d %+v", method, path, status, failed)
	}
}

// starts files a job.
func (a *agent) starts(path string, body object) wire.Job {
	a.t.Helper()
	var j wire.Job
	a.does("POST", path, body, &j)
	return j
}

// refused is the error code of a call, "" if the call succeeds.
func (a *agent) refused(method, path string, body any) string {
	a.t.Helper()
	status, refusal := a.call(method, path, body, nil)
	if status/100 == 2 {
		return ""
	}
	return refusal.Code
}

// finds waits until a conversation is in a queue.
func (a *agent) finds(queue, id string) wire.ConversationRow {
	a.t.Helper()
	var found wire.ConversationRow
	soon(a.t, fmt.Sprintf("conversation %s is in the queue %s", id, queue), func() bool {
		cursor := ""
		for range 20 {
			var list wire.ConversationList
			a.does("GET", "/v1/conversations?queue="+queue+"&limit=100"+cursor, nil, &list)
			for _, row := range list.Rows {
				if string(row.Conversation.ID) == id {
					found = row
					return true
				}
			}
			if list.Next == nil {
				return false
			}
			cursor = "&cursor=" + url.QueryEscape(*list.Next)
		}
		return false
	})
	return found
}

// reads is the transcript, oldest first.
func (a *agent) reads(id string) []chat.Message {
	a.t.Helper()
	var list wire.MessageList
	a.does("GET", "/v1/conversations/"+id+"/messages?limit=200", nil, &list)
	rows := []chat.Message{}
	for i := len(list.Rows) - 1; i >= 0; i-- {
		rows = append(rows, list.Rows[i])
	}
	return rows
}

// tells writes the transcript into the test's log: with -v it is the story to read.
func (a *agent) tells(id string) {
	a.t.Helper()
	a.t.Log("conversation ", id)
	for _, m := range a.reads(id) {
		line := fmt.Sprintf("%s  %s %-8s", m.At.Format("15:04:05.000"), m.ID, m.Author.Kind)
		if m.Outcome != "" {
			line += fmt.Sprintf(" (%s)", m.Outcome)
		}
		for _, b := range m.Bubbles {
			switch {
			case b.Event != nil:
				line += fmt.Sprintf(" · %s by %s", b.Event.Name, b.Event.By)
			case b.Submission != nil:
				line += fmt.Sprintf(" · submits %v", b.Submission.Values)
			case b.Form != nil:
				line += fmt.Sprintf(" · [form %s]", b.Form.ID)
			default:
				line += " · " + b.Text
			}
			if b.Delivery != nil {
				line += fmt.Sprintf(" <%s>", b.Delivery.Status)
			}
		}
		if m.Effects != nil && (m.Effects.Gap != nil || len(m.Effects.Goals) > 0) {
			line += fmt.Sprintf("  {gap: %v, goals: %d}", m.Effects.Gap != nil, len(m.Effects.Goals))
		}
		a.t.Log(line)
	}
}

func (a *agent) replies(id, text string) chat.Message {
	a.t.Helper()
	var m chat.Message
	a.does("POST", "/v1/conversations/"+id+"/messages", object{"id": newID(), "kind": "text", "text": text}, &m)
	return m
}

// acts changes a conversation at its current epoch: takes it over, hands it back, closes it.
func (a *agent) acts(id, act string) chat.Head {
	a.t.Helper()
	var row wire.ConversationRow
	a.does("GET", "/v1/conversations/"+id, nil, &row)
	var head chat.Head
	a.does("POST", "/v1/conversations/"+id+"/"+act,
		object{"epoch": row.Conversation.Epoch, "from": row.Conversation.Assignee}, &head)
	return head
}

// watches opens the agent's socket with a ticket and views a conversation.
func (a *agent) watches(id string) chan chat.Push {
	a.t.Helper()
	var ticket wire.SocketTicket
	a.does("POST", "/v1/socket-tickets", nil, &ticket)
	ctx, cancel := context.WithCancel(context.Background())
	address := strings.Replace(world.Door, "http", "ws", 1) + "/agent_socket?ticket=" + ticket.Ticket
	conn, _, err := websocket.Dial(ctx, address, &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {world.Door}}})
	must(a.t, err)
	conn.SetReadLimit(1 << 20)
	a.t.Cleanup(func() { conn.CloseNow(); cancel() })
	pushes := make(chan chat.Push, 1000)
	viewing := make(chan bool, 100)
	go func() {
		defer close(pushes)
		for {
			_, raw, err := conn.Read(ctx)
			if err != nil {
				return
			}
			var f struct {
				chat.Push
				Ref string
			}
			if json.Unmarshal(raw, &f) == nil && f.Ref == "v" {
				viewing <- f.Action == "ack"
			} else {
				pushes <- f.Push
			}
		}
	}()
	must(a.t, conn.Write(ctx, websocket.MessageText, []byte(`{"action":"view","conversation":"`+id+`","ref":"v"}`)))
	select {
	case ok := <-viewing:
		if !ok {
			a.t.Fatal("the agent may not view the conversation")
		}
	case <-time.After(patience):
		a.t.Fatal("view was not answered")
	}
	return pushes
}

// gaps are the questions that a bot could not answer.
func (a *agent) gaps(bot string) []string {
	a.t.Helper()
	questions, cursor := []string{}, ""
	for {
		var list wire.GapList
		a.does("GET", "/v1/insights/gaps?bot="+bot+"&limit=200"+cursor, nil, &list)
		for _, gap := range list.Rows {
			questions = append(questions, gap.Question)
		}
		if list.Next == nil {
			return questions
		}
		cursor = "&cursor=" + url.QueryEscape(*list.Next)
	}
}

// expect waits for a push.
func expect(t *testing.T, pushes chan chat.Push, what string, is func(chat.Push) bool) {
	t.Helper()
	awaits(t, pushes, what, is)
}
