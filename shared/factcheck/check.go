// Package factcheck judges a model's answer against the passages that it cites: each number, price, date, time,
// address, denial and name of an answer must stand in them, and be said of the same thing. It knows no model and no
// knowledge, only texts.
package factcheck

import (
	"fmt"
	"maps"
	"slices"
)

// Passage is a text that an answer may cite, in one of Languages.
type Passage struct {
	Language string
	Text     string
}

// Sentence is a part of an answer with the names of the passages that it cites.
type Sentence struct {
	Text  string
	Cites []string
}

// Kind is the kind of a fault.
type Kind string

// The kinds of faults.
const (
	Figure   Kind = "figure"   // a number with its unit that no cited passage has
	Link     Kind = "link"     // an address, an e-mail address, a phone number
	Order    Kind = "order"    // true figures that changed places
	Bound    Kind = "bound"    // at least for at most
	Denial   Kind = "denial"   // no for yes
	Claim    Kind = "claim"    // can, must, always, Monday, abroad: not in the passage
	Name     Kind = "name"     // of a place, a product, a person
	Words    Kind = "words"    // in the passage's language, a word that it does not have
	Binding  Kind = "binding"  // true words of different facts
	Limit    Kind = "limit"    // a condition that was left out
	Nothing  Kind = "nothing"  // no sentence with a citation is left
	Language Kind = "language" // one whose words the check does not know
)

// Fault is the reason for which an answer is refused. Its finding is for tests and for owners, not for logs.
type Fault struct {
	Kind  Kind
	Found string
}

func (f *Fault) Error() string { return fmt.Sprintf("factcheck: %s: %s", f.Kind, f.Found) }

// Check is the sentences of an answer that may be shown: those that cite a passage. One false sentence refuses the
// answer as a whole, since the others come from the same mind. language is the one in which the model was to answer.
func Check(language string, said []Sentence, passages map[string]Passage) ([]Sentence, error) {
	if !slices.Contains(Languages, language) {
		return nil, &Fault{Language, language}
	}
	kept, read := []Sentence{}, map[string]*passage{}
	places := map[string]map[string]int{}
	for _, s := range said {
		cited := known(s.Cites, passages, read)
		if len(cited) == 0 {
			continue
		}
		if fault := foreignTo(language, s.Text); fault != nil {
			return nil, fault
		}
		if fault := judge(language, s.Text, cited, places); fault != nil {
			return nil, fault
		}
		kept = append(kept, s)
	}
	if len(kept) == 0 {
		return nil, &Fault{Nothing, ""}
	}
	return kept, nil
}

// known are the passages of these names. A name that no passage has is no citation, and neither is a passage without
// words and figures.
func known(names []string, passages map[string]Passage, had map[string]*passage) []*passage {
	found := []*passage{}
	for _, name := range names {
		p, ok := passages[name]
		if !ok {
			continue
		}
		if had[name] == nil {
			had[name] = readPassage(name, p)
		}
		if len(had[name].tokens) > 0 && !slices.Contains(found, had[name]) {
			found = append(found, had[name])
		}
	}
	return found
}

// judge finds the first fault of a text. It must hold against one of the cited passages as a whole: a sentence made of
// two passages may join facts that do not belong together.
func judge(language, text string, cited []*passage, places map[string]map[string]int) *Fault {
	var first *Fault
	for _, p := range cited {
		come := maps.Clone(places[p.name])
		fault := p.judge(language, text, places)
		if fault == nil {
			return nil
		}
		places[p.name] = come
		if first == nil {
			first = fault
		}
	}
	return first
}
