package chat_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// wall is where pictures hang: what was kept, by its path.
type wall map[string][]byte

func (w wall) Keep(_ context.Context, t chat.TenantID, id chat.AgentID, raw []byte) (string, error) {
	if bytes.HasPrefix(raw, []byte("no picture")) {
		return "", chat.Errorf(chat.Invalid, "bad_picture", "bad")
	}
	path := fmt.Sprintf("/faces/%s/%s/%s", t, id, raw)
	w[path] = raw
	return path, nil
}

func (w wall) Drop(_ context.Context, path string) error {
	delete(w, path)
	return nil
}

func TestNamesOfMembers(t *testing.T) {
	o, p := newTeam(t)
	a := o.joins("a@mail.test", "", chat.RoleOwner)
	for given, kept := range map[string]string{
		"Ada": "Ada", "  Ada   Lovelace\n": "Ada Lovelace", "Jose\u0301": "Jos\u00e9", "李小龍": "李小龍", "نور": "نور", "क्‍ष": "क्‍ष", "می‌خواهم": "می‌خواهم",
		"O'Neil-Smith, Jr.": "O'Neil-Smith, Jr.", strings.Repeat("é", 60): strings.Repeat("é", 60), "👩‍🔧": "👩‍🔧", "<b>Ada</b>": "<b>Ada</b>",
	} {
		m, err := o.RenameMember(o.ctx(), olu, a.ID, given)
		if err != nil || m.Name != kept || p.names["a@mail.test"] != kept {
			t.Errorf("%q is kept as %q, and as %q with the account: %v", given, m.Name, p.names["a@mail.test"], err)
		}
	}
	for given, code := range map[string]string{
		"": "name_needed", " \t ": "name_needed", "\u00a0\u2003": "name_needed", "\u200d": "name_needed", "\u0301": "name_needed", "\ufe0f": "name_needed",
		"Ada\u202eevil": "bad_name", "\u2066Ada": "bad_name", "Ada\u200b": "bad_name", "A\x00da": "bad_name", "Ada\nBot": "bad_name", "A\u00adda": "bad_name",
		"\u3164": "bad_name", "\u2800": "bad_name", "\u2028": "name_needed", "Ada\ue000": "bad_name", "\ufeffAda": "bad_name", "A\u2029B": "bad_name",
		strings.Repeat("x", 61): "name_too_long", strings.Repeat("😀", 61): "name_too_long",
	} {
		if m, err := o.RenameMember(o.ctx(), olu, a.ID, given); chat.CodeOf(err) != code {
			t.Errorf("%q: %v, want %s; kept as %q", given, err, code, m.Name)
		}
	}
	if _, err := o.RenameMember(o.ctx(), chat.Agent{Tenant: "t_other", ID: a.ID}, a.ID, "Eve"); chat.KindOf(err) != chat.NotFound {
		t.Errorf("another tenant renames: %v", err)
	}
}

// The roster's name wins over the one in a token, and in all places at once.
func TestTheNameThatVisitorsRead(t *testing.T) {
	o, _ := newTeam(t)
	w := wall{}
	o.Portraits = w
	m := chat.Member{ID: "a_ada", Email: "ada@mail.test", Role: chat.RoleAgent}
	o.must(o.Enrol(o.ctx(), tenant, m))
	token := chat.Agent{Tenant: tenant, ID: m.ID, Name: "ux-owner", Role: chat.RoleAgent}
	v := o.guest()
	v.opens("/")
	v.says("Hello?")
	known, err := o.Known(o.ctx(), token, o.Now())
	o.must(err)
	if known.Name != "ux-owner" {
		t.Errorf("without a name of her own she is %q", known.Name)
	}
	o.pass(time.Second)
	_, err = o.TakeOver(o.ctx(), known, v.key(), o.sees(v.key()))
	o.must(err)
	_, err = o.RenameMember(o.ctx(), olu, m.ID, "Ada")
	o.must(err)
	_, err = o.Portray(o.ctx(), token, []byte("a face"))
	o.must(err)
	if known, err = o.Known(o.ctx(), token, o.Now()); err != nil || known.Name != "Ada" {
		t.Errorf("the token's name won: %q, %v", known.Name, err)
	}
	read, err := o.Earlier(o.ctx(), v.key(), "", 50)
	o.must(err)
	last := read[len(read)-1]
	if e := last.Body().Event; e == nil || e.By != "Ada" || last.Author.Picture != "/faces/"+string(tenant)+"/"+string(m.ID)+"/a face" || last.Author.ID != "" {
		t.Errorf("the visitor reads %+v", last)
	}
	stored, err := o.Store.History(o.ctx(), v.key(), "", 1)
	o.must(err)
	if stored[0].Body().Event.By != "ux-owner" || stored[0].Author.Picture != "" {
		t.Errorf("what is stored has changed: %+v", stored[0])
	}
}

