package storetest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
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

func daysOfQuestions(_ *testing.T, b *bench) {
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
	asker, err := b.Asker(b.ctx(), b.tenant, "b_x", "g1")
	b.must(err)
	b.equal("the latest message that asked", asker, old.Ref())
	_, err = b.EraseGap(b.ctx(), b.tenant, first)
	b.must(err)
	b.equal("the day is about the later one", days(30), []chat.Asking{later})
	for _, a := range []chat.Asking{later, old} {
		_, err := b.EraseGap(b.ctx(), b.tenant, a)
		b.must(err)
	}
	b.equal("nobody asked", len(days(60)), 0)
	_, err = b.Asker(b.ctx(), b.tenant, "b_x", "g1")
	b.wants(err, chat.ErrNotFound)

	b.must(b.AddGap(b.ctx(), b.tenant, gap, old))
	b.must(b.AddGap(b.ctx(), b.tenant, gap, later))
	n, err := b.DropAskings(b.ctx(), b.tenant, b.now.Add(-24*time.Hour))
	b.must(err)
	b.equal("days that are over", []any{n, days(60)}, []any{1, []chat.Asking{later}})
}

// answersOfEntries tests the days on which entries answered people: one row a person, day and entry, in whatever order
// the notes come, and however often.
func answersOfEntries(_ *testing.T, b *bench) {
	entry := strings.ToLower(id())
	help := func(by chat.ConversationID, at time.Time) chat.Help {
		return chat.Help{
			Bot: "b_x", Entry: entry, Conversation: by, Message: chat.MessageID(id() + "#r"), At: at,
		}
	}
	noon := b.now.Truncate(24 * time.Hour).Add(12 * time.Hour)
	first, second, old := help("c_a", noon), help("c_a", noon.Add(time.Minute)), help("c_b", noon.AddDate(0, 0, -40))
	wished := second
	wished.Wish = noon.Add(time.Hour)
	for _, h := range []chat.Help{second, first, wished, old, first, second} {
		b.must(b.NoteHelp(b.ctx(), b.tenant, h))
	}
	helps := func(days int) []chat.Help {
		all, err := b.Helps(b.ctx(), b.tenant, b.now.AddDate(0, 0, -days), b.now, 10)
		b.must(err)
		return all
	}
	first.Again, first.Wish = second.At, wished.Wish
	b.equal("a person once a day", helps(30), []chat.Help{first})
	b.equal("the latest day first, over months", helps(60), []chat.Help{first, old})
	key := chat.ConversationKey{Tenant: b.tenant, ID: first.Conversation}
	b.must(b.EraseMessage(b.ctx(), key, chat.Message{
		ID: second.Message, At: second.At, Author: chat.Author{Kind: chat.ByBot, ID: string(second.Bot)},
		Outcome: chat.Answered,
		Effects: &chat.Effects{Why: &chat.Why{Answered: true, Best: []chat.Reason{{Entry: second.Entry}}}},
	}))
	b.equal("erased", helps(60), []chat.Help{old})
	n, err := b.DropAskings(b.ctx(), b.tenant, b.now.Add(-24*time.Hour))
	b.must(err)
	b.equal("days that are over", []any{n, len(helps(60))}, []any{1, 0})
}

// lostGoals are noted beside the latest asking of a day, and a wording is found by its askings.
func lostGoals(_ *testing.T, b *bench) {
	gap := chat.GapRow{Bot: "b_x", ID: "g1", Question: "How?", Cause: chat.NoMatch, Last: b.now, State: "new"}
	asked, other := b.asking("g1", "c_a", at(b.now)), b.asking("g1", "c_b", at(b.now))
	b.must(b.AddGap(b.ctx(), b.tenant, gap, asked))
	asked.Lost, other.Lost = []string{"Booked", "Called"}, []string{"Booked"}
	for range 2 {
		b.must(b.NoteLost(b.ctx(), b.tenant, asked))
	}
	b.must(b.NoteLost(b.ctx(), b.tenant, other)) // nobody asked that
	late := asked
	late.Message, late.Lost = at(b.now), []string{"Called"}
	b.must(b.NoteLost(b.ctx(), b.tenant, late)) // the day stands for another asking
	all, err := b.Askings(b.ctx(), b.tenant, b.now, b.now, 10)
	b.must(err)
	b.equal("the asking with its goals", all, []chat.Asking{asked})
	rows, err := b.GapsOf(b.ctx(), b.tenant, []chat.Asking{asked, b.asking("g2", "c_a", at(b.now))})
	b.must(err)
	gap.Count = 1
	b.equal("wordings that are there", rows, []chat.GapRow{gap})
}

