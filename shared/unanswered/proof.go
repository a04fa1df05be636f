package unanswered

import (
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// lasts is for how long after an answer nobody may speak against it.
const lasts = 7 * 24 * time.Hour

// proof is what became of the answers of an entry since its question was routed.
type proof struct {
	people int       // whom it helped, since the last one whom it did not
	last   time.Time // when it was last asked and answered
	doubt  time.Time // when somebody last wished for a person after it, or said that it was no answer
}

// proofOf reads the answers of a question's entry. An answer that somebody asked for once more within a week is none
// that helped, and proves nothing; a word against one, or a wish for a person after it, opens the question again.
func (k *known) proofOf(t *Topic, row *Row) proof {
	p, against := proof{}, t.Routed
	helps := []chat.Help{}
	for _, h := range k.helps[t.Entry] {
		p.last = later(p.last, later(h.At, h.Again))
		if !h.At.After(t.Routed) {
			continue
		}
		helps = append(helps, h)
		doubt := k.doubtOf(h)
		p.doubt = later(p.doubt, doubt)
		against = later(against, later(doubt, k.againAfter(h, row)))
	}
	people := map[chat.ConversationID]bool{}
	for _, h := range helps {
		if h.At.After(against) {
			people[h.Conversation] = true
		}
	}
	p.people = len(people)
	return p
}

// doubtOf is when somebody wished for a person after an answer, or spoke against it; zero for never.
func (k *known) doubtOf(h chat.Help) time.Time {
	doubt := time.Time{}
	if !h.Wish.IsZero() && h.Wish.Sub(h.At) <= lasts {
		doubt = h.Wish
	}
	if k.wrong[said{h.Conversation, h.Message}] {
		doubt = later(doubt, h.At)
	}
	return doubt
}

// againAfter is when the person asked the question again within a week after its answer, zero for never.
func (k *known) againAfter(h chat.Help, row *Row) (at time.Time) {
	soon := func(t time.Time) bool { return t.After(h.At) && t.Sub(h.At) <= lasts }
	if soon(h.Again) {
		at = h.Again
	}
	for _, other := range k.helps[h.Entry] {
		if other.Conversation == h.Conversation && soon(other.At) {
			at = later(at, other.At)
		}
	}
	for _, w := range row.Wordings {
		for _, a := range k.askings[w.ID] {
			if a.Conversation == h.Conversation && soon(a.At) {
				at = later(at, a.At)
			}
		}
	}
	return at
}
