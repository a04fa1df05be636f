package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
)

// byLastWord is a model for which texts mean the same that end with the same word, in the first language that they
// name.
type byLastWord struct{ err error }

func (m byLastWord) Place(_ context.Context, texts []string) ([]meaning.Placed, error) {
	all := []meaning.Placed{}
	for _, text := range texts {
		words := strings.Fields(strings.Trim(text, "?"))
		small := meaning.Small{Bytes: make([]byte, meaning.Dimensions), Step: 1. / 127}
		at := uint32(0)
		for _, c := range []byte(words[len(words)-1]) {
			at = at*31 + uint32(c)
		}
		small.Bytes[at%meaning.Dimensions] = 127
		speaks := slices.IndexFunc(meaning.Languages, func(l string) bool { return slices.Contains(words, l) })
		all = append(all, meaning.Placed{Model: "multilingual-e5-small-q4/2", Small: small, Language: byte(max(speaks, 0))})
	}
	return all, m.err
}

// An entry as it is being written gets the questions that its words find before those of any other entry, and then
// those near it by meaning; of a bot for which it is not meant none.
func TestAnEntryShowsTheQuestionsThatItWouldGet(t *testing.T) {
	h := newHouse(t)
	h.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{chat.Text("So.")}, Effects: chat.Effects{Why: &chat.Why{
			By: chat.ByMeaning, Answered: true, Best: []chat.Reason{chat.ReasonOf("01x", 1, "Shop", 0.9)},
		}}}, nil
	}
	g := h.Guest()
	g.Opens("/")
	for _, text := range []string{
		"do you repair umbrellas", "mending a broken umbrellas", "What does a parcel to another country cost?",
		"something quite different", "hello there",
	} {
		h.Pass(2 * time.Minute)
		g.Says(text)
	}
	h.Streams()
	content := knowledge.Content{Title: "Umbrellas", Languages: map[string]knowledge.Words{
		"en": {Wordings: []string{"Do you repair umbrellas?"}, Answer: []string{"Yes."}},
	}}
	for _, c := range []struct {
		name  string
		fails error
		bots  []chat.BotID
		want  string
	}{
		{"with meaning", nil, nil, "do you repair umbrellas words Shop, mending a broken umbrellas meaning Shop"},
		{"meaning is down", errors.New("down"), nil, "do you repair umbrellas words Shop"},
		{"of another bot", nil, []chat.BotID{"b_other"}, ""},
	} {
		h.places = byLastWord{c.fails}
		content.Bots = c.bots
		list, err := h.matches(h.Ctx(), lea, newEntry, content)
		h.Must(err)
		got := []string{}
		for _, row := range list.Rows {
			got = append(got, fmt.Sprint(row.Question, " ", row.By, " ", *row.Was.Title))
		}
		if strings.Join(got, ", ") != c.want || list.Looked != 5 || list.WordsOnly != (c.fails != nil) {
			t.Errorf("%s: %q of %d, by words only %v", c.name, got, list.Looked, list.WordsOnly)
		}
	}
}

// A question that becomes a wording does so in its own language, however it was found: by its words if they tell, else
// by its meaning.
func TestAQuestionIsFoundInItsLanguage(t *testing.T) {
	h := newHouse(t)
	h.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{chat.Text("So.")}, Effects: chat.Effects{Why: &chat.Why{
			By: chat.ByMeaning, Answered: true, Best: []chat.Reason{chat.ReasonOf("01x", 1, "Shop", 0.9)},
		}}}, nil
	}
	g := h.Guest()
	g.Opens("/")
	for _, text := range []string{
		"umbrellas umbrellas", "¿dónde está la shop umbrellas?", "fr umbrellas", "hi something umbrellas",
	} {
		h.Pass(2 * time.Minute)
		g.Says(text)
	}
	h.Streams()
	content := knowledge.Content{Title: "Umbrellas", Languages: map[string]knowledge.Words{
		"en": {Wordings: []string{"umbrellas"}, Answer: []string{"Yes."}},
	}}
	for _, c := range []struct {
		fails error
		want  string
	}{
		{nil, "hi something umbrellas: hi, fr umbrellas: fr, ¿dónde está la shop umbrellas?: es, umbrellas umbrellas: en"},
		{
			errors.New("down"),
			"hi something umbrellas: , fr umbrellas: , ¿dónde está la shop umbrellas?: es, umbrellas umbrellas: ",
		},
	} {
		h.places = byLastWord{c.fails}
		list, err := h.matches(h.Ctx(), lea, newEntry, content)
		h.Must(err)
		got := []string{}
		for _, row := range list.Rows {
			got = append(got, row.Question+": "+httpapi.Or(row.Language))
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%q", got)
		}
	}
}
