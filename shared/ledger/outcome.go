package ledger

import (
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// JudgeAll gives the outcome of each of a person's cases. goals are the times at which they reached a goal; blocked
// says that the team wants nothing of them counted.
func JudgeAll(cases []Case, goals []time.Time, blocked bool, small Small) []CasePart {
	parts := make([]CasePart, len(cases))
	for i, c := range cases {
		parts[i] = judge(c, goals, blocked, small)
	}
	weigh(cases, parts, small)
	return parts
}

func judge(c Case, goals []time.Time, blocked bool, small Small) CasePart {
	r := read(&c, small)
	p := CasePart{
		Number: c.Number, Closed: c.Closed, Causes: r.causes, Agent: r.agent, Turns: r.turns, Response: r.response,
		ResponseOpen: r.within, By: r.by, Queue: r.waitedIn(),
		Misses: r.misses, Answers: r.hits, Wrong: r.wrong, Unhelpful: r.unhelpful,
		Asked: r.rated, Rating: r.rating,
		Offers: r.offers, Chosen: r.chosen, Refused: r.refused, Entries: r.entries.parts(),
		Micros: r.micros, Charged: r.charged,
	}
	if r.turns > 0 {
		p.Talk = *seconds(r.first, r.last)
	}
	if !c.Closed.IsZero() {
		p.Resolved = *seconds(c.Began, r.resolved(&c))
		p.ResolvedOpen = c.Clock.seconds(c.Began, r.resolved(&c))
	}
	if !r.firstAnswer.IsZero() {
		p.First = seconds(r.firstAsked, r.firstAnswer)
	}
	p.Outcome = r.outcome(&c, goals, blocked)
	return p
}

// outcome is the first of these that holds.
func (r *reading) outcome(c *Case, goals []time.Time, blocked bool) Outcome {
	switch {
	case blocked || r.machine:
		return NotCounted
	case c.Closed.IsZero():
		return StillOpen
	case r.person:
		return WithPerson
	case r.questions == 0:
		return NeverAsked
	case r.toPeople:
		return Unanswered
	case r.hits > 0 && (r.confirmed || r.reached(c, goals)):
		return Confirmed
	case r.hits > 0 && !r.open:
		return Answered
	}
	return GivenUp
}

// resolved is when the work on a case ended: with its closing, or with the last word that mattered if silence did that.
func (r *reading) resolved(c *Case) time.Time {
	if r.timer && !r.mattered.IsZero() {
		return r.mattered
	}
	return c.Closed
}

// reached tells whether a goal was reached during the case, after the bot's first answer.
func (r *reading) reached(c *Case, goals []time.Time) bool {
	for _, at := range goals {
		if !at.Before(r.firstAnswer) && !at.After(c.Closed) {
			return true
		}
	}
	return false
}

// Parts names those who had a part in the time from until to, both included, by the logs of all conversations of a
// person. A greeting, small talk and a question without an answer are no part of the bot's.
func Parts(logs [][]chat.Message, from, to time.Time, small Small) Cell {
	bot, person := false, false
	for _, log := range logs {
		words := map[chat.MessageID]*chat.Message{}
		for i := range log {
			m := &log[i]
			words[m.ID] = m
			if m.At.Before(from) || m.At.After(to) {
				continue
			}
			person = person || (m.Part != "" || m.Author.Kind == chat.ByAgent) && arrives(m)
			if m.Author.Kind == chat.ByBot && m.Answers != "" && answers(m) {
				q := words[m.Answers]
				bot = bot || q == nil || whole(q, small)
			}
		}
	}
	switch {
	case bot && person:
		return AfterBoth
	case bot:
		return AfterBot
	case person:
		return AfterPerson
	}
	return AfterNobody
}
