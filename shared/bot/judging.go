package bot

import (
	"context"
	"errors"
	"slices"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/meaning"
)

// Judge tells by meaning which entries of an edition answer a question.
type Judge interface {
	Judge(ctx context.Context, q meaning.Question) (meaning.Verdict, error)
}

// ByWords is the judge of a function that knows only words: it refuses, and words decide.
type ByWords struct{}

// Judge refuses.
func (ByWords) Judge(context.Context, meaning.Question) (meaning.Verdict, error) {
	return meaning.Verdict{}, errByWords
}

var errByWords = chat.NotHere("judge by meaning")

// judged is the verdict on a question, and whether there is one. Without an entry that serves there is
// nothing to judge.
func (m *replying) judged(q chat.Question, text string) (v meaning.Verdict, whole bool) {
	if m.known.edition == 0 || !m.known.serving() {
		return v, true
	}
	if m.judgement == nil { // once, however often the turn is said
		v, err := m.judge.Judge(m.ctx, meaning.Question{
			Tenant: string(q.Bot.Tenant), Edition: m.known.edition, Mark: m.known.mark, Bot: string(q.Bot.ID), Site: q.Site,
			Text: text, At: m.at,
		})
		m.judgement = &judgement{v, err}
	}
	if err := m.judgement.err; err != nil {
		return meaning.Verdict{}, errors.Is(err, errByWords)
	}
	m.felt = m.judgement.Felt
	return m.judgement.Verdict, true
}

type judgement struct {
	meaning.Verdict
	err error
}

// sureWords is the least score by which words answer before a verdict that is late. From Threshold on they answer 42 of
// 238 plain English questions of scripts/evaluate/testdata wrongly, and 45 of 339 that are far from every wording; from
// here on 2 and 1.
const sureWords = 0.8

// byMeaning answers a question of which words alone did not make sure. found is the best entry by words; its entry is
// nil if it is not good enough.
func (m *replying) byMeaning(q chat.Question, st state, text string, found Found) chat.Answer {
	v, whole := m.judged(q, text)
	best := m.entries(v.Use, text)
	if a, done := m.advised(q, st, text, v, whole); done {
		return a
	}
	switch {
	case v.Decision == meaning.Answered && len(best) > 0:
		return because(m.told(q, text, best[0]), chat.ByMeaning, true, m.entries(v.Best, text))
	case found.Entry != nil && (v.Decision == "" || found.Entry.kept == nil):
		// It is a question of the script, which no edition holds, or words are all that there is. While a verdict may still
		// come, only sure words do not wait for it.
		m.later = m.later || !whole && found.Entry.kept != nil && found.Score < sureWords
		return because(m.told(q, text, found), chat.ByWords, true, m.known.Best(text, chat.MaxReasons, m.at))
	case m.asksForPerson(text):
		return m.answer(m.getting(), state{}, chat.Effects{HandOver: "asked"})
	case q.Message.Body().Media != nil: // a caption that is not a question
		return m.answer(m.voice.own(m.script.Received, m.voice.received), st, chat.Effects{})
	}
	if b := begun(text, m.offered(st)); b != nil {
		return m.enter(q, b.Goto)
	}
	switch {
	case !whole:
		m.later = true
		return because(m.unjudged(st), chat.ByWords, false, m.known.Best(text, chat.MaxReasons, m.at))
	case v.Decision == meaning.Offered && len(best) > 0 && st.Offered == "":
		return because(m.offer(st, text, best), chat.ByMeaning, false, best)
	case v.Decision == "":
		return because(m.unanswered(st, text, found.Score, v), chat.ByWords, false, m.known.Best(text, chat.MaxReasons, m.at))
	}
	return because(m.unanswered(st, text, found.Score, v), chat.ByMeaning, false, m.entries(v.Best, text))
}

// unjudged is said at last, if meaning never came back: that nobody knows an answer is not known either, so nothing is
// counted. The way to a person is beside it.
func (m *replying) unjudged(st state) chat.Answer {
	a := m.answer(m.script.Fallback.Step, st, chat.Effects{})
	a.Bubbles = m.withPerson(a.Bubbles)
	return a
}

// unanswered is a gap. After an offer the way to a person is beside it: nobody is asked twice for their meaning.
func (m *replying) unanswered(st state, text string, score float64, v meaning.Verdict) chat.Answer {
	cause, again := chat.NoMatch, st.Offered != ""
	if len(v.Best) > 0 {
		score = v.Best[0].Chance
	}
	if score > 0 {
		cause = chat.LowConfidence
	}
	st.Offered = ""
	a := m.missed(st, text, cause, score)
	if again && a.Effects.HandOver == "" {
		a.Bubbles = m.withPerson(a.Bubbles)
	}
	return a
}

// fewAsked is how many words leave a doubt in which language they are, unless they are sure ones.
const fewAsked = 2

// entries are those candidates that serve, in the language of the question. One or two words that were taken for the
// team's own language may be of any: they are answered in the visitor's. Words that were taken for another are of that.
func (m *replying) entries(candidates []meaning.Candidate, text string) []Found {
	all, doubt := []Found{}, len(m.prefers) > 0 && len(tokens(text)) <= fewAsked && told(text) == ""
	for _, c := range candidates {
		if e := m.known.kept(c.Entry, m.at); e != nil {
			f := Found{Entry: e, Score: c.Chance, Language: c.Asked}
			if doubt && base(c.Asked) == base(m.script.Own()) {
				f.Language = m.prefers[0]
			}
			all = append(all, f)
		}
	}
	return all
}

func (m *replying) asksForPerson(text string) bool {
	_, among := m.wish(text)
	return among
}

// withPerson adds a button for a person to the last text, if it has room and none that leads to one.
func (m *replying) withPerson(bodies []chat.Body) []chat.Body {
	last := len(bodies) - 1
	if last < 0 {
		return bodies
	}
	b := &bodies[last]
	if (b.Kind != chat.KindText && b.Kind != chat.KindButtons) || len(b.Options) >= chat.MaxButtons ||
		len([]rune(b.Text)) > maxAbove || slices.ContainsFunc(b.Options, m.leadsToPerson) {
		return bodies
	}
	b.Kind = chat.KindButtons
	b.Options = append(slices.Clone(b.Options), chat.Option{ID: tapAsk, Title: m.voice.person})
	return bodies
}

func (m *replying) leadsToPerson(o chat.Option) bool { return m.step(m.goals[o.ID]).HandOver != "" }

// because adds the reasons of an answer.
func because(a chat.Answer, by chat.WhyBy, answered bool, best []Found) chat.Answer {
	a.Effects.Why = &chat.Why{By: by, Answered: answered}
	for _, f := range best[:min(len(best), chat.MaxReasons)] {
		a.Effects.Why.Best = append(a.Effects.Why.Best, f.reason())
	}
	return a
}

func (f Found) reason() chat.Reason {
	version := 0
	if f.Entry.kept != nil {
		version = f.Entry.kept.Version
	}
	return chat.ReasonOf(f.Entry.ID, version, f.Entry.Title(), f.Score)
}
