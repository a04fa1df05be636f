package chat

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Sighting is when a site's widget was last seen, and on which origin.
type Sighting struct {
	Site   string    `json:"site"`
	Origin string    `json:"origin"`
	At     time.Time `json:"at"`
}

// sightEvery is how often a warm function notes that it sees a site.
const sightEvery = 10 * time.Minute

// Sight notes that a site's widget has connected from an origin. Under a star there is no end
// of origins, so no more of them are remembered than a cache holds.
func (d *Desk) Sight(ctx context.Context, s Site, origin string) error {
	_, err := d.sighted.getFor(sightEvery, s.Key+" "+origin, d.Now(), func() (bool, error) {
		return true, d.Store.Sight(ctx, s.Tenant, Sighting{Site: s.Key, Origin: origin, At: d.Now()})
	})
	return err
}

// errStale is what the second of two owners gets who save at once.
var errStale = Errorf(Conflict, "changed_meanwhile", "Somebody else saved this meanwhile. Load it again: what you wrote is still here, and nothing of theirs is lost.")

// saved tells a lost race by its name.
func saved(err error) error {
	if errors.Is(err, ErrConflict) || errors.Is(err, ErrExists) {
		return errStale
	}
	return err
}

// NewBot makes a scripted bot with its first script.
func (d *Desk) NewBot(ctx context.Context, a Agent, name string, text json.RawMessage) (Bot, error) {
	b := Bot{Tenant: a.Tenant, ID: BotID("b_" + strings.ToLower(d.NewID(d.Now()))), Name: titled(name), Kind: ScriptBot, Script: 1}
	if b.Name == "" {
		return b, wrongField("name", "name_needed", "Give the bot a name: visitors read it.")
	}
	script := Script{Tenant: a.Tenant, Bot: b.ID, Version: 1, At: d.Now(), By: a.Name, Note: "The first script", Text: text}
	if err := d.Store.PutScript(ctx, script); err != nil {
		return b, err
	}
	err := d.Store.PutBot(ctx, b)
	b.Version++
	return b, err
}

// BotChange is what an owner wants changed of a bot. nil leaves a part as it is.
type BotChange struct {
	Version  int64
	Name     *string
	Paused   *bool
	Endpoint *string
}

// ChangeBot saves a bot, unless somebody else has since it was read.
func (d *Desk) ChangeBot(ctx context.Context, a Agent, id BotID, c BotChange) (Bot, error) {
	b, err := d.Store.Bot(ctx, a.Tenant, id)
	if err != nil {
		return b, err
	}
	if c.Name != nil {
		if b.Name = titled(*c.Name); b.Name == "" {
			return b, wrongField("name", "name_needed", "Give the bot a name: visitors read it.")
		}
	}
	if c.Paused != nil {
		b.Paused = *c.Paused
	}
	if c.Endpoint != nil {
		if b.Kind != WebhookBot {
			return b, wrongField("endpoint", "no_endpoint", "This bot answers from a script. Only a bot of your own has an address.")
		}
		b.Endpoint = *c.Endpoint
	}
	return d.putBot(ctx, b, c.Version)
}

func (d *Desk) putBot(ctx context.Context, b Bot, version int64) (Bot, error) {
	b.Version = version
	if err := saved(d.Store.PutBot(ctx, b)); err != nil {
		return b, err
	}
	b.Version++
	return b, nil
}

// SaveScript stores a script as the next version of its bot's, for people to try and to
// publish. base is the version it was made from: if there is a newer one, somebody else
// was faster. Whether it holds together, the caller has judged.
func (d *Desk) SaveScript(ctx context.Context, a Agent, id BotID, base int, note string, text json.RawMessage) (Script, error) {
	if _, err := d.Store.Bot(ctx, a.Tenant, id); err != nil {
		return Script{}, err
	}
	latest, err := d.Store.Scripts(ctx, a.Tenant, id, 1)
	if err != nil {
		return Script{}, err
	}
	if len(latest) > 0 && latest[0].Version != base {
		return Script{}, errStale
	}
	s := Script{Tenant: a.Tenant, Bot: id, Version: base + 1, At: d.Now(), By: a.Name, Note: strings.TrimSpace(note), Text: text}
	return s, saved(d.Store.PutScript(ctx, s))
}

