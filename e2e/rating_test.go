package e2e

import (
	"net/url"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

const howWasIt = "How was our help?"

// A case that an agent closes is rated by one tap, on the website and on WhatsApp. Insights counts both.
func TestAClosedCaseIsRatedByOneTap(t *testing.T) {
	ana, now := demo(t, chat.RoleAgent), time.Now().UTC()
	days := "from=" + now.AddDate(0, 0, -1).Format(time.DateOnly) + "&to=" + now.AddDate(0, 0, 1).Format(time.DateOnly)
	figures := func() (f wire.Figures) {
		ana.does("GET", "/v1/insights/figures?latest=true&"+days, nil, &f)
		return f
	}
	before := figures()
	amara := newVisitor(t, "lagos")
	at := amara.opensTab("/")
	at.says("When do you open?")
	ana.replies(amara.conversation, "From nine.")
	ana.acts(amara.conversation, "close")
	amara.sees("bot: " + howWasIt)
	question := ana.question(amara.conversation)
	if f := at.taps(&question, question.Bubbles[0].Options[2].ID); f.Code != "" || f.Message != nil || f.Reply != nil {
		t.Errorf("the tap is answered by %+v", f)
	}
	ana.seesRated(amara.conversation, chat.RatedBad)

	bruno := newPhone(t)
	bruno.says("When do you open?")
	bruno.shows(opening)
	theirs := ana.conversationOf(bruno)
	ana.acts(theirs, "close")
	asked := bruno.shows(howWasIt)
	good := asked.Message.Interactive.Action.Buttons[0].Reply
	bruno.taps(asked.Wamid, good.ID, good.Title)
	ana.seesRated(theirs, chat.RatedGood)

	soon(t, "Insights counts both answers", func() bool {
		f := figures()
		return f.All["csat:bad"] > before.All["csat:bad"] && f.All["csat:good"] > before.All["csat:good"] &&
			f.All["csat:asked"] >= before.All["csat:asked"]+2
	})
	var list wire.LineList
	ana.does("GET", "/v1/insights/lines?limit=200&figure="+url.QueryEscape("csat:bad")+"&"+days, nil, &list)
	if len(list.Rows) == 0 || list.Rows[0].Rating != chat.RatedBad {
		t.Errorf("the list behind the figure is %+v", list.Rows)
	}
}

// question is the question how a case was, in a transcript.
func (a *agent) question(id string) (found chat.Message) {
	a.t.Helper()
	for _, m := range a.reads(id) {
		if m.Rates > 0 {
			found = m
		}
	}
	return found
}

// seesRated waits until a transcript shows an answer. The case stays closed.
func (a *agent) seesRated(id string, want chat.Rating) {
	a.t.Helper()
	soon(a.t, "the transcript shows "+string(want), func() bool {
		m := a.question(id)
		return m.Marks != nil && m.Marks.Rating != nil && m.Marks.Rating.Value == want
	})
	var row wire.ConversationRow
	a.does("GET", "/v1/conversations/"+id, nil, &row)
	if row.Conversation.Status != chat.Closed || row.Conversation.Case != 1 {
		a.t.Errorf("the tap changed the case: %+v", row.Conversation)
	}
}
