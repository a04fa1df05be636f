package office

import (
	"context"
	"fmt"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// View is a list of the inbox that is kept under a name: a queue, narrowed and sorted as its address says.
type View struct {
	Name     string `json:"name"`
	Queue    string `json:"queue"`
	Source   string `json:"source,omitempty"`
	At       string `json:"at,omitempty"` // a website, a number or a bot
	Assignee string `json:"assignee,omitempty"`
	Country  string `json:"country,omitempty"`
	Label    string `json:"label,omitempty"`
	Group    string `json:"group,omitempty"`
	Unread   bool   `json:"unread,omitempty"`
	Missed   bool   `json:"missed,omitempty"` // the bot had no answer
	Ending   int    `json:"ending,omitempty"` // hours until WhatsApp's window closes
	Priority string `json:"priority,omitempty"`
	Language string `json:"language,omitempty"`
	Target   string `json:"target,omitempty"` // of the first word of a person: soon, late
	Sort     string `json:"sort,omitempty"`
}

// Views are those of a team or of one person, in their order.
type Views struct {
	chat.Edited
	Views []View `json:"views"`
}

// maxViews is how many views a team has, and a person beside these: all stand in one menu.
const maxViews = 20

// SavedViews reads the caller's views and those of the team.
func (o *Office) SavedViews(ctx context.Context, a chat.Agent) (own, team Views, err error) {
	if own, err = o.store.Views(ctx, a.Tenant, a.ID); err == nil {
		team, err = o.store.Views(ctx, a.Tenant, "")
	}
	return own, team, err
}

// SaveViews replaces the views of the caller, or of the team if owner is "", which only leads do.
func (o *Office) SaveViews(ctx context.Context, a chat.Agent, owner chat.AgentID, v Views) (Views, error) {
	if err := mayKeep(a, owner); err != nil {
		return v, err
	}
	if len(v.Views) > maxViews {
		return v, chat.Errorf(chat.Invalid, "too_many_views",
			"There may be %d views here. Delete one that is not used.", maxViews)
	}
	f, names := chat.Faults{}, map[string]bool{}
	for i := range v.Views {
		view := &v.Views[i]
		view.Name = chat.Titled(view.Name)
		field, folded := fmt.Sprintf("views.%d.name", i), strings.ToLower(view.Name)
		f.Wrong(view.Name == "", field, "view_name_needed", "Give this view a name.")
		f.Wrong(view.Name != "" && names[folded], field, "view_twice", "Another view has this name.")
		names[folded] = true
	}
	if err := f.Err(); err != nil {
		return v, err
	}
	if err := saved(o.store.PutViews(ctx, a.Tenant, owner, v)); err != nil {
		return v, err
	}
	v.Version++
	return v, nil
}
