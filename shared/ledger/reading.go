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
	clock   *Clock
	replies map[chat.MessageID]*chat.Message // by the question
	asked   map[string]bool                  // wordings that were answered
	whole   map[chat.MessageID]bool          // questions that are more than small talk

	questions, hits, misses int
	wrong, unhelpful        int            // answers of which the team, or the customer, says so
	offers, chosen          int            // of titles, and those that were taken
	refused                 map[string]int // by the fault, model's words
	entries                 entries
	micros                  int64
	charged                 map[string]int // by Meta's category
	turns                   int
	first, last             time.Time // words, by anybody
	mattered                time.Time // the last word that was more than small talk, or an answer to that
	firstAsked, firstAnswer time.Time // of the customer; to them
	open                    bool      // the last question was answered badly or not at all
	confirmed               bool      // the customer said so after the last answer
	causes                  []string
	machine                 bool

	person   bool // had a part
	agent    chat.AgentID
	toPeople bool // a person was asked for
	owner    chat.Owner
	need     time.Time     // since when the customer waits for a person
	pending  *chat.Message // the customer's first word that nobody answered yet
	response *int
	within   *int         // of it, while people were there
	by       chat.AgentID // the person who gave it
	lies     Queue        // where the conversation is
	queue    Queue        // where its customer waits, or waited for the first answer of a person
	timer    bool         // nobody closed it: silence did

	rated  bool // they were asked how it was
	rating chat.Rating
}

func read(c *Case, small Small) *reading {
	r := &reading{
		small: small, clock: &c.Clock, lies: WithBot, replies: map[chat.MessageID]*chat.Message{}, asked: map[string]bool{},
		whole: map[chat.MessageID]bool{}, owner: chat.OwnerBot, refused: map[string]int{}, entries: entries{},
		charged: map[string]int{},
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
	r.spends(m)
	if readable(m) && (m.Author.Kind != chat.ByBot || r.turns > 0) { // a greeting is no part of the talk
		if r.first.IsZero() {
			r.first = m.At
		}
		r.last = later(r.last, m.At)
	}
	switch {
	case m.Rates > 0:
		r.asks(m)
	case m.Author.Kind == chat.ByVisitor:
		r.customer(m)
	case m.Author.Kind == chat.ByBot:
		r.bot(m)
	case m.Author.Kind == chat.ByAgent && arrives(m):
		r.colleague(m)
	default:
		r.event(m)
	}
}

// asks takes the question how the case was, with its answer. A later one stands unless nobody answered it.
func (r *reading) asks(m *chat.Message) {
	r.rated = r.rated || m.Arrives()
	if m.Marks != nil && m.Marks.Rating != nil {
		r.rated, r.rating = true, m.Marks.Rating.Value
	}
}

// customer takes the customer's word. Small talk is no question; thanks confirm the answer before.
func (r *reading) customer(m *chat.Message) {
	if !isWord(m) {
		return
	}
	r.turns++
	r.stands()
	if r.pending == nil {
		r.pending = m
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
	r.mattered = later(r.mattered, m.At)
	if r.firstAsked.IsZero() {
		r.firstAsked = m.At
	}
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
func answers(m *chat.Message) bool { return m.AnswersOutright() }

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
	if m.Answers == "" {
		return
	}
	if m.Outcome == chat.Dropped { // what the bot could not answer stays so, whoever has the talk
		r.verdict(m)
		return
	}
	if r.prompted(m); answers(m) && r.whole[m.Answers] {
		r.hit(m)
		r.confirmed = r.confirmed || helped(m)
	}
	r.verdict(m)
	if r.answered(m); r.whole[m.Answers] {
		r.mattered = later(r.mattered, m.At)
	}
	if m.Effects == nil || m.Effects.HandOver == "" {
		return
	}
	why := m.Effects.HandOver
	r.put(Unassigned)
	r.machine = r.machine || why == "loop"
	r.goesToPeople(why)
}

// hit counts an answer to a question, and that of its entry.
func (r *reading) hit(m *chat.Message) {
	e := r.entries.of(m)
	r.hits++
	e.Answers++
	if m.Effects != nil && m.Effects.Why != nil && m.Effects.Why.By == chat.ByChoice {
		r.chosen++
		e.Chosen++
	}
}

// verdict counts what became of the reply.
func (r *reading) verdict(m *chat.Message) {
	switch {
	case complaint(m) == chat.AnsweredWrongly:
		r.wrong++
		r.entries.of(m).Wrong++
	case complaint(m) == chat.NotHelpful:
		r.unhelpful++
		r.entries.of(m).Unhelpful++
	case m.Unanswered():
		r.misses++
	case offers(m):
		r.offers++
	}
	if fault := refusal(m); fault != "" {
		r.refused[fault]++
		r.entries.of(m).Refused++
	}
}

// answered notes that the bot answered. A reply to small talk leaves a question before it open.
func (r *reading) answered(m *chat.Message) {
	whole := r.whole[m.Answers]
	if !answers(m) || !whole && r.pending != nil && r.pending.ID != m.Answers {
		return
	}
	if r.pending = nil; whole {
		r.answeredAt(m.At)
	}
}

// prompted notes that a person had a part in a bot's reply which reached the customer.
func (r *reading) prompted(m *chat.Message) {
	if m.Part != "" && arrives(m) {
		r.person, r.agent = true, m.Part
	}
}

func (r *reading) goesToPeople(why string) {
	r.toPeople, r.owner = true, chat.OwnerTeam
	if why != "" && !slices.Contains(r.causes, why) {
		r.causes = append(r.causes, why)
	}
	if r.need.IsZero() {
		r.need = r.waits()
	}
}

// waits is since when the customer has had no answer, zero if they have one.
func (r *reading) waits() time.Time {
	if r.pending == nil {
		return time.Time{}
	}
	return r.pending.At
}

func (r *reading) colleague(m *chat.Message) {
	r.person, r.agent, r.owner = true, chat.AgentID(m.Author.ID), chat.OwnerAgent
	waited := r.need
	if waited.IsZero() {
		waited = r.waits()
	}
	if r.response == nil && !waited.IsZero() {
		r.response, r.within, r.by = seconds(waited, m.At), r.clock.seconds(waited, m.At), r.agent
	}
	r.need, r.pending, r.lies = time.Time{}, nil, Assigned
	r.mattered = later(r.mattered, m.At)
	r.answeredAt(m.At)
}

func (r *reading) answeredAt(at time.Time) {
	if !r.firstAsked.IsZero() && r.firstAnswer.IsZero() {
		r.firstAnswer = at
	}
}

func (r *reading) event(m *chat.Message) {
	name := eventOf(m)
	if name != "" {
		r.moves(m.Body().Event)
	}
	switch name {
	case chat.EventTookOver:
		r.goesToPeople("")
		r.owner = chat.OwnerAgent
	case chat.EventHandedOver:
		r.goesToPeople("window_closed")
	case chat.EventHandedBack:
		r.owner, r.need = chat.OwnerBot, time.Time{}
	case chat.EventNoReply:
		r.need, r.pending = time.Time{}, nil
	case chat.EventClosed:
		r.owner, r.need, r.timer = chat.OwnerBot, time.Time{}, m.Author.ID == ""
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
