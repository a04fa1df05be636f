// Package factcheck judges a model's answer against the passage that it cites. In the passage's language an answer is
// made of whole sentences of it; in another one, both must agree in all that a lexicon knows. Where it cannot judge,
// it refuses. It knows no model and no knowledge, only texts.
package factcheck

import (
	"fmt"
	"slices"
)

// Passage is a text that an answer may cite, in one of Languages.
type Passage struct {
	Language string
	Text     string
}

// Sentence is a part of an answer with the name of the passage that it cites.
type Sentence struct {
	Text  string
	Cites string
}

// Kind is the kind of a fault.
type Kind string

// The kinds of faults.
const (
	Figure   Kind = "figure"   // a number with its unit that the cited passage does not have, or in another place
	Link     Kind = "link"     // an address, an e-mail address, a phone number
	Bound    Kind = "bound"    // at least for at most
	Denial   Kind = "denial"   // no for yes
	Claim    Kind = "claim"    // can, must, always, Monday, abroad: not in the passage
	Name     Kind = "name"     // of a place, a product, a person
	Words    Kind = "words"    // in the passage's language, a word that it does not have
	Binding  Kind = "binding"  // true words of different facts, in another order, or parted otherwise
	Limit    Kind = "limit"    // a part of a sentence that was left out, as a condition
	Nothing  Kind = "nothing"  // nothing that cites a passage, or nothing is said
	Language Kind = "language" // one whose words, letters or signs the check does not know
)

// Fault is the reason for which an answer is refused. Its finding is for tests and for owners, not for logs.
type Fault struct {
	Kind  Kind
	Found string
}

func (f *Fault) Error() string { return fmt.Sprintf("factcheck: %s: %s", f.Kind, f.Found) }

// Check is the sentences of an answer that may be shown: those that cite a passage, of which an opening cites none in
// the end. One false sentence refuses the
// answer as a whole, since the others come from the same mind. language is the one in which the model was to answer.
func Check(language string, said []Sentence, passages map[string]Passage) ([]Sentence, error) {
	if !slices.Contains(Languages, language) {
		return nil, &Fault{Language, language}
	}
	kept, tells, read, so := []Sentence{}, false, map[string]*passage{}, &far{}
	for _, s := range said {
		cited, ok := passages[s.Cites]
		if !ok {
			continue
		}
		if read[s.Cites] == nil {
			read[s.Cites] = readPassage(cited)
		}
		told, fault := read[s.Cites].judge(language, s.Text, so)
		if fault != nil {
			return nil, fault
		}
		if !told {
			s.Cites = ""
		}
		kept, tells = append(kept, s), tells || told
	}
	if !tells {
		return nil, &Fault{Nothing, ""}
	}
	return kept, nil
}
