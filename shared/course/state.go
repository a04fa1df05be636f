package course

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"math/bits"
	"slices"
	"unicode"
	"unicode/utf8"
)

// State is the memory of a talk from turn to turn: nine bytes, twelve characters in JSON. It holds no words of a
// visitor.
type State struct {
	// How often of late; misses by halves. 7 at most, 3 offers and complaints.
	Misses, Offers, Repeats, Complaints int

	Foreign  bool // there was nothing in their language
	Offering bool // the last reply was an offer
	Judged   bool // the last reply was called unhelpful or wrong
	Mood     int  // 0 to 100
	Cue      int  // the number of the cue that says it, from 1; 0 for none
	Entry    uint8
	Print    uint32 // of the last question's words
}

const (
	size   = 9
	judged = 1 << 12
)

// bounded is the state with counts that fit.
func (s State) bounded() State {
	s.Misses, s.Repeats = min(s.Misses, 7), min(s.Repeats, 7)
	s.Offers, s.Complaints = min(s.Offers, 3), min(s.Complaints, 3)
	s.Mood = min(s.Mood, 100)
	return s
}

// MarshalText writes the state in twelve characters.
func (s State) MarshalText() ([]byte, error) {
	s = s.bounded()
	flags := uint32(0) // from the twentieth bit
	if s.Foreign {
		flags |= 1
	}
	if s.Offering {
		flags |= 2
	}
	packed := uint32(s.Misses)<<29 | uint32(s.Repeats)<<26 | uint32(s.Offers)<<24 | uint32(s.Complaints)<<22 |
		flags<<20 | uint32(s.Mood)<<13 | uint32(s.Cue)&0xfff
	if s.Judged {
		packed |= judged
	}
	raw := binary.BigEndian.AppendUint32(make([]byte, 0, size), packed)
	raw = binary.BigEndian.AppendUint32(append(raw, s.Entry), s.Print)
	return base64.RawURLEncoding.AppendEncode(nil, raw), nil
}

var errState = errors.New("course: this is no state of a talk")

// UnmarshalText reads the text of MarshalText.
func (s *State) UnmarshalText(text []byte) error {
	raw, err := base64.RawURLEncoding.DecodeString(string(text))
	if err != nil || len(raw) != size {
		return errState
	}
	packed := binary.BigEndian.Uint32(raw)
	*s = State{
		Misses: int(packed >> 29), Repeats: int(packed >> 26 & 7), Offers: int(packed >> 24 & 3),
		Complaints: int(packed >> 22 & 3), Foreign: packed>>20&1 != 0, Offering: packed>>20&2 != 0,
		Judged: packed&judged != 0,
		Mood:   int(packed >> 13 & 0x7f), Cue: int(packed & 0xfff), Entry: raw[4], Print: binary.BigEndian.Uint32(raw[5:]),
	}
	return nil
}

// entryOf is a short hash of an entry's id, 0 only for none.
func entryOf(id string) uint8 {
	if id == "" {
		return 0
	}
	h := fnv.New32a()
	h.Write([]byte(id))
	return uint8(h.Sum32()%255) + 1
}

// same tells whether a question led to the same entry as the one before it, and does not go on from its answer.
func (s State) same(t Turn) bool {
	return t.Entry != "" && s.Entry == entryOf(t.Entry) && !furthers(t.Words)
}

// alike tells whether words say the same as the last question.
func (s State) alike(seal uint32) bool {
	both, few := bits.OnesCount32(s.Print&seal), min(bits.OnesCount32(s.Print), bits.OnesCount32(seal))
	return few > 0 && (s.Print == seal || few >= 3 && both*4 >= few*3)
}

// printed is how many words of a text are in its print. With all words of a long text nearly all bits would be there,
// and any words after it would be among them.
const printed = 10

// printOf has one of 32 bits for each word that means something: longer ones, or pairs of signs of Chinese. Of a long
// text it has those of a few words that are always the same ones.
func printOf(text string) (seal uint32) {
	all := []uint32{}
	for _, w := range split(text) {
		signs := []rune(w)
		switch {
		case unicode.Is(unicode.Han, signs[0]):
			for i := range signs[:len(signs)-1] {
				all = append(all, hashOf(string(signs[i:i+2])))
			}
		case utf8.RuneCountInString(w) >= 4:
			all = append(all, hashOf(w))
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	for _, h := range all[:min(len(all), printed)] {
		seal |= 1 << (h * 0x9e3779b1 >> 27)
	}
	return seal
}

func hashOf(word string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(word))
	return h.Sum32()
}

func sort(all []Reason) {
	slices.SortStableFunc(all, func(a, b Reason) int { return cmp.Compare(b.Points, a.Points) })
}
