package chat

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/truncate"
)

// Why says how a bot came to its reply to a question. A reply that was looked up nowhere has none, as a step of the
// script, a form, or small talk.
type Why struct {
	By       WhyBy    `json:"by"`
	Answered bool     `json:"answered,omitempty"` // by the first of Best; otherwise it offered them, or had no answer
	Best     []Reason `json:"best,omitempty"`     // the likeliest first; at most MaxReasons
}

// Offers tells whether a reply asks which of some entries is meant, and is no answer yet.
func (w *Why) Offers() bool { return w != nil && !w.Answered && len(w.Best) > 0 }

// AnsweredBy is the entry that answered, "" if none did.
func (w *Why) AnsweredBy() string {
	if w == nil || !w.Answered || len(w.Best) == 0 {
		return ""
	}
	return w.Best[0].Entry
}

// IsEntry tells whether an id is that of an entry of the knowledge, and not of a script's own question.
func IsEntry(id string) bool {
	_, err := TimeOf(strings.ToUpper(id))
	return err == nil && id == strings.ToLower(id)
}

// Wishes tells whether a reply hands over because its visitor wants a person, as they said, or as a step of a script
// that they took means. Bots that fail, and questions that only people answer, are no such wish.
func (e *Effects) Wishes() bool {
	switch e.HandOver {
	case "", "bot_failed", "bot_paused", "suspended", "budget_spent", "loop", "people_only", "order", "flow_reply":
		return false
	}
	return e.Gap == nil
}

// WhyBy is how an entry was found.
type WhyBy string

const (
	ByWording WhyBy = "wording" // the question is one of its wordings
	ByMeaning WhyBy = "meaning"
	ByWords   WhyBy = "words"  // only words were compared
	ByChoice  WhyBy = "choice" // the visitor chose its title
	ByModel   WhyBy = "model"  // a language model chose it
	ByHint    WhyBy = "hint"   // a person of the team chose it
)

// MaxReasons is how many entries a reply names as its reasons.
const MaxReasons = 3

// Reason is an entry of the knowledge, or a question of a script, that may answer a question.
type Reason struct {
	Entry   string  `json:"entry"`
	Version int     `json:"version,omitempty"` // of an entry of the knowledge
	Title   string  `json:"title"`             // the beginning of it
	Chance  float64 `json:"chance"`            // 0 to 1; by words, the share in common
}

// maxReason bounds a title beside a reply, in bytes: the reply stays one write unit.
const maxReason = 60

// ReasonOf is a reason with a title that is cut, and a chance of two digits.
func ReasonOf(entry string, version int, title string, chance float64) Reason {
	return Reason{entry, version, truncate.Bytes(title, maxReason), float64(int(chance*100+0.5)) / 100}
}

// Helpful is a visitor's word on a bot's answer.
type Helpful struct {
	Helped bool      `json:"helped"`
	At     time.Time `json:"at"`
}

// Wrong is an agent's word on a bot's answer.
type Wrong struct {
	At    time.Time `json:"at"`
	Name  string    `json:"name"` // of the agent
	Right *Right    `json:"right,omitempty"`
}

// Right is the entry that should have answered.
type Right struct {
	Entry string `json:"entry"`
	Title string `json:"title"`
}

// Verdicts are the team's and the visitors' words on a bot's answers.
type Verdicts struct{ *Desk }

// Wrong notes that a bot's answer was wrong, and which of the entries that it named was right, "" if nobody knows. The
// question becomes one without an answer. A repeat changes the right entry.
func (d Verdicts) Wrong(
	ctx context.Context, a Agent, key ConversationKey, id MessageID, right string,
) (Message, error) {
	m, err := d.answered(ctx, key, id)
	if err != nil {
		return Message{}, err
	}
	wrong := Wrong{At: d.Now(), Name: a.Name}
	for _, r := range m.Effects.Why.Best[1:] { // the first is the one that answered
		if r.Entry == right {
			wrong.Right = &Right{r.Entry, r.Title}
		}
	}
	if right != "" && wrong.Right == nil {
		return Message{}, WrongField("right", "not_named", "The answer names no such entry. Choose one that it names.")
	}
	return d.judge(ctx, key, m, func(m *Marks) {
		if m.Wrong == nil || m.Wrong.entry() != right {
			m.Wrong = &wrong
		}
	})
}

