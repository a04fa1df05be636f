package chat

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"math/bits"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Two machines that answer each other differ from people: they repeat each other or themselves, or they write
// faster than fingers do, and they do not tire of it.
const (
	loopPatience  = 8 * time.Minute  // this much suspicion means a machine; it fades with the time
	repeatWeighs  = 2 * time.Minute  // suspicion of words that were said just before, by either side
	haste         = 52 * time.Second // and of words that nobody types so fast
	typedInSecond = 20               // characters
	manyPrints    = 8                // prints that a head keeps
	plainWords    = 16               // bytes of words that people say again and again, as yes or next
	likeness      = 8                // bits in which prints of alike texts differ at most
	printedRunes  = 400              // of a text that its print is made of
)

// Rhythm is a head's record of how the last words of its conversation followed each other. It holds none of the
// words, and starts anew with every change of owner.
type Rhythm struct {
	Prints  string    `json:"prints,omitempty"`   // of the last words of both sides, the latest last
	Again   bool      `json:"again,omitempty"`    // the bot's last answer was one of these
	Spoke   time.Time `json:"spoke,omitzero"`     // when the bot last answered
	Suspect time.Time `json:"suspected,omitzero"` // until when suspicion lasts
}

// hears takes in a visitor's words, and tells whether a machine must have written them.
func (r *Rhythm) hears(m *Message) bool {
	if m.Body().Click != nil || m.Body().Submission != nil || m.Body().FlowReply != nil || m.Body().Event != nil {
		return false // taps are people's, however fast
	}
	seal, weight := printOf(m.Body().Text), time.Duration(0)
	switch {
	case seal != 0 && r.knows(seal, m.Body().Text):
		weight = repeatWeighs
	case r.hasty(m):
		weight = haste
	}
	r.remember(seal)
	if weight > 0 {
		r.Suspect = latest(r.Suspect, m.At).Add(weight)
	}
	return weight > 0 && r.Suspect.Sub(m.At) >= loopPatience
}

// knows tells whether words were said just before. People say a few words again too: those count once the bot
// itself says nothing new.
func (r *Rhythm) knows(seal uint64, text string) bool {
	prints := r.prints()
	if len(lettersOf(text)) < plainWords {
		return r.Again && slices.Contains(prints, seal)
	}
	return slices.ContainsFunc(prints, func(p uint64) bool { return bits.OnesCount64(p^seal) <= likeness })
}

// hasty tells whether words that came after the bot's answer came sooner than anybody could
// have typed them.
func (r *Rhythm) hasty(m *Message) bool {
	at, spoke := m.At, r.Spoke
	if m.Origin != nil && !m.Origin.Sent.IsZero() { // messages that were sent together are delivered one by one
		at = m.Origin.Sent
	}
	typing := time.Second + time.Duration(utf8.RuneCountInString(m.Body().Text))*time.Second/typedInSecond
	return !spoke.IsZero() && at.After(spoke) && at.Sub(spoke) < typing
}

// says takes in the bot's answer.
func (r *Rhythm) says(reply *Message) {
	had, all, again := r.prints(), "", len(reply.Bubbles) > 0
	for i, b := range reply.Bubbles {
		seal := printOf(b.Text)
		again = again && (seal == 0 || slices.Contains(had, seal))
		all += b.Text + " "
		if i < 3 {
			r.remember(seal)
		}
	}
	if len(reply.Bubbles) > 1 {
		r.remember(printOf(all))
	}
	r.Again, r.Spoke = again, reply.At
}

func (r *Rhythm) prints() []uint64 {
	raw, _ := base64.RawStdEncoding.DecodeString(r.Prints)
	var all []uint64
	for ; len(raw) >= 8; raw = raw[8:] {
		all = append(all, binary.BigEndian.Uint64(raw))
	}
	return all
}

func (r *Rhythm) remember(seal uint64) {
	if seal == 0 {
		return
	}
	all := append(slices.DeleteFunc(r.prints(), func(p uint64) bool { return p == seal }), seal)
	var raw []byte
	for _, p := range all[max(0, len(all)-manyPrints):] {
		raw = binary.BigEndian.AppendUint64(raw, p)
	}
	r.Prints = base64.RawStdEncoding.EncodeToString(raw)
}

// lettersOf is a text without the parts that machines change in it: numbers, dates, punctuation.
func lettersOf(text string) string {
	var b strings.Builder
	gap := false
	for _, c := range strings.ToLower(text) {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsMark(c):
			gap = b.Len() > 0
			continue
		case gap:
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(c)
	}
	return b.String()
}

// printOf is a text's similarity hash (Charikar's), of its letters three by three: texts that
// are alike have prints that differ in a few bits. 0 is the print of a text without letters.
func printOf(text string) uint64 {
	letters := []rune(lettersOf(text))
	letters = letters[:min(len(letters), printedRunes)]
	var votes [64]int
	for i := range letters {
		h := fnv.New64a()
		h.Write([]byte(string(letters[i:min(i+3, len(letters))])))
		mixed := h.Sum64()
		mixed = (mixed ^ mixed>>32) * 0x9e3779b97f4a7c15
		mixed ^= mixed >> 29
		for bit := range votes {
			votes[bit] += int(mixed>>bit&1)*2 - 1
		}
	}
	var seal uint64
	for bit, vote := range votes {
		if vote > 0 {
			seal |= 1 << bit
		}
	}
	return seal
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
