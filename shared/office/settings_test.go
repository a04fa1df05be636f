package office_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/office"
	"github.com/oklog/ulid/v2"
)

// Every setting says why it refuses bad input, and changes nothing.
func TestBadSettings(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	bot := func() chat.Bot { b, err := w.Store.Bot(w.Ctx(), chattest.Tenant, chattest.Fast); w.Must(err); return b }
	text := func(s string) *string { return &s }
	site := chat.Site{Key: "k", Bot: chattest.Fast, Name: "Shop", Origins: []string{"https://shop.test"}}
	with := func(change func(*chat.Site)) chat.Site { s := site; change(&s); return s }
	goals := func(all ...chat.Goal) error { _, err := w.SaveGoals(w.Ctx(), chattest.Olu, all, 1); return err }
	keep := func(change func(*chat.Retention)) error {
		r := chat.StandardRetention
		change(&r)
		_, err := w.SaveRetention(w.Ctx(), chattest.Olu, r, 1)
		return err
	}
	many := make([]chat.Goal, 51)
	for i := range many {
		many[i] = chat.Goal{Name: ulid.Make().String(), Page: true}
	}
	for _, c := range []struct {
		name string
		err  func() error
		code string
	}{
		{
			"a bot without a name", func() error { _, err := w.NewBot(w.Ctx(), chattest.Olu, "  ", nil); return err },
			"name_needed",
		},
		{"renaming to nothing", func() error {
			_, err := w.ChangeBot(w.Ctx(), chattest.Olu, chattest.Fast, office.BotChange{Version: 1, Name: text(" ")})
			return err
		}, "name_needed"},
		{"an address for a scripted bot", func() error {
			_, err := w.ChangeBot(w.Ctx(), chattest.Olu, chattest.Fast,
				office.BotChange{Version: 1, Endpoint: text("https://x.test")})
			return err
		}, "no_endpoint"},
		{"a bot that is not there", func() error {
			_, err := w.ChangeBot(w.Ctx(), chattest.Olu, "b_none", office.BotChange{Version: 1})
			return err
		}, "not_found"},
		{
			"publishing a version that is not there",
			func() error { _, err := w.Publish(w.Ctx(), chattest.Olu, chattest.Fast, 99, bot().Version); return err },
			"not_found",
		},
		{
			"publishing for an own bot",
			func() error { _, err := w.Publish(w.Ctx(), chattest.Olu, chattest.Slow, 1, 1); return err }, "no_script",
		},
		{"a site without a name", func() error {
			_, err := w.SaveSite(w.Ctx(), chattest.Olu, with(func(s *chat.Site) { s.Name = "" }))
			return err
		}, "name_needed"},
		{"a site without origins", func() error {
			_, err := w.SaveSite(w.Ctx(), chattest.Olu, with(func(s *chat.Site) { s.Origins = nil }))
			return err
		}, "origins_needed"},
		{"an origin with a path", func() error {
			_, err := w.SaveSite(w.Ctx(), chattest.Olu,
				with(func(s *chat.Site) { s.Origins = []string{"https://shop.test/chat"} }))
			return err
		}, "bad_origin"},
		{"an origin of any host", func() error {
			_, err := w.SaveSite(w.Ctx(), chattest.Olu, with(func(s *chat.Site) { s.Origins = []string{"https://*"} }))
			return err
		}, "bad_origin"},
		{"an origin of any company", func() error {
			_, err := w.SaveSite(w.Ctx(), chattest.Olu, with(func(s *chat.Site) { s.Origins = []string{"https://*.com"} }))
			return err
		}, "bad_origin"},
		{"an origin of any host of a provider", func() error {
			_, err := w.SaveSite(w.Ctx(), chattest.Olu,
				with(func(s *chat.Site) { s.Origins = []string{"https://shop.test", "https://*.github.io:8443"} }))
			return err
		}, "bad_origin"},
		{"a site of an unknown bot", func() error {
			_, err := w.SaveSite(w.Ctx(), chattest.Olu, with(func(s *chat.Site) { s.Bot = "b_none" }))
			return err
		}, "unknown_bot"},
		{"a policy that is no address", func() error {
			_, err := w.SaveSite(w.Ctx(), chattest.Olu, with(func(s *chat.Site) { s.Look.Privacy = "javascript:alert(1)" }))
			return err
		}, "bad_privacy_address"},
		{"too many names of pages", func() error {
			_, err := w.SaveSite(w.Ctx(), chattest.Olu,
				with(func(s *chat.Site) { s.Look.Pages = strings.Split("a b c d e f g", " ") }))
			return err
		}, "many_page_names"},
		{
			"another tenant's site", func() error { _, err := w.OwnSite(w.Ctx(), chat.Agent{Tenant: "t_2"}, "k"); return err },
			"not_found",
		},
		{"a goal without a name", func() error { return goals(chat.Goal{Page: true}) }, "goal_name_needed"},
		{
			"a goal twice", func() error { return goals(chat.Goal{Name: "A", Page: true}, chat.Goal{Name: " A ", Page: true}) },
			"goal_twice",
		},
		{"a goal that nothing reaches", func() error { return goals(chat.Goal{Name: "A"}) }, "goal_unreachable"},
		{
			"a value below zero", func() error { return goals(chat.Goal{Name: "A", Page: true, Value: -1, Currency: "EUR"}) },
			"goal_value",
		},
		{
			"a value without a currency", func() error { return goals(chat.Goal{Name: "A", Page: true, Value: 1}) },
			"goal_currency",
		},
		{"too many goals", func() error { return goals(many...) }, "too_many_goals"},
		{"messages for no time", func() error { return keep(func(r *chat.Retention) { r.Messages = 0 }) }, "bad_retention"},
		{"messages for ever", func() error { return keep(func(r *chat.Retention) { r.Messages = 4000 }) }, "bad_retention"},
		{
			"profiles before visits", func() error { return keep(func(r *chat.Retention) { r.Profiles = 10 }) },
			"profiles_too_short",
		},
		{
			"a key without a name", func() error { _, _, err := w.NewAPIKey(w.Ctx(), chattest.Olu, " "); return err },
			"name_needed",
		},
		{
			"another tenant's key", func() error { _, err := w.DeleteAPIKey(w.Ctx(), chattest.Olu, "none"); return err },
			"not_found",
		},
		{"a number of an unknown bot", func() error {
			_, err := w.ConnectNumber(w.Ctx(), chattest.Olu, office.NewNumber{ID: "77", Bot: "b_none"})
			return err
		}, "unknown_bot"},
	} {
		if err := c.err(); chat.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
	if sites, _ := w.Store.Sites(w.Ctx(), chattest.Tenant); len(sites) != 0 {
		t.Errorf("a site was stored: %+v", sites)
	}
}

// Of two owners who save at once the second is told, and no change of the first is lost.
func TestTwoOwnersSave(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	w.Must(w.Store.PutScript(w.Ctx(), chat.Script{
		Tenant: chattest.Tenant, Bot: chattest.Fast, Version: 1, Text: []byte(`{}`),
	}))
	s, err := w.SaveSite(w.Ctx(), chattest.Olu, chat.Site{
		Key: "k", Bot: chattest.Fast, Name: "Shop", Origins: []string{"https://shop.test"},
	})
	w.Must(err)
	w.Must(w.Memory.PutAPIKey(w.Ctx(), office.APIKey{ID: "k1", Tenant: chattest.Tenant, Name: "A"}))
	name := func(s string) *string { return &s }
	for what, save := range map[string]func(who string) error{
		"a bot": func(who string) error {
			_, err := w.ChangeBot(w.Ctx(), chattest.Olu, chattest.Fast, office.BotChange{Version: 1, Name: name(who)})
			return err
		},
		"a script": func(who string) error {
			_, err := w.SaveScript(w.Ctx(), chattest.Olu, chattest.Fast, 1, who, []byte(`{}`))
			return err
		},
		"a site": func(who string) error {
			s := s
			s.Name = who
			_, err := w.SaveSite(w.Ctx(), chattest.Olu, s)
			return err
		},
		"goals": func(who string) error {
			_, err := w.SaveGoals(w.Ctx(), chattest.Olu, []chat.Goal{{Name: who, Page: true}}, 1)
			return err
		},
		"a number": func(who string) error {
			bot := map[string]chat.BotID{"first": chattest.Slow, "second": chattest.Fast}[who]
			_, err := w.ChangeNumber(w.Ctx(), chattest.Olu, "1000", office.NumberChange{Version: 1, Bot: &bot})
			return err
		},
	} {
		w.Must(save("first"))
		if err := save("second"); chat.CodeOf(err) != "changed_meanwhile" {
			t.Errorf("%s, the second time: %v", what, err)
		}
	}
	b, err := w.Store.Bot(w.Ctx(), chattest.Tenant, chattest.Fast)
	w.Must(err)
	tn, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	if b.Name != "first" || tn.Goals[0].Name != "first" {
		t.Errorf("the first owner's change is lost: %q, %+v", b.Name, tn.Goals)
	}
}

// A group that is for a site is so under its next key, and for the conversations that began under the first.
func TestAGroupFollowsItsSite(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	s, err := w.SaveSite(w.Ctx(), chattest.Olu, chat.Site{
		Key: "k", Bot: chattest.Fast, Name: "Shop", Origins: []string{"https://shop.test"},
	})
	w.Must(err)
	_, err = w.SaveGroups(w.Ctx(), chattest.Olu, []chat.Group{{Name: "Others", At: []string{"x"}}, {
		Name: "Shop", At: []string{"k"},
	}}, 1)
	w.Must(err)
	_, is, err := w.RotateSite(w.Ctx(), chattest.Olu, "k", s.Version)
	w.Must(err)
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	for _, key := range []string{"k", is.Key} {
		if got := tenant.GroupOf(&chat.Head{Site: key}).Name; got != "Shop" {
			t.Errorf("a conversation at %s falls to %q", key, got)
		}
	}
}

// A site's key is replaced; the previous one works for a week.
func TestRotatedKeys(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	s, err := w.SaveSite(w.Ctx(), chattest.Olu, chat.Site{
		Key: "k", Bot: chattest.Fast, Name: "Shop", Origins: []string{"https://shop.test"},
	})
	w.Must(err)
	was, is, err := w.RotateSite(w.Ctx(), chattest.Olu, "k", s.Version)
	w.Must(err)
	if is.Key == "k" || was.Next != is.Key || was.Over(w.Now()) ||
		!was.Over(w.Now().Add(8*24*time.Hour)) || is.Over(w.Now()) {
		t.Errorf("rotated from %+v to %+v", was, is)
	}
	if _, _, err := w.RotateSite(w.Ctx(), chattest.Olu, "k", was.Version); chat.CodeOf(err) != "rotated_already" {
		t.Errorf("rotated twice: %v", err)
	}

	k, secret, err := w.NewAPIKey(w.Ctx(), chattest.Olu, "A shop")
	w.Must(err)
	stored, err := w.Memory.APIKey(w.Ctx(), k.ID)
	w.Must(err)
	if strings.Contains(string(stored.Hash), secret) {
		t.Error("the key itself is stored")
	}
	who, err := w.ByKey(w.Ctx(), secret)
	w.Must(err)
	if who.Tenant != chattest.Tenant || who.Role != chat.RoleServer || who.Role.Includes(chat.RoleViewer) ||
		chat.RoleOwner.Includes(who.Role) {
		t.Errorf("the key is %+v", who)
	}
	_, next, err := w.RotateAPIKey(w.Ctx(), chattest.Olu, k.ID)
	w.Must(err)
	for _, key := range []string{secret, next} {
		_, err := w.ByKey(w.Ctx(), key)
		w.Must(err)
	}
	used, err := w.Memory.APIKey(w.Ctx(), k.ID)
	w.Must(err)
	if used.Used.IsZero() {
		t.Error("nobody notes that a key is used")
	}
	w.Pass(25 * time.Hour)
	for _, key := range []string{secret, "", "bk_", "bk_none_x", next + "x", strings.Replace(next, "bk_", "", 1)} {
		if _, err := w.ByKey(w.Ctx(), key); chat.CodeOf(err) != "bad_key" {
			t.Errorf("the key %.12q: %v", key, err)
		}
	}
	_, err = w.DeleteAPIKey(w.Ctx(), chattest.Olu, k.ID)
	w.Must(err)
	if _, err := w.ByKey(w.Ctx(), next); chat.CodeOf(err) != "bad_key" {
		t.Errorf("a key that was deleted: %v", err)
	}
}