// decisions are kept and dropped under their versions, all or none.
func decisions(_ *testing.T, b *bench) {
	topic := func(version int64, id, name string) unanswered.Topic {
		return unanswered.Topic{
			Edited: chat.Edited{Version: version}, Tenant: b.tenant, ID: id, Wordings: []string{id}, Name: name,
		}
	}
	put := func(version int64, name string) error {
		return b.PutTopics(b.ctx(), b.tenant, []unanswered.Topic{topic(version, "g1", name)})
	}
	topics := func() []string {
		all, err := b.Topics(b.ctx(), b.tenant)
		b.must(err)
		names := []string{}
		for _, one := range all {
			names = append(names, fmt.Sprint(one.ID, " ", one.Version, " ", one.Name))
		}
		return names
	}
	edit(b, "a decision", put, func() (int64, string, error) {
		all, err := b.Topics(b.ctx(), b.tenant)
		return all[0].Version, all[0].Name, err
	})
	version := func() int64 {
		all, err := b.Topics(b.ctx(), b.tenant)
		b.must(err)
		return all[0].Version
	}
	was, now := topics(), version()
	for _, stale := range [][]unanswered.Topic{
		{topic(now-1, "g1", "late"), topic(0, "g2", "late")}, {topic(now, "g1", "late"), topic(7, "g2", "late")},
	} {
		if err := b.PutTopics(b.ctx(), b.tenant, stale); !errors.Is(err, chat.ErrConflict) {
			b.t.Errorf("two decisions, one of which is old: %v", err)
		}
	}
	err := b.PutTopics(b.ctx(), b.tenant, []unanswered.Topic{topic(0, "g2", "late")}, topic(now-1, "g1", ""))
	if !errors.Is(err, chat.ErrConflict) {
		b.t.Errorf("a decision in the place of one that changed: %v", err)
	}
	b.equal("nothing of it is stored", topics(), was)
	b.must(b.PutTopics(b.ctx(), b.tenant, []unanswered.Topic{topic(0, "g2", "in its place")}, topic(now, "g1", "")))
	b.equal("one goes into another", topics(), []string{"g2 1 in its place"})
	b.must(b.PutTopics(b.ctx(), b.tenant, nil, topic(1, "g2", "")))
	b.equal("dropped", topics(), []string{})
}

// madeOfWordings tests the data made of a wording: it goes with its last asking, of whichever bot.
func madeOfWordings(_ *testing.T, b *bench) {
	v := meaning.Placed{Model: "m", Small: meaning.Small{Bytes: []byte{1, 255}, Step: 0.5}}
	gap := func(bot chat.BotID, id string) chat.GapRow {
		return chat.GapRow{Bot: bot, ID: id, Question: "How?", Cause: chat.NoMatch, Last: b.now, State: "new"}
	}
	vectors := func() []string {
		all, err := b.Vectors(b.ctx(), b.tenant, []string{"g1", "g2", "g3"})
		b.must(err)
		return slices.Sorted(maps.Keys(all))
	}
	asked := map[chat.BotID]chat.Asking{}
	for _, bot := range []chat.BotID{"b_x", "b_y"} {
		b.must(b.PutBot(b.ctx(), chat.Bot{Tenant: b.tenant, ID: bot, Name: string(bot)}))
		a := b.asking("g1", "c_a", at(b.now))
		a.Bot = bot
		asked[bot] = a
		b.must(b.AddGap(b.ctx(), b.tenant, gap(bot, "g1"), a))
	}
	b.must(b.AddGap(b.ctx(), b.tenant, gap("b_x", "g2"), b.asking("g2", "c_a", at(b.now))))
	for _, id := range []string{"g1", "g2", "g3"} {
		b.must(b.KeepVector(b.ctx(), b.tenant, gap("b_x", id), v))
	}
	b.equal("none is kept of a wording that is gone", vectors(), []string{"g1", "g2"})
	all, err := b.Vectors(b.ctx(), b.tenant, []string{"g1"})
	b.must(err)
	b.equal("as it was kept", all["g1"], v)
	pinned := unanswered.Topic{Tenant: b.tenant, ID: "g1", Wordings: []string{"g1"}, Left: []string{"g1"}}
	b.must(b.PutTopics(b.ctx(), b.tenant, []unanswered.Topic{pinned}))
	wide := unanswered.Topic{Tenant: b.tenant, ID: "g9", Wordings: []string{"g2", "g3"}, Left: []string{"g2", "g3"}}
	b.must(b.PutTopics(b.ctx(), b.tenant, []unanswered.Topic{wide}))
	topics := func() []string {
		all, err := b.Topics(b.ctx(), b.tenant)
		b.must(err)
		lines := []string{}
		for _, one := range all {
			lines = append(lines, fmt.Sprint(one.ID, one.Wordings, one.Left))
		}
		return lines
	}
	_, err = b.EraseGap(b.ctx(), b.tenant, asked["b_x"])
	b.must(err)
	b.equal("another bot was asked it", vectors(), []string{"g1", "g2"})
	b.equal("and people decided about it", topics(), []string{"g1[g1] [g1]", "g9[g2 g3] [g2 g3]"})
	_, err = b.EraseGap(b.ctx(), b.tenant, asked["b_y"])
	b.must(err)
	b.must(b.DropGaps(b.ctx(), b.tenant, "b_x", []chat.GapRow{gap("b_x", "g2")}))
	b.equal("with the last asking the vector goes", len(vectors()), 0)
	b.equal("and its place in decisions", topics(), []string{"g9[g3] [g3]"})
}
