package office_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/memory"
)

// A wildcard matches the subdomains of one owner, never of a domain under which anybody can register.
func TestStarsStandInADomainOfSomebody(t *testing.T) {
	for origin, want := range map[string]bool{
		"https://*.shop.example": true, "https://*.shop.co.uk": true, "https://*.mine.github.io": true,
		"http://*.shop.test:8080": true, "https://co.uk": true,
		"https://*.com": false, "https://*.co.uk": false, "https://*.github.io": false, "https://*.s3.amazonaws.com": false,
		"https://*.com.":       false,
		"https://*.vercel.app": false, "https://*.xn--p1ai": false, "https://*.test": false, "https://*.com:443": false,
		"http://*": false, "https://*.": false,
	} {
		if chat.IsOrigin(origin) != want {
			t.Errorf("%s is an origin: %v", origin, !want)
		}
	}
}

// All mistakes in a site are reported at once, each at its field.
func TestASiteIsCorrectedAtItsFields(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	_, err := w.SaveSite(w.Ctx(), chattest.Olu, chat.Site{
		Bot: chattest.Fast, Name: " ", Origins: []string{"shop", "https://*.com"},
		Look: chat.Look{Privacy: "ftp://shop.test", Pages: strings.Split("a b c d e f g", " ")},
	})
	wrong, _ := errors.AsType[*chat.Error](err)
	got := []string{}
	for _, f := range wrong.Fields {
		got = append(got, f.Name)
	}
	if want := []string{"name", "origins", "origins", "look.pages", "look.privacy"}; !slices.Equal(got, want) {
		t.Errorf("faults at %v, want %v", got, want)
	}
}

// Whatever write of a rotation fails, a next key that stands is one of the site's groups, and the key may be rotated
// once more where none stands.
func TestARotationThatFailsLosesNoGroup(t *testing.T) {
	for fails := range 5 {
		w, _ := chattest.NewTeam(t)
		s, err := w.SaveSite(w.Ctx(), chattest.Olu, chat.Site{
			Key: "k", Bot: chattest.Fast, Name: "Shop", Origins: []string{"https://shop.test"},
		})
		w.Must(err)
		_, err = w.SaveGroups(w.Ctx(), chattest.Olu, []chat.Group{{Name: "Shop", At: []string{"k"}}}, 1)
		w.Must(err)
		written := 0
		w.Memory.Inject = func(string) memory.Fault {
			if written++; written > fails {
				return memory.Fail
			}
			return memory.None
		}
		_, _, _ = w.RotateSite(w.Ctx(), chattest.Olu, "k", s.Version)
		w.Memory.Inject = nil
		was, err := w.OwnSite(w.Ctx(), chattest.Olu, "k")
		w.Must(err)
		if was.Next == "" {
			was, _, err = w.RotateSite(w.Ctx(), chattest.Olu, "k", was.Version)
			w.Must(err)
		}
		tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
		w.Must(err)
		for _, key := range []string{"k", was.Next} {
			if got := tenant.GroupOf(&chat.Head{Site: key}).Name; got != "Shop" {
				t.Errorf("after %d writes a conversation at %s falls to %q", fails, key, got)
			}
		}
	}
}

// A group without a place left loses no website to the next key of another: the key is changed once there is one.
func TestAFullGroupKeepsItsSites(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	s, err := w.SaveSite(w.Ctx(), chattest.Olu, chat.Site{
		Key: "s7", Bot: chattest.Fast, Name: "Shop", Origins: []string{"https://shop.test"},
	})
	w.Must(err)
	at := []string{}
	for i := range 40 {
		at = append(at, fmt.Sprint("s", i))
	}
	_, err = w.SaveGroups(w.Ctx(), chattest.Olu, []chat.Group{{Name: "All", At: at}}, 1)
	w.Must(err)
	_, _, err = w.RotateSite(w.Ctx(), chattest.Olu, "s7", s.Version)
	if chat.CodeOf(err) != "group_full" {
		t.Errorf("with 40 places: %v", err)
	}
	_, err = w.SaveGroups(w.Ctx(), chattest.Olu, []chat.Group{{Name: "All", At: at[1:]}}, 2)
	w.Must(err)
	_, is, err := w.RotateSite(w.Ctx(), chattest.Olu, "s7", s.Version)
	w.Must(err)
	tenant, err := w.Store.Tenant(w.Ctx(), chattest.Tenant)
	w.Must(err)
	if got := tenant.Groups[0].At; !slices.Equal(got, append(at[1:], is.Key)) {
		t.Errorf("the group is for %v", got)
	}
}