// Publish puts a version of a bot's script in force: a newer one, or an older one again.
func (d *Desk) Publish(ctx context.Context, a Agent, id BotID, script int, version int64) (Bot, error) {
	b, err := d.Store.Bot(ctx, a.Tenant, id)
	if err != nil {
		return b, err
	}
	if b.Kind != ScriptBot {
		return b, Errorf(Invalid, "no_script", "This bot is your own: it has no script here.")
	}
	if _, err := d.Store.Script(ctx, a.Tenant, id, script); err != nil {
		return b, err
	}
	b.Script = script
	return d.putBot(ctx, b, version)
}

// SaveSite stores a site: a new one, or one as an owner has changed it.
func (d *Desk) SaveSite(ctx context.Context, a Agent, s Site) (Site, error) {
	s.Tenant = a.Tenant
	if err := d.checkBot(ctx, a.Tenant, s.Bot); err != nil {
		return s, err
	}
	if err := s.check(); err != nil {
		return s, err
	}
	err := saved(d.Store.PutSite(ctx, s))
	s.Version++
	return s, err
}

// OwnSite is one of the tenant's own sites.
func (d *Desk) OwnSite(ctx context.Context, a Agent, key string) (Site, error) {
	s, err := d.Store.Site(ctx, key)
	if err == nil && s.Tenant != a.Tenant {
		err = ErrNotFound
	}
	return s, err
}

// RotateSite gives a site another key. The one before works for a week, so that pages can
// be changed one by one.
func (d *Desk) RotateSite(ctx context.Context, a Agent, key string, version int64) (was, is Site, err error) {
	if was, err = d.OwnSite(ctx, a, key); err != nil {
		return was, is, err
	}
	if was.Next != "" {
		return was, is, Errorf(Conflict, "rotated_already", "This key has a successor already.")
	}
	is = was
	is.Key, is.Version = strings.ToLower(d.NewID(d.Now())), 0
	if err = d.Store.PutSite(ctx, is); err != nil {
		return was, is, err
	}
	is.Version++
	was.Next, was.Until, was.Version = is.Key, d.Now().Add(siteOverlap), version
	err = saved(d.Store.PutSite(ctx, was))
	was.Version++
	return was, is, err
}

// Over tells whether a key was rotated and its time is up.
func (s *Site) Over(now time.Time) bool { return !s.Until.IsZero() && !now.Before(s.Until) }

const maxOrigins = 50

// A connection carries the names of its site's pages: few, so that its row stays small.
const maxPageNames = 6

// check puts a site's words in order and names all that is wrong with them, each at its field.
func (s *Site) check() error {
	f := faults{}
	s.Name = titled(s.Name)
	f.wrong(s.Name == "", "name", "name_needed", "Give the site a name.")
	f.wrong(len(s.Origins) == 0 || len(s.Origins) > maxOrigins, "origins", "origins_needed", "Name 1 to %d websites where the widget may run.", maxOrigins)
	for i, origin := range s.Origins {
		s.Origins[i] = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(origin)), "/")
		domain := openToAll(s.Origins[i])
		f.wrong(domain != "", "origins", "bad_origin", "Anybody may have a name under %s. Write the part that is yours before it, as in https://*.shop.%s.", domain, domain)
		f.wrong(domain == "" && !IsOrigin(s.Origins[i]), "origins", "bad_origin",
			"%q is not the address of a website. Write scheme and host and nothing else, as in https://shop.example or https://*.shop.example.", clip(origin, 100))
	}
	s.Origins = slices.Compact(slices.Sorted(slices.Values(s.Origins)))
	f.wrong(len(s.Look.Pages) > maxPageNames, "look.pages", "many_page_names", "Name at most %d parameters.", maxPageNames)
	f.wrong(!isPage(s.Look.Privacy), "look.privacy", "bad_privacy_address", "Begin the address of your privacy policy with https://.")
	return f.err()
}

// isPage tells whether an address is one of a page on the web, or left empty.
func isPage(address string) bool {
	u, err := url.Parse(address)
	return address == "" || err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// SaveGoals stores the tenant's goals, all at once.
func (d *Desk) SaveGoals(ctx context.Context, a Agent, goals []Goal, version int64) (Tenant, error) {
	if err := checkGoals(goals); err != nil {
		return Tenant{}, err
	}
	return d.changeTenant(ctx, a, version, func(t *Tenant) { t.Goals = goals })
}

func (d *Desk) changeTenant(ctx context.Context, a Agent, version int64, change func(*Tenant)) (Tenant, error) {
	t, err := d.Store.Tenant(ctx, a.Tenant)
	if err != nil {
		return t, err
	}
	change(&t)
	t.Version = version
	err = saved(d.Store.PutTenant(ctx, t))
	t.Version++
	return t, err
}
