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
	now := r.desk.Now()
	since := clock(tenant.ZoneAt(now), h.Waits(), now)
	text := fmt.Sprintf("%s: a customer has been waiting for a person since %s.", teamOf(tenant), since)
	if act == ActPassed {
		text = fmt.Sprintf("%s: nobody answered a customer in the time that they were told. They have been waiting since %s.",
			teamOf(tenant), since)
	}
	if act == ActRaised {
		text = fmt.Sprintf("%s: nobody answered a customer, although their conversation moved on. "+
			"They have been waiting since %s.", teamOf(tenant), since)
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

// pushed words the notice of a task for a device.
func (r *Room) pushed(tenant chat.Tenant, t chat.Task, h chat.Head, d Registered, waiting int) pushed {
	since := clock(d.zone(), h.Waits(), r.desk.Now())
	p := pushed{Title: teamOf(tenant), Tag: named(h.ID), Link: "/admin/inbox/all/" + string(h.ID)}
	switch {
	case t.Act == ActNamed:
		p.Body = "A note of a colleague is for you."
	case t.Act == ActAssigned:
		p.Body = "A conversation is yours now."
	case t.Act == ActPassed:
		p.Body = "Nobody answered a customer in the time that they were told. They have been waiting since " + since + "."
	case t.Act == ActRaised:
		p.Body = "Nobody answered a customer, although their conversation moved on. " +
			"They have been waiting since " + since + "."
	case h.Owner == chat.OwnerAgent:
		p.Body = "A customer has been waiting for you since " + since + "."
	case waiting > 1:
		p.Body = fmt.Sprintf("A customer has been waiting since %s. %d wait for the team now.", since, waiting)
	default:
		p.Body = "A customer has been waiting for a person since " + since + "."
	}
	return p
}

// testPushed words a test.
func testPushed(tenant chat.Tenant) pushed {
	return pushed{teamOf(tenant), "This is a test. Notices come like this.", named("test"), "/admin/settings/you"}
}

// morePushed words the notice that stands for all further ones of an hour.
func morePushed(tenant chat.Tenant, waiting int) pushed {
	body := fmt.Sprintf("%d customers wait for the team.", waiting)
	if waiting < 2 {
		body = "More customers wait."
	}
	return pushed{teamOf(tenant), body, named("more"), "/admin/inbox/waiting"}
}

func teamOf(t chat.Tenant) string { return truncate.Text(chat.Titled(t.Name), maxTeam) }

// clock is a time by a clock, with its day if that is another one.
func clock(zone *time.Location, at, now time.Time) string {
	at, now = at.In(zone), now.In(zone)
	if at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return at.Format("15:04")
	}
	return at.Format("15:04 on 2 January")
}
