package storetest

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/meaning"
	"github.com/botifire/livechat/shared/unanswered"
)

// asking is a person's asking at the test's time.
func (b *bench) asking(gap string, by chat.ConversationID, message chat.MessageID) chat.Asking {
	return chat.Asking{
		Bot: "b_x", Gap: gap, Conversation: by, Message: message, At: b.now, Source: chat.Web, Site: "s_x",
	}
}

func madeOfQuestions(_ *testing.T, b *bench) {
	gap := chat.GapRow{Bot: "b_x", ID: "g1", Question: "How?", Cause: chat.NoMatch, Last: b.now, State: "new"}
	first, later := b.asking("g1", "c_a", at(b.now)), b.asking("g1", "c_a", at(b.now))
	old := b.asking("g1", "c_b", at(b.now))
	old.At = b.now.AddDate(0, 0, -40)
	for _, a := range []chat.Asking{first, later, old} {
		b.must(b.AddGap(b.ctx(), b.tenant, gap, a))
	}
	days := func(from int) []chat.Asking {
		all, err := b.Askings(b.ctx(), b.tenant, b.now.AddDate(0, 0, -from), b.now, 10)
		b.must(err)
		return all
	}
	b.equal("a person once a day, the latest", days(30), []chat.Asking{later})
	b.equal("the latest day first, over months", days(60), []chat.Asking{later, old})
	_, err := b.EraseGap(b.ctx(), b.tenant, first)
	b.must(err)
	b.equal("the day is about the later one", days(30), []chat.Asking{later})

	v := meaning.Placed{Model: "m", Small: meaning.Small{Bytes: []byte{1, 255}, Step: 0.5}}
	b.must(b.KeepVector(b.ctx(), b.tenant, "g1", v))
	b.must(b.KeepVector(b.ctx(), b.tenant, "g2", v))
	vectors := func() map[string]meaning.Placed {
		all, err := b.Vectors(b.ctx(), b.tenant, []string{"g1", "g3"})
		b.must(err)
		return all
	}
	b.equal("the vectors that are kept", vectors(), map[string]meaning.Placed{"g1": v})
	put := func(version int64, name string) error {
		return b.PutTopic(b.ctx(), unanswered.Topic{
			Edited: chat.Edited{Version: version}, Tenant: b.tenant, ID: "g1", Wordings: []string{"g1", "g2"}, Name: name,
		})
	}
	topics := func() []unanswered.Topic {
		all, err := b.Topics(b.ctx(), b.tenant)
		b.must(err)
		return all
	}
	edit(b, "a decision", put, func() (int64, string, error) {
		return topics()[0].Version, topics()[0].Name, nil
	})
	alone := unanswered.Topic{Tenant: b.tenant, ID: "g9", Wordings: []string{"g1"}}
	b.must(b.PutTopic(b.ctx(), alone))
	for _, a := range []chat.Asking{later, old} {
		_, err = b.EraseGap(b.ctx(), b.tenant, a)
		b.must(err)
	}
	b.equal("with the last asking the vector goes", len(vectors()), 0)
	b.equal("nobody asked", len(days(60)), 0)
	left := topics()
	b.equal("and its place in decisions", []any{len(left), left[0].Wordings}, []any{1, []string{"g2"}})
	b.must(b.DropTopic(b.ctx(), b.tenant, "g1"))
	b.equal("dropped", len(topics()), 0)

	b.must(b.AddGap(b.ctx(), b.tenant, gap, old))
	b.must(b.AddGap(b.ctx(), b.tenant, gap, later))
	n, err := b.DropAskings(b.ctx(), b.tenant, b.now.Add(-24*time.Hour))
	b.must(err)
	b.equal("days that are over", []any{n, days(60)}, []any{1, []chat.Asking{later}})
}
