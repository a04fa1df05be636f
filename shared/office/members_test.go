package office_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

func TestNamesOfMembers(t *testing.T) {
	w, p := chattest.NewTeam(t)
	a := w.Joins("a@mail.test", "", chat.RoleOwner)
	for given, kept := range map[string]string{
		"Ada": "Ada", "  Ada   Lovelace\n": "Ada Lovelace", "Jose\u0301": "Jos\u00e9", "李小龍": "李小龍", "نور": "نور",
		"क्‍ष": "क्‍ष", "می‌خواهم": "می‌خواهم",
		"O'Neil-Smith, Jr.": "O'Neil-Smith, Jr.", strings.Repeat("é", 60): strings.Repeat("é", 60), "👩‍🔧": "👩‍🔧",
		"<b>Ada</b>": "<b>Ada</b>",
	} {
		m, err := w.RenameMember(w.Ctx(), chattest.Olu, a.ID, given)
		if err != nil || m.Name != kept || p.Names["a@mail.test"] != kept {
			t.Errorf("%q is kept as %q, and as %q with the account: %v", given, m.Name, p.Names["a@mail.test"], err)
		}
	}
	for given, code := range map[string]string{
		"": "name_needed", " \t ": "name_needed", "\u00a0\u2003": "name_needed", "\u200d": "name_needed",
		"\u0301": "name_needed", "\ufe0f": "name_needed",
		"Ada\u202eevil": "bad_name", "\u2066Ada": "bad_name", "Ada\u200b": "bad_name", "A\x00da": "bad_name",
		"Ada\nBot": "bad_name", "A\u00adda": "bad_name",
		"\u3164": "bad_name", "\u2800": "bad_name", "\u2028": "name_needed", "Ada\ue000": "bad_name", "\ufeffAda": "bad_name",
		"A\u2029B":              "bad_name",
		strings.Repeat("x", 61): "name_too_long", strings.Repeat("😀", 61): "name_too_long",
	} {
		if m, err := w.RenameMember(w.Ctx(), chattest.Olu, a.ID, given); chat.CodeOf(err) != code {
			t.Errorf("%q: %v, want %s; kept as %q", given, err, code, m.Name)
		}
	}
	if _, err := w.RenameMember(w.Ctx(), chat.Agent{Tenant: "t_other", ID: a.ID}, a.ID,
		"Eve"); chat.KindOf(err) != chat.NotFound {
		t.Errorf("another tenant renames: %v", err)
	}
}

// The roster's name wins over the one in a token, and in all places at once.
func TestTheNameThatVisitorsRead(t *testing.T) {
	world, _ := chattest.NewTeam(t)
	w := chattest.Wall{}
	world.Portraits = w
	m := chat.Member{ID: "a_ada", Email: "ada@mail.test", Role: chat.RoleAgent}
	world.Must(world.Enrol(world.Ctx(), chattest.Tenant, m))
	token := chat.Agent{Tenant: chattest.Tenant, ID: m.ID, Name: "ux-owner", Role: chat.RoleAgent}
	v := world.Guest()
	v.Opens("/")
	v.Says("Hello?")
	known, err := world.Known(world.Ctx(), token, world.Now())
	world.Must(err)
	if known.Name != "ux-owner" {
		t.Errorf("without a name of her own she is %q", known.Name)
	}
	world.Pass(time.Second)
	_, err = world.TakeOver(world.Ctx(), known, v.Key(), world.Sees(v.Key()))
	world.Must(err)
	_, err = world.RenameMember(world.Ctx(), chattest.Olu, m.ID, "Ada")
	world.Must(err)
	_, err = world.Portray(world.Ctx(), token, []byte("a face"))
	world.Must(err)
	if known, err = world.Known(world.Ctx(), token, world.Now()); err != nil || known.Name != "Ada" {
		t.Errorf("the token's name won: %q, %v", known.Name, err)
	}
	read, err := world.Earlier(world.Ctx(), v.Key(), "", 50)
	world.Must(err)
	last := read[len(read)-1]
	if e := last.Body().Event; e == nil || e.By != "Ada" ||
		last.Author.Picture != "/faces/"+string(chattest.Tenant)+"/"+string(m.ID)+"/a face" || last.Author.ID != "" {
		t.Errorf("the visitor reads %+v", last)
	}
	stored, err := world.Store.History(world.Ctx(), v.Key(), "", 1)
	world.Must(err)
	if stored[0].Body().Event.By != "ux-owner" || stored[0].Author.Picture != "" {
		t.Errorf("the stored message has changed: %+v", stored[0])
	}
}

func TestAPictureTakesThePlaceOfTheOneBefore(t *testing.T) {
	world, _ := chattest.NewTeam(t)
	w := chattest.Wall{}
	world.Portraits = w
	world.Joins("olu@mail.test", "Olu", chat.RoleOwner)
	m := world.Joins("ada@mail.test", "Ada", chat.RoleAgent)
	ada := chat.Agent{Tenant: chattest.Tenant, ID: m.ID, Name: "Ada", Role: chat.RoleAgent}
	for _, raw := range []string{"one", "two", "two"} {
		var err error
		if m, err = world.Portray(world.Ctx(), ada, []byte(raw)); err != nil || string(w[m.Picture]) != raw || len(w) != 1 {
			t.Fatalf("after %q there is %v: %v", raw, w, err)
		}
	}
	if _, err := world.Portray(world.Ctx(), ada, []byte("no picture")); chat.CodeOf(err) != "bad_picture" || len(w) != 1 {
		t.Errorf("a file that is no picture: %v, %v", err, w)
	}
	m, err := world.Portray(world.Ctx(), ada, nil)
	if err != nil || m.Picture != "" || len(w) != 0 {
		t.Errorf("after it was removed there is %v: %v", w, err)
	}
	if _, err := world.Portray(world.Ctx(), chat.Agent{Tenant: chattest.Tenant, ID: "nobody"},
		[]byte("a face")); chat.KindOf(err) != chat.NotFound || len(w) != 0 {
		t.Errorf("somebody on no roster: %v, %v", err, w)
	}
	_, err = world.Portray(world.Ctx(), ada, []byte("three"))
	world.Must(err)
	_, err = world.RemoveMember(world.Ctx(), chattest.Olu, m.ID)
	world.Must(err)
	if len(w) != 0 {
		t.Errorf("somebody left, and their picture did not: %v", w)
	}
}

// A team of any size fits its row, and its owner can always remove a member.
func TestATeamStaysWithinItsRow(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	full := false
	for i := 0; i < 2000 && !full; i++ {
		err := w.Enrol(w.Ctx(), chattest.Tenant, chat.Member{
			ID: chat.AgentID(fmt.Sprint("a_", i)), Email: fmt.Sprint(i, "@mail.test"), Role: chat.RoleOwner, Since: w.Now(),
		})
		full = chat.CodeOf(err) == "team_full"
	}
	if !full {
		t.Fatal("a team takes any number of members")
	}
	_, err := w.Invite(w.Ctx(), chattest.Olu, "one-more@mail.test", "", chat.RoleAgent)
	if chat.CodeOf(err) != "team_full" {
		t.Errorf("one more: %v", err)
	}
	for i := 0; err == nil || chat.CodeOf(err) == "team_full"; i++ {
		if _, err = w.RenameMember(w.Ctx(), chattest.Olu, chat.AgentID(fmt.Sprint("a_", i)),
			strings.Repeat("😀", 60)); chat.CodeOf(err) == "team_full" && i > 10 {
			break
		}
	}
	_, err = w.RemoveMember(w.Ctx(), chattest.Olu, "a_0")
	w.Must(err)
}
