package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/schema"
	"github.com/botifire/livechat/shared/wire"
)

const password = "Another-password-2!"

// newTenant makes a tenant with the command that makes customers.
func newTenant(t *testing.T, endpoint string) (site, owner string) {
	t.Helper()
	owner = "owner-" + strings.ToLower(newID()) + "@mail.test"
	args := []string{
		"run", "../scripts/tenant", "create", "-run", os.Getenv("RUN"), "-name", "Other & Sons", "-email",
		owner, "-ask-password", "-origin", world.Door,
	}
	if endpoint != "" {
		args = append(args, "-endpoint", endpoint)
	}
	cmd := exec.Command("go", args...)
	cmd.Stdin, cmd.Stderr = strings.NewReader(password), os.Stderr
	out, err := cmd.Output()
	must(t, err)
	var made struct{ SiteKey string }
	must(t, json.Unmarshal(out, &made))
	return made.SiteKey, owner
}

// slowBot is a customer's own bot, which answers only when the test says so.
type slowBot struct {
	*httptest.Server
	asked  chan string
	answer chan string

	mu         sync.Mutex
	signatures []string
}

func newSlowBot(t *testing.T) *slowBot {
	b := &slowBot{asked: make(chan string, 100), answer: make(chan string, 100)}
	b.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct{ Message chat.Body }
		_ = json.NewDecoder(r.Body).Decode(&q)
		b.mu.Lock()
		b.signatures = append(b.signatures, r.Header.Get("X-Botifire-Signature"))
		b.mu.Unlock()
		b.asked <- q.Message.Text
		select {
		case words := <-b.answer:
			_ = json.NewEncoder(w).Encode(object{
				"bubbles": []object{{"kind": "text", "text": words}},
				"state":   object{"turns": 1},
			})
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(b.Close)
	return b
}

// An agent takes over while a slow bot thinks: its answer is dropped and recorded.
// After the hand-back it answers, and the visitor need not ask again.
func TestATakeoverWhileTheBotAnswers(t *testing.T) {
	bot := newSlowBot(t)
	site, owner := newTenant(t, bot.URL)
	olu := signIn(t, owner, password)
	kofi := newVisitor(t, "lagos")
	kofi.site = site
	tab := kofi.opensTab("/")
	if said := tab.says("hello?"); said.Reply != nil {
		t.Fatalf("a slow bot answered at once: %+v", said.Reply)
	}
	if asked := <-bot.asked; asked != "hello?" {
		t.Errorf("the bot was asked %q", asked)
	}
	olu.acts(kofi.conversation, "take-over")
	bot.answer <- "late words"
	soon(t, "the bot's reply is recorded as dropped", func() bool {
		rows := olu.reads(kofi.conversation)
		return slices.ContainsFunc(rows, func(m chat.Message) bool {
			return m.Outcome == chat.Dropped &&
				m.Author.Kind == chat.ByBot
		})
	})
	olu.replies(kofi.conversation, "A person is here.")
	kofi.sees("agent: A person is here.")
	olu.acts(kofi.conversation, "hand-back")
	tab.says("and now?")
	<-bot.asked
	bot.answer <- "now it is my turn"
	kofi.sees("bot: now it is my turn")
	olu.tells(kofi.conversation)
	if slices.Contains(kofi.words(), "bot: late words") {
		t.Error("the visitor read what was dropped")
	}
	bot.mu.Lock()
	defer bot.mu.Unlock()
	if !strings.HasPrefix(bot.signatures[0], "t=") || !strings.Contains(bot.signatures[0], ",v1=") {
		t.Errorf("the call to the bot is signed %q", bot.signatures[0])
	}
}

// One tenant's data does not exist for another.
func TestTenantsDoNotMeet(t *testing.T) {
	amara := newVisitor(t, "lagos")
	amara.opensTab("/").says("hello")
	ana := demo(t, chat.RoleOwner)
	row := ana.finds("bot", amara.conversation)
	var page wire.SessionList
	ana.does("GET", "/v1/sessions?state=past&limit=5", nil, &page)
	if page.Next == nil {
		t.Fatal("the demo has too few past sessions for a second page")
	}

	_, owner := newTenant(t, "")
	other := signIn(t, owner, password)
	for _, path := range []string{
		"/v1/conversations/" + amara.conversation, "/v1/conversations/" + amara.conversation + "/messages",
		"/v1/visitors/" + string(row.Conversation.Visitor), "/v1/visitors/" + string(row.Conversation.Visitor) + "/timeline",
	} {
		if status, failed := other.call("GET", path, nil, nil); status != 404 {
			t.Errorf("GET %s is answered %d %+v to a stranger", path, status, failed)
		}
	}
	if status, failed := other.call("POST", "/v1/conversations/"+amara.conversation+"/take-over", object{"epoch": 0},
		nil); status != 404 || failed.Code != "no_conversation" {
		t.Errorf("a stranger's takeover is answered %d %+v", status, failed)
	}
	foreign := "/v1/sessions?state=past&limit=5&cursor=" + url.QueryEscape(*page.Next)
	if status, failed := other.call("GET", foreign, nil, nil); status != 400 || failed.Code != "bad_cursor" {
		t.Errorf("a foreign cursor is answered %d %+v", status, failed)
	}
	if status, failed := ana.call("GET", strings.Replace(foreign, "past", "live", 1), nil, nil); status != 400 ||
		failed.Code != "bad_cursor" {
		t.Errorf("a cursor of another list is answered %d %+v", status, failed)
	}
	if status, _ := ana.call("GET", foreign, nil, nil); status != 200 {
		t.Errorf("the cursor of one's own list is answered %d", status)
	}
}

// Each role may do exactly the operations that the API's description grants to it.
func TestRolesMayDoAsTheAPISays(t *testing.T) {
	t.Parallel()
	nobody := &agent{t: t}
	if status, failed := nobody.call("GET", "/v1/bots", nil, nil); status != 401 || failed.Code == "" ||
		failed.Message == "" {
		t.Errorf("without a sign-in: %d", status)
	}
	owner := demo(t, chat.RoleOwner)
	parts := strings.Split(owner.token, ".")
	later, err := base64.RawURLEncoding.DecodeString(parts[1])
	must(t, err)
	for name, token := range map[string]string{
		"a payload that was changed": parts[0] + "." +
			base64.RawURLEncoding.EncodeToString(bytes.Replace(later, []byte(`"exp"`), []byte(`"was"`), 1)) + "." + parts[2],
		"another's signature": parts[0] + "." + parts[1] + "." +
			base64.RawURLEncoding.EncodeToString(make([]byte, 256)),
		"an access token": owner.access,
		"no token":        "nonsense",
	} {
		if status, _ := (&agent{t: t, token: token}).call("GET", "/v1/bots", nil, nil); status != 401 && status != 403 {
			t.Errorf("with %s: %d", name, status)
		}
	}
	forged := &agent{t: t, token: "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4IiwiY3VzdG9tOnRlbmFudCI6InRfZGVtbyJ9."}
	if status, _ := forged.call("GET", "/v1/bots", nil, nil); status != 401 {
		t.Errorf("with alg=none: %d", status)
	}
	for _, role := range chat.Roles {
		member := demo(t, role)
		for pattern, op := range schema.Operations() {
			method, path, _ := strings.Cut(pattern, " ")
			path = strings.NewReplacer("{visitor}", "v_none", "{conversation}", "c_none", "{reply}", "none", "{bot}", "b_none",
				"{member}", "none", "{site}", "none", "{script}", "1", "{job}", "none", "{file}", "none", "{key}", "none",
				"{number}", "none", "{upload}", "none", "{publication}", "1").Replace(path)
			if pattern == "DELETE /v1/knowledge/entries/{entry}" {
				path += "?version=1"
			}
			status, failed := member.call(method, path, object{}, nil)
			if op.Role == chat.RoleServer {
				if failed.Code != "bad_key" {
					t.Errorf("%s with a sign-in instead of a key: %d %+v", pattern, status, failed)
				}
				continue
			}
			if allowed := role.Includes(op.Role); allowed != (failed.Code != "role_needed") {
				t.Errorf("%s as %s: %d %+v", pattern, role, status, failed)
			}
			if status >= 500 {
				t.Errorf("%s as %s: %d", pattern, role, status)
			}
		}
	}
}

// A socket opens only for an allowed site, origin and ticket.
func TestASocketNeedsItsSiteOriginOrTicket(t *testing.T) {
	chrome := newVisitor(t, "lagos").agent
	for _, c := range []struct{ name, origin, query, agent string }{
		{"an unknown site", world.Door, "site=nowhere&mode=full", chrome},
		{"no site", world.Door, "mode=full", chrome},
		{"a foreign origin", "https://evil.example", "site=demo-shop&mode=full", chrome},
		{"the null origin", "null", "site=demo-shop&mode=full", chrome},
		{"a subdomain", strings.Replace(world.Door, "localhost", "sub.localhost", 1), "site=demo-shop&mode=full", chrome},
		{"no origin", "", "site=demo-shop&mode=full", chrome},
		{"another port", "http://localhost:1", "site=demo-shop&mode=full", chrome},
		{"a suffix trick", world.Door + ".evil.example", "site=demo-shop&mode=full", chrome},
		{"upper case", strings.ToUpper(world.Door), "site=demo-shop&mode=full", chrome},
		{
			"a crawler", world.Door, "site=demo-shop&mode=full",
			"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
		},
	} {
		conn, status, err := dial("lagos", c.origin, c.query, c.agent)
		if err == nil {
			conn.CloseNow()
			t.Errorf("%s was let in", c.name)
		} else if status != 403 {
			t.Errorf("%s: %d", c.name, status)
		}
	}
}

// Invalid frames get an error with a code, and have no other effect.
func TestABadFrameGetsACodeAndHasNoEffect(t *testing.T) {
	v := newVisitor(t, "cairo")
	tab := v.opensTab("/")
	for _, c := range []struct{ name, raw, code string }{
		{"no JSON", `hello`, "bad_json"},
		{"an array", `[]`, "bad_json"},
		{"no action", `{"ref":"r"}`, "unknown_action"},
		{"an unknown action", `{"action":"fly"}`, "unknown_action"},
		{"a field too few", `{"action":"message","text":"x"}`, "bad_input"},
		{"a field too many", `{"action":"message","id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","text":"x","tenant":"t_x"}`, "bad_input"},
		{"deep nesting", strings.Repeat(`{"a":`, 50) + "1" + strings.Repeat("}", 50), "bad_json"},
		{"a foreign id", `{"action":"message","id":"nonsense","text":"x"}`, "bad_input"},
		{"an id of a reply", `{"action":"message","id":"01ARZ3NDEKTSV4RRFFQ69G5FAV#r","text":"x"}`, "bad_input"},
		{"an id from the future", `{"action":"message","id":"7ZZZZZZZZZ0000000000000000","text":"x"}`, "id_from_future"},
		{"an empty text", `{"action":"message","id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","text":"   "}`, "empty_text"},
		{"a click on nothing", `{"action":"click","id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","click":` +
			`{"message":"01ARZ3NDEKTSV4RRFFQ69G5FAV","option":"x"}}`, "not_offered"},
		{"an unknown goal", `{"action":"track","goal":{"name":"Free Kettle"}}`, "unknown_goal"},
		{
			"a type that is not sent", `{"action":"upload","name":"x.exe","type":"application/x-msdownload","size":5}`,
			"type_not_allowed",
		},
	} {
		tab.writes([]byte(c.raw))
		f := tab.pushed(c.name, func(f frame) bool { return f.Action == "error" })
		if f.Code != c.code {
			t.Errorf("%s: %s, want %s", c.name, f.Code, c.code)
		}
		tab.lost = slices.DeleteFunc(tab.lost, func(f frame) bool { return f.Action == "error" })
	}
	if f := tab.says("still here"); f.Action != "ack" {
		t.Errorf("after all that, a message is answered by %+v", f)
	}
}
