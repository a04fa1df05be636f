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

// Brief tells a colleague the latest case of a conversation in five lines, by the last chat.MaxPageSize messages of its
// log and no model.
func (r *Reader) Brief(ctx context.Context, a chat.Agent, id chat.ConversationID) ([]BriefLine, error) {
	key := chat.ConversationKey{Tenant: a.Tenant, ID: id}
	head, err := r.desk.Conversation(ctx, key)
	if err != nil {
		return nil, err
	}
	log, err := r.store.History(ctx, key, "", chat.MaxPageSize)
	if err == nil {
		log, err = r.seen(ctx, a, log)
	}
	if err != nil {
		return nil, err
	}
	log = slices.DeleteFunc(log, func(m chat.Message) bool {
		return m.At.Before(head.CaseBegan) || m.Outcome == chat.Dropped || len(m.Bubbles) == 0
	})
	slices.SortFunc(log, func(a, b chat.Message) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	b := briefing{log: log, asked: map[chat.MessageID]*chat.Message{}}
	for i := range log {
		if log[i].Author.Kind == chat.ByVisitor {
			b.asked[log[i].ID] = &log[i]
		}
	}
	return []BriefLine{b.want(), b.tried(), b.missing(), b.tone(), b.promised(&head)}, nil
}

// briefing is the log of a case, the earliest message first, and the visitor's messages in it.
type briefing struct {
	log   []chat.Message
	asked map[chat.MessageID]*chat.Message
}

// want is the first question for which the bot looked in its knowledge, else the visitor's first words.
func (b *briefing) want() BriefLine {
	line := BriefLine{Part: BriefWant}
	for i := range b.log {
		m := &b.log[i]
		if q := b.asked[m.Answers]; q != nil && m.Effects != nil && (m.Effects.Why != nil || m.Effects.Gap != nil) {
			return BriefLine{Part: BriefWant, Message: q.ID, Words: q.Preview()}
		}
		if line.Message == "" && m.Author.Kind == chat.ByVisitor && m.Body().Kind != chat.KindEvent {
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
	line := BriefLine{Part: BriefMissing}
	for i := range b.log {
		m := &b.log[i]
		if m.Effects == nil {
			continue
		}
		if place := m.Effects.Form; place != nil {
			switch {
			case place.State == chat.FormSent && line.Kind == FormKind:
				line = BriefLine{Part: BriefMissing}
			case place.State != chat.FormSent:
				line = BriefLine{Part: BriefMissing, Message: m.ID, Words: place.Label, Kind: FormKind}
			}
		}
		if q := b.asked[m.Answers]; q != nil && m.Unanswered() {
			line = BriefLine{Part: BriefMissing, Message: q.ID, Words: q.Preview()}
		}
	}
	return line
}

// FormKind marks the line of a form that was not filled in.
const FormKind course.Kind = "form"

// tone is the visitor's message that sounds most like trouble.
func (b *briefing) tone() BriefLine {
	line, most := BriefLine{Part: BriefTone}, course.MoodNeeds
	for i := range b.log {
		m := &b.log[i]
		if m.Author.Kind != chat.ByVisitor || m.Body().Text == "" || m.Body().Click != nil {
			continue
		}
		if chance, kind, cue := course.Sounds(m.Body().Text); chance >= most {
			most = chance
			line = BriefLine{Part: BriefTone, Message: m.ID, Kind: kind, Cue: cue}
		}
	}
	return line
}

// promised is the bot's word that a person comes, with the time if one was told.
func (b *briefing) promised(h *chat.Head) BriefLine {
	line := BriefLine{Part: BriefPromised}
	for i := range b.log {
		if m := &b.log[i]; m.Effects != nil && m.Effects.HandOver != "" {
			line.Message, line.Until = m.ID, h.PromisedBy()
		}
	}
	return line
}
