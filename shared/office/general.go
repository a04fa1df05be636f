package office

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// General has a team's general settings.
type General struct {
	Name    string          `json:"name"`
	Zone    string          `json:"zone"`              // IANA name of the team's time zone
	ZoneNow string          `json:"zoneNow,omitempty"` // in which days are counted now; told, not taken
	Cases   *chat.CaseRules `json:"cases,omitempty"`   // nil leaves them as they are
	Mailbox *string         `json:"mailbox,omitempty"` // gets the replies to e-mails to visitors; nil leaves it
	Version int64           `json:"version"`

	Assign  *chat.AssignRules `json:"assign,omitempty"`  // nil leaves them too
	Targets *chat.Targets     `json:"targets,omitempty"` // of the first word of a person; nil leaves them
	Silence *chat.Silence     `json:"silence,omitempty"` // and so does this
	Alerts  *chat.AlertRules  `json:"alerts,omitempty"`

	Proof      *int           `json:"proof,omitempty"`      // how many people prove an entry; nil leaves it
	ModelCents *int           `json:"modelCents,omitempty"` // a day for the models of all bots, 0 for any; nil leaves it
	FirstWords *int           `json:"firstWords,omitempty"` // an agent writes first to so many people a day; nil leaves it
	Audience   *chat.Audience `json:"audience,omitempty"`   // nil leaves it
	Ratings    *bool          `json:"ratings,omitempty"`    // customers are asked how a closed case was; nil leaves it

	Office    *[]string `json:"office,omitempty"`    // addresses and networks of the team's offices; nil leaves them
	NoPersons *bool     `json:"noPersons,omitempty"` // nobody reads figures by person; nil leaves it

	Channels *[]NoticeChannel `json:"channels,omitempty"` // that are told of customers who wait; nil leaves them
}

func generalOf(t chat.Tenant, now time.Time) General {
	cases, assign, alerts := t.Cases.Filled(), t.Assign.Filled(), t.Alerts.Filled()
	office := append([]string{}, t.Office...)
	proof, first, ratings := cmp.Or(t.Proof, chat.ProofPeople), t.FirstWordsLimit(), !t.Unrated
	return General{
		Name: t.Name, Zone: t.Zone, Cases: &cases, Assign: &assign, Silence: &t.Silence, Alerts: &alerts,
		Targets:  &t.Targets,
		Audience: &t.Audience, Mailbox: &t.Mailbox, Proof: &proof, FirstWords: &first, Version: t.Version,
		ZoneNow: t.ZoneAt(now).String(), Ratings: &ratings, Office: &office, NoPersons: &t.NoPersons,
		ModelCents: &t.ModelCents,
	}
}

// Tenant returns the tenant's settings, including its goals.
func (o *Office) Tenant(ctx context.Context, a chat.Agent) (chat.Tenant, error) {
	return o.store.Tenant(ctx, a.Tenant)
}

// General reads the general settings. Only owners see the channels that are told.
func (o *Office) General(ctx context.Context, a chat.Agent) (General, error) {
	t, err := o.store.Tenant(ctx, a.Tenant)
	return generalOf(t, o.desk.Now()).seesChannels(a, t), err
}

// SaveGeneral saves them, unless somebody else has saved them since they were read.
func (o *Office) SaveGeneral(ctx context.Context, a chat.Agent, g General) (General, error) {
	if g.Name = chat.Titled(g.Name); g.Name == "" {
		return g, chat.WrongField("name", "name_needed", "Give the team a name: it stands above the menu.")
	}
	if _, err := chat.ZoneOf(g.Zone); err != nil {
		return g, err
	}
	t, err := o.store.Tenant(ctx, a.Tenant)
	if err == nil {
		err = g.changeTalks(&t)
	}
	if err == nil {
		err = g.changeFigures(&t)
	}
	before := noticeChannels(t)
	if err == nil && g.Channels != nil {
		err = o.setChannels(ctx, &t, *g.Channels)
	}
	if err != nil {
		return g, err
	}
	if err := t.Move(g.Zone, o.desk.Now()); err != nil {
		return g, err
	}
	t.Name, t.Version = g.Name, g.Version
	if err := saved(o.store.PutTenant(ctx, t)); err != nil {
		return g, err
	}
	t.Version++
	err = o.desk.Audited(ctx, a, nil, "general.changed", "", g.Zone)
	if now := noticeChannels(t); !slices.Equal(*before, *now) {
		err = errors.Join(err, o.desk.Audited(ctx, a, nil, "channels.changed", "", fmt.Sprintf("%d channels", len(*now))))
	}
	return generalOf(t, o.desk.Now()).seesChannels(a, t), err
}

// changeTalks sets the rules of conversations that are given.
func (g *General) changeTalks(t *chat.Tenant) (err error) {
	if g.Cases != nil {
		t.Cases = g.Cases.Filled()
		err = t.Cases.Check()
	}
	if err == nil && g.Assign != nil {
		t.Assign = g.Assign.Filled()
		err = t.Assign.Check()
	}
	if err == nil && g.Targets != nil {
		t.Targets = *g.Targets
		err = t.Targets.Check()
	}
	if err == nil && g.Alerts != nil {
		t.Alerts = g.Alerts.Filled()
		err = t.Alerts.Check()
	}
	if err == nil && g.Silence != nil {
		t.Silence = *g.Silence
		err = t.Silence.Check()
	}
	if err == nil && g.FirstWords != nil {
		t.FirstWords, err = *g.FirstWords, chat.CheckFirstWords(*g.FirstWords)
	}
	if g.Ratings != nil {
		t.Unrated = !*g.Ratings
	}
	if err == nil && g.Mailbox != nil {
		t.Mailbox, err = optionalMailbox(*g.Mailbox)
	}
	return err
}

// changeFigures sets what is given of what is counted, and for whom.
func (g *General) changeFigures(t *chat.Tenant) (err error) {
	if g.Proof != nil {
		t.Proof, err = *g.Proof, provable(*g.Proof)
	}
	if err == nil && g.ModelCents != nil {
		t.ModelCents, err = *g.ModelCents, payable(*g.ModelCents)
	}
	if err == nil && g.Audience != nil {
		t.Audience = *g.Audience
		err = t.Audience.Check()
	}
	if err == nil && g.Office != nil {
		t.Office, err = chat.Office(*g.Office)
	}
	if g.NoPersons != nil {
		t.NoPersons = *g.NoPersons
	}
	return err
}

func provable(people int) error {
	if people < 1 || people > chat.MaxProofPeople {
		return chat.WrongField("proof", "bad_proof", fmt.Sprintf("Choose from 1 to %d people.", chat.MaxProofPeople))
	}
	return nil
}

// payable judges a limit for models, in US cents.
func payable(cents int) error {
	const most = 10_000_000
	if cents < 0 || cents > most {
		return chat.WrongField("modelCents", "bad_budget", fmt.Sprintf("Choose up to $%d a day, or none.", most/100))
	}
	return nil
}

// optionalMailbox is the address of a mailbox, or "".
func optionalMailbox(typed string) (string, error) {
	if strings.TrimSpace(typed) == "" {
		return "", nil
	}
	address, err := mailbox(typed)
	if err != nil {
		return "", chat.WrongField("mailbox", "bad_email", "Write an address like team@example.com, or leave it empty.")
	}
	return address, nil
}
