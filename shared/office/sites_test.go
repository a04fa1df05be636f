package office_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
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
