package ledger

import (
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Small names the small talk of a text: hello, thanks, bot, other; "" for a text that says more.
type Small func(text string) string

// reading has the notes of somebody who reads a case from its beginning to its end.
type reading struct {
	small   Small
	replies map[chat.MessageID]*chat.Message // by the question
	asked   map[string]bool                  // wordings that were answered
	whole   map[chat.MessageID]bool          // questions that are more than small talk

	questions, hits, misses int
	wrong, unhelpful        int // answers of which the team, or the customer, says so
	turns                   int
	first, last             time.Time // words, by anybody
	firstWord, firstAnswer  time.Time // of the customer; to them
	open                    bool      // the last question was answered badly or not at all
	confirmed               bool      // the customer said so after the last answer
	causes                  []string
	machine                 bool

	person   bool // had a part
	agent    chat.AgentID
	toPeople bool // a person was asked for
	owner    chat.Owner
	need     time.Time // since when the customer waits for a person
	pending  time.Time // the customer's last word, as long as nobody answered it
	response *int
}

func read(c *Case, small Small) *reading {
	r := &reading{
		small: small, replies: map[chat.MessageID]*chat.Message{}, asked: map[string]bool{},
		whole: map[chat.MessageID]bool{}, owner: chat.OwnerBot,
	}
	for i := range c.Log {
		if m := &c.Log[i]; m.Answers != "" {
			r.replies[m.Answers] = m
		}
	}
	for i := range c.Log {
		r.takes(&c.Log[i])
	}
	return r
}

func (r *reading) takes(m *chat.Message) {
	if readable(m) && (m.Author.Kind != chat.ByBot || r.turns > 0) { // a greeting is no part of the talk
		if r.first.IsZero() {
			r.first = m.At
		}
		r.last = later(r.last, m.At)
	}
	switch {
	case m.Author.Kind == chat.ByVisitor:
		r.customer(m)
	case m.Author.Kind == chat.ByBot:
		r.bot(m)
	case m.Author.Kind == chat.ByAgent && readable(m):
		r.colleague(m)
	default:
		r.event(m)
	}
}

// customer takes the customer's word. Small talk is no question; thanks confirm the answer before.
func (r *reading) customer(m *chat.Message) {
	if !isWord(m) {
		return
	}
	r.turns++
	if r.firstWord.IsZero() {
		r.firstWord = m.At
	}
	if r.pending.IsZero() {
		r.pending = m.At
	}
	if r.owner != chat.OwnerBot && r.need.IsZero() {
		r.need = m.At
	}
	kind := r.small(m.Body().Text)
	if m.Body().Kind != chat.KindText {
		kind = ""
	}
	if kind != "" {
		r.confirmed = r.confirmed || kind == "thanks" && r.hits > 0 && !r.open
		return
	}
	r.questions++
	r.whole[m.ID], r.confirmed = true, false
	wording := chat.GapWording(m.Body().Text)
	reply := r.replies[m.ID]
	good := reply != nil && answers(reply)
	again := m.Body().Kind == chat.KindText && wording != "" && r.asked[wording]
	r.open = !good || again
	if good && wording != "" {
		r.asked[wording] = true
	}
}

// answers tells whether a bot's reply answers its question outright.
func answers(m *chat.Message) bool {
	return m.Outcome == chat.Answered && len(m.Bubbles) > 0 &&
		(m.Effects == nil || !m.Unanswered() && !m.Effects.Why.Offers() && m.Effects.HandOver == "")
}

// helped tells whether the customer says that an answer helped them.
func helped(m *chat.Message) bool {
	return m.Marks != nil && m.Marks.Helpful != nil && m.Marks.Helpful.Helped
}

// complaint is the cause for which an answer counts as none: somebody says so. "" for any other.
func complaint(m *chat.Message) chat.GapCause {
	if !m.Unanswered() || m.Marks == nil {
		return ""
	}
	switch cause := m.Effects.Gap.Cause; cause {
	case chat.AnsweredWrongly, chat.NotHelpful:
		return cause
	}
	return ""
}

func (r *reading) bot(m *chat.Message) {
	if m.Answers == "" || m.Outcome == chat.Dropped {
		return
	}
	if r.prompted(m); answers(m) && r.whole[m.Answers] {
		r.hits++
		r.confirmed = r.confirmed || helped(m)
	}
	switch {
	case complaint(m) == chat.AnsweredWrongly:
		r.wrong++
	case complaint(m) == chat.NotHelpful:
		r.unhelpful++
	case m.Unanswered():
		r.misses++
	}
	if answers(m) {
		r.pending = time.Time{}
		r.answeredAt(m.At)
	}
	if m.Effects == nil || m.Effects.HandOver == "" {
		return
	}
	why := m.Effects.HandOver
	r.machine = r.machine || why == "loop"
	r.goesToPeople(why)
}

// prompted notes that a person had a part in a bot's reply.
func (r *reading) prompted(m *chat.Message) {
	if m.Part != "" {
		r.person, r.agent = true, m.Part
	}
}

func (r *reading) goesToPeople(why string) {
	r.toPeople, r.owner = true, chat.OwnerTeam
	if why != "" && !slices.Contains(r.causes, why) {
		r.causes = append(r.causes, why)
	}
	if r.need.IsZero() {
		r.need = r.pending
	}
}

func (r *reading) colleague(m *chat.Message) {
	r.person, r.agent, r.owner = true, chat.AgentID(m.Author.ID), chat.OwnerAgent
	waited := r.need
	if waited.IsZero() {
		waited = r.pending
	}
	if r.response == nil && !waited.IsZero() {
		r.response = seconds(waited, m.At)
	}
	r.need, r.pending = time.Time{}, time.Time{}
	r.answeredAt(m.At)
}

func (r *reading) answeredAt(at time.Time) {
	if !r.firstWord.IsZero() && r.firstAnswer.IsZero() {
		r.firstAnswer = at
	}
}

func (r *reading) event(m *chat.Message) {
	switch eventOf(m) {
	case chat.EventTookOver:
		r.goesToPeople("")
		r.owner = chat.OwnerAgent
	case chat.EventHandedOver:
		r.goesToPeople("window_closed")
	case chat.EventHandedBack:
		r.owner, r.need = chat.OwnerBot, time.Time{}
	case chat.EventNoReply:
		r.need, r.pending = time.Time{}, time.Time{}
	case chat.EventClosed:
		r.owner, r.need = chat.OwnerBot, time.Time{}
	case chat.EventReopened:
		if to := m.Body().Event.To; to != "" {
			r.owner = chat.OwnerAgent
		}
	}
}

// seconds is a time span in whole seconds; a clock that went back makes none.
func seconds(from, to time.Time) *int {
	n := max(0, int(to.Sub(from)/time.Second))
	return &n
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
