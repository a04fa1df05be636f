package dynamo

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/course"
)

// unit is how many bytes of an item one write unit stores.
const unit = 1024

// sizeOf is the size of an item as DynamoDB counts it; a number takes at most 21 bytes.
func sizeOf(it item) int {
	n := 0
	for name := range it {
		n += len(name)
		if s := textOf(it, name); s != "" {
			n += len(s)
		} else {
			n += 21
		}
	}
	return n
}

// The head of a conversation with a bot is written with each exchange, so it must stay one write unit, with ids and
// words as long as they get. While a form is asked in words it may be a few bytes longer.
func TestTheHeadOfABotsConversationIsOneWriteUnit(t *testing.T) {
	now := time.Date(2026, 11, 27, 12, 34, 56, 789_000_000, time.UTC)
	const id = "01m817qnm0vmtmqa63ba5wx5sq"
	for script, letter := range map[string]string{"Latin": "a", "Arabic": "م", "Chinese": "中", "emoji": "🌂"} {
		said := chat.Message{
			ID: chat.MessageID(strings.ToUpper(id)), At: now, Author: chat.Author{Kind: chat.ByVisitor},
			Bubbles: []chat.Bubble{{Body: chat.Text(strings.Repeat(letter, 300))}},
		}
		web := chat.Head{
			Tenant: "t_0123456789abcdef", ID: "c_pa7nmaba6w1vgmc5yv8aqv1k5g", Bot: "b_" + id, Visitor: "v_" + id,
			Source: chat.Web, Site: id, Owner: chat.OwnerBot, Status: chat.Open, Epoch: 999, Case: 99, CaseBegan: now,
			Over: now, LastBotReply: said.ID + "-r", HasBotState: true, At: now, Last: said.ID, Preview: said.Preview(),
			LastAuthor: "visitor", VisitorAt: now, Began: now, Missed: 99, Course: course.State{Misses: 2},
			Spoken: "pt", Near: chat.Near(strings.Repeat("f", chat.MaxNear)),
		}
		phone := web
		phone.Source, phone.Site, phone.Number = chat.WhatsApp, "", "106540352242922"
		seconds := now.Truncate(time.Second) // as Meta tells the time
		phone.Reached, phone.LastInbound, phone.ReachedAsOf, phone.Window = "5511987654321", said.ID, seconds, seconds
		web.SeenByVisitor = said.ID
		for _, h := range []chat.Head{web, phone} {
			it, _, err := next(headKey(h.Key()), nil, &h)
			if err != nil {
				t.Fatal(err)
			}
			if n := sizeOf(it); n > unit {
				t.Errorf("the head of a conversation on %s in %s letters has %d bytes", h.Source, script, n)
			}
		}
	}
}