func (w *Wrong) entry() string {
	if w.Right == nil {
		return ""
	}
	return w.Right.Entry
}

// Rate notes whether a bot's answer helped the visitor. If it did not, the question becomes one without an answer,
// until they say that it helped after all.
func (d Verdicts) Rate(ctx context.Context, s Socket, id MessageID, helpful bool) error {
	key := s.ConversationKey()
	m, err := d.answered(ctx, key, id)
	if err != nil {
		return err
	}
	_, err = d.judge(ctx, key, m, func(m *Marks) {
		if m.Helpful == nil || m.Helpful.Helped != helpful {
			m.Helpful = &Helpful{helpful, d.Now()}
		}
	})
	return err
}

// answered is a bot's reply that an entry gave.
func (d Verdicts) answered(ctx context.Context, key ConversationKey, id MessageID) (Message, error) {
	m, err := d.store.Message(ctx, key, id)
	if err != nil {
		return Message{}, err
	}
	if !m.fromEntry() {
		return Message{}, Errorf(Conflict, "no_answer", "Only an answer that a bot took from an entry can be judged.")
	}
	return m, nil
}

func (m *Message) fromEntry() bool {
	return m.Outcome == Answered && m.Effects != nil && m.Effects.Why != nil && m.Effects.Why.Answered &&
		len(m.Effects.Why.Best) > 0
}

// judge marks an answer, counts its question, and shows that to the team. A call that is cut off in between does all of
// it again when it is repeated; one that repeats an earlier verdict writes nothing.
func (d Verdicts) judge(ctx context.Context, key ConversationKey, m Message, mark func(*Marks)) (Message, error) {
	question, err := d.store.Message(ctx, key, m.Answers)
	if Except(err, ErrNotFound) != nil {
		return Message{}, err
	}
	asked, err := d.impersonal(ctx, VisitorKey{key.Tenant, VisitorID(question.Author.ID)}, question.asked())
	if err != nil {
		return Message{}, err
	}
	m, err = d.store.UpdateMessage(ctx, key, m.ID, func(m *Message) error {
		marks := *cmp.Or(m.Marks, &Marks{})
		mark(&marks)
		m.Marks = &marks
		m.misjudged(asked)
		return nil
	})
	if err != nil {
		return Message{}, err
	}
	head, err := d.complained(ctx, key, m) // never count words of an erased visitor
	if err == nil {
		m, err = d.settleGap(ctx, head, m)
	}
	if err != nil {
		return Message{}, err
	}
	d.show(ctx, Push{Action: PushStatus, Conversation: head.ID}, m, d.watchers(ctx, head))
	return m.ForAgent(), nil
}

// asked are the words of a question, nil of any other message. A tap is no question in words.
func (m *Message) asked() *Gap {
	if len(m.Bubbles) == 0 || m.Body().Click != nil || m.Body().Text == "" {
		return nil
	}
	return &Gap{Question: m.Body().Text}
}

// misjudged keeps the words of a question beside an answer of which somebody says that it was none: with it they are
// counted anew, and erased.
func (m *Message) misjudged(asked *Gap) {
	if !m.Marks.complain() || asked == nil {
		return
	}
	gap := *asked
	if gap.Cause = NotHelpful; m.Marks.Wrong != nil {
		gap.Cause = AnsweredWrongly
	}
	effects := *m.Effects
	effects.Gap = BlackedOut(gap)
	m.Effects = &effects
}

// complain tells whether somebody says of an answer that it was none.
func (m *Marks) complain() bool {
	return m != nil && (m.Wrong != nil || m.Helpful != nil && !m.Helpful.Helped)
}
