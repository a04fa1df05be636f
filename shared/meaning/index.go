package meaning

import (
	"context"
	"encoding/gob"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
)

// Entry is one piece of a knowledge: texts that are found, all with one answer.
type Entry struct {
	ID    string
	Texts []Text
}

// Text is a text of an entry in a language.
type Text struct {
	Language string
	Part     Part
	Words    string
}

// Part is the role of a text in its entry.
type Part byte

const (
	Wording Part = iota // a way in which people ask
	Taught              // one that a model wrote
	Title
	Answer // its title and its words
)

// kind is how a part is embedded.
func (p Part) kind() Kind {
	if p == Answer {
		return Passage
	}
	return Query
}

// Index finds the entries of a knowledge by meaning and by letters. It never changes.
type Index struct {
	Model   string
	Mark    string   // of the contents that it was made of; "" of one that was stored without it
	Entries []string // ids
	Items   Items

	space *Space
	lists postings
	sums  []float32 // the weight of each item's grams
	first []int     // the first item of each entry
	usual [asks]float64
	rich  bool
}

// Items are all texts, one entry after the other: columns, which are read and written as one.
type Items struct {
	Entry    []uint32
	Language []byte // index of Languages
	Part     []byte
	Vectors  []byte    // Dimensions of each, int8
	Step     []float32 // value of one step
	Hub      []float32 // how near the text is to neutral sentences
	Sum      []uint64  // hash of the text
	Asks     []byte    // bits, by ask
	GramEnd  []uint32  // end of its grams in Grams
	Grams    []uint32
}

// Build embeds the texts of a knowledge. Texts that an earlier index has keep its vectors. When its time is over before
// its texts are, it returns an index of the entries so far with the error: the same call with that one goes on.
func Build(ctx context.Context, with Embedder, entries []Entry, had ...*Index) (*Index, error) {
	space, err := SpaceOf(with.Model())
	if err != nil {
		return nil, err
	}
	return space.Build(ctx, with, entries, had...)
}

// Build embeds the texts of a knowledge in this space.
func (s *Space) Build(ctx context.Context, with Embedder, entries []Entry, had ...*Index) (*Index, error) {
	x := &Index{Model: with.Model(), space: s}
	known := knownTo(had, x.Model)
	for n, e := range entries {
		made, err := unknown(ctx, with, e.Texts, known)
		x.Entries = append(x.Entries, e.ID)
		for _, t := range e.Texts {
			sum := sumOf(t)
			if old, is := known[sum]; is {
				from := &old.index.Items
				x.Items.add(uint32(n), t, sum, from.small(old.at), from.Hub[old.at], int(from.Language[old.at]))
				continue
			}
			raw, is := made[sum]
			if !is {
				continue // the time is over
			}
			language := slices.Index(Languages, t.Language)
			if language < 0 {
				language = s.language(raw, t.Part.kind())
			}
			v := s.mapped(raw, t.Part.kind(), language)
			x.Items.add(uint32(n), t, sum, v.Small(), s.like(&v), language)
		}
		if err != nil {
			return x.ready(), fmt.Errorf("meaning: entry %s: %w", e.ID, err)
		}
	}
	return x.ready(), nil
}

// together is how many texts are embedded in one call: a model elsewhere does so side by side.
const together = 8

// unknown embeds the texts of an entry that no earlier index has, as far as it comes.
func unknown(
	ctx context.Context, with Embedder, texts []Text, known map[uint64]old,
) (map[uint64]Vector, error) {
	made := map[uint64]Vector{}
	for _, kind := range []Kind{Query, Passage} {
		words, sums := []string{}, []uint64{}
		for _, t := range texts {
			sum := sumOf(t)
			if _, is := known[sum]; !is && t.Part.kind() == kind && !slices.Contains(sums, sum) {
				words, sums = append(words, t.Words), append(sums, sum)
			}
		}
		for from := 0; from < len(words); from += together {
			of, err := with.Embed(ctx, words[from:min(from+together, len(words))], kind)
			if err != nil {
				return made, err
			}
			for i, v := range of {
				made[sums[from+i]] = v
			}
		}
	}
	return made, nil
}

// old is a text of an earlier index.
type old struct {
	index *Index
	at    int
}

func (i *Items) add(entry uint32, t Text, sum uint64, v Small, hub float32, language int) {
	i.Entry, i.Language, i.Part = append(i.Entry, entry), append(i.Language, byte(language)), append(i.Part, byte(t.Part))
	i.Vectors, i.Step = append(i.Vectors, v.Bytes...), append(i.Step, v.Step)
	i.Hub, i.Sum = append(i.Hub, hub), append(i.Sum, sum)
	bits := byte(0)
	for kind, has := range asksOf(t.Words) {
		if has && t.Part != Answer {
			bits |= 1 << kind
		}
	}
	i.Asks = append(i.Asks, bits)
	i.Grams = append(i.Grams, grams(t.Words)...)
	i.GramEnd = append(i.GramEnd, uint32(len(i.Grams)))
}

// Len is the number of texts.
func (i *Items) Len() int { return len(i.Entry) }

func (i *Items) small(at int) Small {
	return Small{Bytes: i.Vectors[at*Dimensions : (at+1)*Dimensions], Step: i.Step[at]}
}

func (i *Items) grams(at int) []uint32 {
	from := uint32(0)
	if at > 0 {
		from = i.GramEnd[at-1]
	}
	return i.Grams[from:i.GramEnd[at]]
}

// knownTo are the texts of earlier indexes that the model made, by their hashes.
func knownTo(had []*Index, model string) map[uint64]old {
	all := map[uint64]old{}
	for _, x := range had {
		if x.Model != model {
			continue
		}
		for at, sum := range x.Items.Sum {
			all[sum] = old{x, at}
		}
	}
	return all
}

func sumOf(t Text) uint64 {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(t.Language + "\x00" + string(t.Part.kind()) + "\x00" + t.Words))
	return sum.Sum64()
}

// Write stores an index.
func (x *Index) Write(to io.Writer) error { return gob.NewEncoder(to).Encode(x) }

// Read reads an index that Write stored: ErrOther if this release has no space of its model.
func Read(from io.Reader) (*Index, error) {
	x := &Index{}
	if err := gob.NewDecoder(from).Decode(x); err != nil {
		return nil, fmt.Errorf("meaning: the index cannot be read: %w", err)
	}
	var err error
	if x.space, err = SpaceOf(x.Model); err != nil { // of a release before
		return nil, fmt.Errorf("%w, %s: %w", ErrOther, x.Model, err)
	}
	return x.ready(), nil
}

// ready derives the parts that are not stored.
func (x *Index) ready() *Index {
	x.first = make([]int, len(x.Entries)+1)
	for _, e := range x.Items.Entry {
		x.first[e+1]++
	}
	for e := range x.Entries {
		x.first[e+1] += x.first[e]
	}
	x.lists = listed(x)
	x.sums, x.usual, x.rich = x.weighed(), x.asksUsually(), x.wordings() >= richFrom
	return x
}

// wordings is how many wordings an entry has, on the mean.
func (x *Index) wordings() float64 {
	n := 0
	for _, part := range x.Items.Part {
		n += int(truth(Part(part) != Answer))
	}
	return float64(n) / float64(max(len(x.Entries), 1))
}
