package office

import (
	"context"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// General has a team's general settings.
type General struct {
	Name    string          `json:"name"`
	Zone    string          `json:"zone"`              // IANA name of the team's time zone
	Cases   *chat.CaseRules `json:"cases,omitempty"`   // nil leaves them as they are
	Mailbox *string         `json:"mailbox,omitempty"` // gets the replies to e-mails to visitors; nil leaves it
	Version int64           `json:"version"`

	Assign  *chat.AssignRules `json:"assign,omitempty"`  // nil leaves them too
	Silence *chat.Silence     `json:"silence,omitempty"` // and so does this
}

func generalOf(t chat.Tenant) General {
	cases, assign := t.Cases.Filled(), t.Assign.Filled()
	return General{
		Name: t.Name, Zone: t.Zone, Cases: &cases, Assign: &assign, Silence: &t.Silence, Mailbox: &t.Mailbox,
		Version: t.Version,
	}
}

// Tenant returns the tenant's settings, including its goals.
func (o *Office) Tenant(ctx context.Context, a chat.Agent) (chat.Tenant, error) {
	return o.store.Tenant(ctx, a.Tenant)
}

// General reads the general settings.
func (o *Office) General(ctx context.Context, a chat.Agent) (General, error) {
	t, err := o.store.Tenant(ctx, a.Tenant)
	return generalOf(t), err
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
	if err == nil && g.Cases != nil {
		t.Cases = g.Cases.Filled()
		err = t.Cases.Check()
	}
	if err == nil && g.Assign != nil {
		t.Assign = g.Assign.Filled()
		err = t.Assign.Check()
	}
	if err == nil && g.Silence != nil {
		t.Silence = *g.Silence
		err = t.Silence.Check()
	}
	if err == nil && g.Mailbox != nil {
		t.Mailbox, err = optionalMailbox(*g.Mailbox)
	}
	if err != nil {
		return g, err
	}
	t.Move(g.Zone, o.desk.Now())
	t.Name, t.Version = g.Name, g.Version
	if err := saved(o.store.PutTenant(ctx, t)); err != nil {
		return g, err
	}
	t.Version++
	return generalOf(t), o.desk.Audited(ctx, a, nil, "general.changed", "", g.Zone)
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
