package chat

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"github.com/botifire/livechat/shared/truncate"
)

// IsOrigin tells whether the text is a scheme and a host, with a star at most in the
// place of the first labels of a domain that belongs to somebody.
func IsOrigin(text string) bool {
	scheme, host, _ := strings.Cut(text, "://")
	host = strings.TrimPrefix(host, "*.")
	u, err := url.Parse(scheme + "://" + host)
	return err == nil && (scheme == "https" || scheme == "http") && host != "" && u.Host == host &&
		!strings.Contains(host, "*") && openToAll(text) == ""
}

// openToAll is the domain of a star under which anybody may have a name, as com, co.uk or
// github.io; "" if there is none.
func openToAll(origin string) string {
	_, domain, wild := strings.Cut(origin, "://*.")
	domain, _, _ = strings.Cut(strings.TrimSuffix(domain, "."), ":")
	if suffix, _ := publicsuffix.PublicSuffix(domain); wild && domain == suffix {
		return domain
	}
	return ""
}

// LastSeen is when a site's widget was last seen, and on which origin.
type LastSeen struct {
	Site   string    `json:"site"`
	Origin string    `json:"origin"`
	At     time.Time `json:"at"`
}

// sightEvery is how often a warm function notes that it sees a site.
const sightEvery = 10 * time.Minute

// sighted notes that a site's widget has connected from an origin. Under a star there is no end
// of origins, so no more of them are remembered than a cache holds.
func (w *WebChannel) sighted(ctx context.Context, s Site, origin string) error {
	_, err := w.sightings.getFor(sightEvery, s.Key+" "+origin, w.Now(), func() (bool, error) {
		return true, w.store.RecordSeen(ctx, s.Tenant, LastSeen{Site: s.Key, Origin: origin, At: w.Now()})
	})
	return err
}

// Over tells whether a key was rotated and its time is up.
func (s *Site) Over(now time.Time) bool { return !s.Until.IsZero() && !now.Before(s.Until) }

const maxOrigins = 50

// A connection carries the names of its site's pages: few, so that its row stays small.
const maxPageNames = 6

// Check puts a site's words in order and returns all faults, each at its field.
func (s *Site) Check() error {
	f := Faults{}
	s.Name = Titled(s.Name)
	f.Wrong(s.Name == "", "name", "name_needed", "Give the site a name.")
	f.Wrong(len(s.Origins) == 0 || len(s.Origins) > maxOrigins, "origins", "origins_needed",
		"Name 1 to %d websites where the widget may run.", maxOrigins)
	for i, origin := range s.Origins {
		s.Origins[i] = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(origin)), "/")
		domain := openToAll(s.Origins[i])
		f.Wrong(domain != "", "origins", "bad_origin",
			"Anybody may have a name under %s. Write the part that is yours before it, as in https://*.shop.%s.", domain, domain)
		f.Wrong(domain == "" && !IsOrigin(s.Origins[i]), "origins", "bad_origin",
			"%q is not the address of a website. Write scheme and host and nothing else, as in https://shop.example or "+
				"https://*.shop.example.", truncate.Text(origin, 100))
	}
	s.Origins = slices.Compact(slices.Sorted(slices.Values(s.Origins)))
	s.keepPush()
	f.Wrong(len(s.Look.Pages) > maxPageNames, "look.pages", "many_page_names", "Name at most %d parameters.", maxPageNames)
	f.Wrong(!isPage(s.Look.Privacy), "look.privacy", "bad_privacy_address",
		"Begin the address of your privacy policy with https://.")
	return f.Err()
}

// isPage tells whether an address is one of a page on the web, or left empty.
func isPage(address string) bool {
	u, err := url.Parse(address)
	return address == "" || err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}
