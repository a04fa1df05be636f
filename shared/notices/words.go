package notices

import (
	"fmt"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/truncate"
)

// notice is one line of plain text, with a link.
type notice struct {
	text string
	link string // "" for none
	open string // the words of the link
}

// maxTeam is how much of a team's name a notice has.
const maxTeam = 60

// write words a notice: the team, since when the customer waits, how many others do, and where to look.
func (r *Room) write(tenant chat.Tenant, act chat.Act, h chat.Head, waiting int) notice {
	since := clock(tenant, h.Waits(), r.desk.Now())
	text := fmt.Sprintf("%s: a customer has been waiting for a person since %s.", teamOf(tenant), since)
	if act == ActPassed {
		text = fmt.Sprintf("%s: nobody answered a customer in the time that they were told. They have been waiting since %s.",
			teamOf(tenant), since)
	}
	if waiting > 1 {
		text += fmt.Sprintf(" %d customers wait for the team now.", waiting)
	}
	return r.leads(text, h)
}

// namedIn words the notice of a colleague whom a note names, without a word of the note.
func (r *Room) namedIn(tenant chat.Tenant, m chat.Agent, h chat.Head) notice {
	who := truncate.Text(chat.Titled(m.Name), maxTeam)
	if who == "" {
		who = "somebody of the team"
	}
	return r.leads(fmt.Sprintf("%s: a note of a colleague is for %s.", teamOf(tenant), who), h)
}

// leads is a notice whose link leads to a conversation.
func (r *Room) leads(text string, h chat.Head) notice {
	return notice{text, r.Door + "/admin/inbox/all/" + string(h.ID), "Open the conversation"}
}

// more words the notice that stands for all further ones of an hour.
func (r *Room) more(tenant chat.Tenant) notice {
	text := fmt.Sprintf("%s: more customers wait. This channel gets at most %d notices an hour.",
		teamOf(tenant), chat.NoticesHourly)
	return notice{text, r.Door + "/admin/inbox/waiting", "Open the inbox"}
}

// trial words a test.
func trial(tenant chat.Tenant) notice {
	return notice{text: teamOf(tenant) + ": this is a test. Notices of customers who wait for a person come here."}
}

func teamOf(t chat.Tenant) string { return truncate.Text(chat.Titled(t.Name), maxTeam) }

// clock is a time by the team's clock, with its day if that is another one.
func clock(tenant chat.Tenant, at, now time.Time) string {
	zone := tenant.ZoneAt(now)
	at, now = at.In(zone), now.In(zone)
	if at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return at.Format("15:04")
	}
	return at.Format("15:04 on 2 January")
}