func TestAPictureTakesThePlaceOfTheOneBefore(t *testing.T) {
	o, _ := newTeam(t)
	w := wall{}
	o.Portraits = w
	o.joins("olu@mail.test", "Olu", chat.RoleOwner)
	m := o.joins("ada@mail.test", "Ada", chat.RoleAgent)
	ada := chat.Agent{Tenant: tenant, ID: m.ID, Name: "Ada", Role: chat.RoleAgent}
	for _, raw := range []string{"one", "two", "two"} {
		var err error
		if m, err = o.Portray(o.ctx(), ada, []byte(raw)); err != nil || string(w[m.Picture]) != raw || len(w) != 1 {
			t.Fatalf("after %q there is %v: %v", raw, w, err)
		}
	}
	if _, err := o.Portray(o.ctx(), ada, []byte("no picture")); chat.CodeOf(err) != "bad_picture" || len(w) != 1 {
		t.Errorf("what is no picture: %v, %v", err, w)
	}
	m, err := o.Portray(o.ctx(), ada, nil)
	if err != nil || m.Picture != "" || len(w) != 0 {
		t.Errorf("after it was removed there is %v: %v", w, err)
	}
	if _, err := o.Portray(o.ctx(), chat.Agent{Tenant: tenant, ID: "nobody"}, []byte("a face")); chat.KindOf(err) != chat.NotFound || len(w) != 0 {
		t.Errorf("somebody on no roster: %v, %v", err, w)
	}
	_, err = o.Portray(o.ctx(), ada, []byte("three"))
	o.must(err)
	_, err = o.RemoveMember(o.ctx(), olu, m.ID)
	o.must(err)
	if len(w) != 0 {
		t.Errorf("somebody left, and their picture did not: %v", w)
	}
}

// A team of any size stays within its row, and its owner can always remove somebody.
func TestATeamStaysWithinItsRow(t *testing.T) {
	o, _ := newTeam(t)
	full := false
	for i := 0; i < 2000 && !full; i++ {
		err := o.Enrol(o.ctx(), tenant, chat.Member{ID: chat.AgentID(fmt.Sprint("a_", i)), Email: fmt.Sprint(i, "@mail.test"), Role: chat.RoleOwner, Since: o.Now()})
		full = chat.CodeOf(err) == "team_full"
	}
	if !full {
		t.Fatal("a team takes any number of members")
	}
	_, err := o.Invite(o.ctx(), olu, "one-more@mail.test", "", chat.RoleAgent)
	if chat.CodeOf(err) != "team_full" {
		t.Errorf("one more: %v", err)
	}
	for i := 0; err == nil || chat.CodeOf(err) == "team_full"; i++ {
		if _, err = o.RenameMember(o.ctx(), olu, chat.AgentID(fmt.Sprint("a_", i)), strings.Repeat("😀", 60)); chat.CodeOf(err) == "team_full" && i > 10 {
			break
		}
	}
	_, err = o.RemoveMember(o.ctx(), olu, "a_0")
	o.must(err)
}
