package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/wire"
	"github.com/coder/websocket"
	"github.com/oklog/ulid/v2"
)

type object = map[string]any

// frame is any frame from the server on a visitor's socket.
type frame struct {
	Action, Code, Ref, Token, CookieID, Conversation string
	Message                                          *chat.Message
	Reply                                            *chat.Message
	Messages                                         []chat.Message
	Owner, By                                        string
	Typing                                           bool
	Upload                                           wire.Upload
	URL                                              string
	Kept                                             *lifecycle.VisitorData
}

// visitor is a browser on the shop's pages. It keeps each message once, as the widget does.
type visitor struct {
	t                    *testing.T
	from, site           string
	token                string
	conversation, cookie string
	tabs                 []*tab
	agent                string

	mu   sync.Mutex
	seen map[chat.MessageID]chat.Message
	got  map[chat.MessageID]int // how often each arrived
}

// tab is one page with its socket.
type tab struct {
	v      *visitor
	conn   *websocket.Conn
	cancel func()
	frames chan frame
	lost   []frame
}

func newVisitor(t *testing.T, from string) *visitor {
	return &visitor{
		t: t, from: from, site: "demo-shop",
		agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
		seen:  map[chat.MessageID]chat.Message{}, got: map[chat.MessageID]int{},
	}
}

// dial opens a socket; if that fails, the HTTP answer says why.
func dial(from, origin, query, agent string) (*websocket.Conn, int, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	address := strings.Replace(world.Door, "http", "ws", 1) + "/visitor_socket?" + query + "&from=" + from
	conn, answer, err := websocket.Dial(ctx, address,
		&websocket.DialOptions{HTTPHeader: http.Header{"Origin": {origin}, "User-Agent": {agent}}})
	status := 0
	if answer != nil {
		status = answer.StatusCode
	}
	return conn, status, err
}

// opensTab connects on a page, in full mode, and says hello.
func (v *visitor) opensTab(page string) *tab {
	v.t.Helper()
	conn, _, err := dial(v.from, world.Door, "site="+v.site+"&mode=full", v.agent)
	must(v.t, err)
	conn.SetReadLimit(1 << 20)
	ctx, cancel := context.WithCancel(context.Background())
	t := &tab{v: v, conn: conn, cancel: cancel, frames: make(chan frame, 1000)}
	v.tabs = append(v.tabs, t)
	v.t.Cleanup(t.closes)
	go t.listen(ctx)
	hello := object{"action": "hello", "page": object{"url": "https://shop.demo.test" + page, "title": page}}
	if v.token != "" {
		hello["token"] = v.token
	}
	if last := v.last(); last != "" {
		hello["after"] = last
	}
	welcome := t.asks(hello)
	if welcome.Action != "welcome" {
		v.t.Fatalf("hello was answered by %+v", welcome)
	}
	if welcome.Token != "" {
		v.token = welcome.Token
	}
	v.conversation, v.cookie = welcome.Conversation, welcome.CookieID
	for _, m := range welcome.Messages {
		v.keep(m)
	}
	return t
}

func (t *tab) listen(ctx context.Context) {
	for {
		_, raw, err := t.conn.Read(ctx)
		if err != nil {
			close(t.frames)
			return
		}
		var f frame
		var failed wire.ErrorFrame
		if json.Unmarshal(raw, &failed) == nil && failed.Code != "" {
			f = frame{Action: "error", Code: failed.Code}
			if failed.Ref != nil {
				f.Ref = *failed.Ref
			}
			t.frames <- f
		} else if json.Unmarshal(raw, &f) == nil {
			if f.Action == "message" && f.Message != nil {
				t.v.keep(*f.Message)
			}
			t.frames <- f
		}
	}
}

func (v *visitor) keep(m chat.Message) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.seen[m.ID] = m
	v.got[m.ID]++
}

// last is the last message in id order.
func (v *visitor) last() chat.MessageID {
	v.mu.Lock()
	defer v.mu.Unlock()
	last := chat.MessageID("")
	for id := range v.seen {
		last = max(last, id)
	}
	return last
}

// words are the messages that the visitor sees, in order, one line each.
func (v *visitor) words() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	var ids []chat.MessageID
	for id := range v.seen {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var lines []string
	for _, id := range ids {
		m := v.seen[id]
		for _, b := range m.Bubbles {
			lines = append(lines, fmt.Sprintf("%s: %s", m.Author.Kind, b.Text))
		}
	}
	return lines
}

func (v *visitor) sees(line string) {
	v.t.Helper()
	soon(v.t, "the visitor sees "+line, func() bool { return slices.Contains(v.words(), line) })
}

// asks sends a frame and returns the answer to it.
func (t *tab) asks(f object) frame {
	t.v.t.Helper()
	ref := ulid.Make().String()
	f["ref"] = ref
	t.sends(f)
	return t.answer(ref)
}

func (t *tab) sends(f object) {
	t.v.t.Helper()
	raw, err := json.Marshal(f)
	must(t.v.t, err)
	t.writes(raw)
}

func (t *tab) writes(raw []byte) {
	t.v.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	must(t.v.t, t.conn.Write(ctx, websocket.MessageText, raw))
}

func (t *tab) answer(ref string) frame {
	t.v.t.Helper()
	for i, f := range t.lost {
		if f.Ref == ref {
			t.lost = append(t.lost[:i], t.lost[i+1:]...)
			return f
		}
	}
	f := awaits(t.v.t, t.frames, "an answer", func(f frame) bool {
		if f.Ref != ref {
			t.lost = append(t.lost, f)
		}
		return f.Ref == ref
	})
	for _, m := range []*chat.Message{f.Message, f.Reply} {
		if m != nil {
			t.v.keep(*m)
		}
	}
	for _, m := range f.Messages {
		t.v.keep(m)
	}
	return f
}

// pushed waits for a frame that answers no request.
func (t *tab) pushed(what string, is func(frame) bool) frame {
	t.v.t.Helper()
	for _, f := range t.lost {
		if is(f) {
			return f
		}
	}
	return awaits(t.v.t, t.frames, what, func(f frame) bool {
		t.lost = append(t.lost, f)
		return is(f)
	})
}

func newID() string { return ulid.Make().String() }

func (t *tab) says(text string) frame {
	t.v.t.Helper()
	return t.asks(object{"action": "message", "id": newID(), "text": text})
}

func (t *tab) taps(message *chat.Message, option string) frame {
	t.v.t.Helper()
	return t.asks(object{"action": "click", "id": newID(), "click": object{"message": message.ID, "option": option}})
}

func (t *tab) submits(message *chat.Message, form string, values object) frame {
	t.v.t.Helper()
	return t.asks(object{"action": "form", "id": newID(), "submission": object{
		"message": message.ID, "form": form,
		"values": values,
	}})
}

func (t *tab) visits(page string) {
	t.v.t.Helper()
	f := t.asks(object{"action": "page", "page": object{"url": "https://shop.demo.test" + page, "title": page}})
	if f.Action != "ack" {
		t.v.t.Fatalf("page was answered by %+v", f)
	}
}

// closes closes the tab; loses cuts the connection without a close frame.
func (t *tab) closes() { t.conn.Close(websocket.StatusNormalClosure, ""); t.cancel() }

func (t *tab) loses() { t.conn.CloseNow(); t.cancel() }
