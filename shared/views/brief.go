package views

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/course"
)

// BriefPart is the matter of a line of a brief.
type BriefPart string

// The lines of a brief, in this order.
const (
	BriefWant     BriefPart = "want"
	BriefTried    BriefPart = "tried"
	BriefMissing  BriefPart = "missing"
	BriefTone     BriefPart = "tone"
	BriefPromised BriefPart = "promised"
)

// BriefLine is a line of a brief. A part of which the log says nothing has no message.
type BriefLine struct {
	Part    BriefPart
	Message chat.MessageID // that says it
	Words   string         // the visitor's; of missing the label of a field, if a form was left there
	Titles  []string       // of the entries that answered, at most MaxTitles
	Kind    course.Kind    // of the tone, with our word for its cue; FormKind of a form that was left
	Cue     string
	Until   time.Time // by when a person was promised
}

// MaxTitles is how many answers a brief names, the latest ones.
const MaxTitles = 3

// Case is the latest case of a conversation as its reader may see it.
type Case struct {
	Head chat.Head
	log  []chat.Message // the earliest first
	now  time.Time
}

// Case reads the latest case of a conversation, among the last chat.MaxPageSize messages of its log.
func (r *Reader) Case(ctx context.Context, a chat.Agent, id chat.ConversationID) (Case, error) {
	key := chat.ConversationKey{Tenant: a.Tenant, ID: id}
	head, err := r.desk.Conversation(ctx, key)
	if err != nil {
		return Case{}, err
	}
	log, err := r.store.History(ctx, key, "", chat.MaxPageSize)
	if err == nil {
		log, err = r.seen(ctx, a, log)
	}
	log = slices.DeleteFunc(log, func(m chat.Message) bool {
		return m.At.Before(head.CaseBegan) || m.Outcome == chat.Dropped && m.Effects == nil
	})
	slices.SortFunc(log, func(a, b chat.Message) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return Case{head, log, r.desk.Now()}, err
}

// Brief tells a colleague the case in five lines, by its log and no model.
func (c *Case) Brief() []BriefLine {
	b := briefing{log: c.log, asked: map[chat.MessageID]*chat.Message{}, replies: map[chat.MessageID]*chat.Message{}}
	h := &c.Head
	b.fills = h.Owner == chat.OwnerBot && h.Status == chat.Open && c.now.Sub(h.VisitorAt) < chat.IdleAfter
	for i := range c.log {
		m := &c.log[i]
		if m.Author.Kind == chat.ByVisitor && len(m.Bubbles) > 0 {
			b.asked[m.ID] = m
		}
		if m.Answers != "" {
			b.replies[m.Answers] = m
		}
	}
	return []BriefLine{b.want(), b.tried(), b.missing(), b.tone(), b.promised(h)}
}

// briefing is the log of a case, the earliest message first, and the visitor's messages in it.
type briefing struct {
	log     []chat.Message
	asked   map[chat.MessageID]*chat.Message
	replies map[chat.MessageID]*chat.Message // of the bot, by their question
	fills   bool                             // a form that the bot asks in words may still be filled in
}

// said are the visitor's messages of which something can be read, the earliest first.
func (b *briefing) said(yield func(*chat.Message) bool) {
	for i := range b.log {
		m := &b.log[i]
		if b.asked[m.ID] == nil || m.Body().Kind == chat.KindEvent || m.Body().IsMark() {
			continue
		}
		if !yield(m) {
			return
		}
	}
}

// want is the first question for which the bot looked in its knowledge, else the visitor's first words.
func (b *briefing) want() BriefLine {
	line := BriefLine{Part: BriefWant}
	for m := range b.said {
		if reply := b.replies[m.ID]; reply != nil && reply.Effects != nil &&
			(reply.Effects.Why != nil || reply.Effects.Gap != nil) {
			return BriefLine{Part: BriefWant, Message: m.ID, Words: m.Preview()}
		}
		if line.Message == "" {
			line.Message, line.Words = m.ID, m.Preview()
		}
	}
	return line
}

// tried are the entries that answered. It leads to the last of the answers.
func (b *briefing) tried() BriefLine {
	line := BriefLine{Part: BriefTried}
	for i := range b.log {
		m := &b.log[i]
		if m.Effects == nil || m.Effects.Why == nil || !m.Effects.Why.Answered || len(m.Effects.Why.Best) == 0 {
			continue
		}
		title := m.Effects.Why.Best[0].Title
		line.Titles = append(slices.DeleteFunc(line.Titles, func(t string) bool { return t == title }), title)
		line.Message = m.ID
	}
	line.Titles = line.Titles[max(0, len(line.Titles)-MaxTitles):]
	return line
}

// missing is the last question without an answer, as the bot or somebody says now, or the field at which a form was
// left, whichever is later.
func (b *briefing) missing() BriefLine {
	none := BriefLine{Part: BriefMissing}
	question, form := none, none
	later := &question
	for i := range b.log {
		m := &b.log[i]
		if m.Effects == nil {
			continue
		}
		if place := m.Effects.Form; place != nil {
			if form = none; b.left(place) {
				form, later = BriefLine{Part: BriefMissing, Message: m.ID, Words: place.Label, Kind: FormKind}, &form
			}
		}
		if q := b.asked[m.Answers]; q != nil && m.Unanswered() {
			question, later = BriefLine{Part: BriefMissing, Message: q.ID, Words: q.Preview()}, &question
		}
	}
	if later.Message == "" {
		return question
	}
	return *later
}

// left tells whether a form was left at a place: the visitor said so, or went away, or a person has them now.
func (b *briefing) left(place *chat.FormPlace) bool {
	return place.State == chat.FormLeft || place.State == chat.FormAsked && !b.fills
}

// FormKind marks the line of a form that was not filled in.
const FormKind course.Kind = "form"

// tone is the visitor's message that sounds most like trouble. Danger and the law count from half the chance on, as on
// the deck, unless an entry answered them.
func (b *briefing) tone() BriefLine {
	line, most := BriefLine{Part: BriefTone}, 0.0
	for m := range b.said {
		if m.Body().Text == "" || m.Body().Click != nil {
			continue
		}
		chance, kind, cue := course.Sounds(m.Body().Text)
		enough := chance >= course.MoodNeeds || chance >= course.MoodNeeds/2 && kind.Urgent() && !b.answered(m.ID)
		if enough && chance > most {
			most = chance
			line = BriefLine{Part: BriefTone, Message: m.ID, Kind: kind, Cue: cue}
		}
	}
	return line
}

// answered tells whether an entry answered a message.
func (b *briefing) answered(id chat.MessageID) bool {
	reply := b.replies[id]
	return reply != nil && reply.Effects != nil && reply.Effects.Why.AnsweredBy() != ""
}

// promised is the bot's word that a person comes, with the time if one was told. A hand-over without words promised
// nothing.
func (b *briefing) promised(h *chat.Head) BriefLine {
	line := BriefLine{Part: BriefPromised}
	for i := range b.log {
		if m := &b.log[i]; m.Effects != nil && m.Effects.HandOver != "" && len(m.Bubbles) > 0 {
			line.Message, line.Until = m.ID, h.PromisedBy()
		}
	}
	return line
}
