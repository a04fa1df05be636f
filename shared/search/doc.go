package search

import (
	"maps"
	"slices"
	"strconv"

	"github.com/botifire/livechat/shared/chat"
)

// Fields of documents. Those of contact data are not searched for people who may not see it.
const (
	Open    = "w" // words
	Contact = "p" // words of contact data
	Number  = "n" // phone numbers, as they are dialled from abroad and at home
	Ending  = "e" // the same from the last digit on

	OfAuthor       = "a" // visitor, bot, agent, system
	OfBot          = "b"
	OfSource       = "s"
	HasFile        = "f"
	OfConversation = "c"
)

// Term is a text in a field of a document.
type Term struct{ Field, Text string }

// Doc is a message as it is found: the terms of its words and of its properties, each once.
type Doc struct {
	Ref
	Terms []Term
}

// RefsOf names the message under which the words of a new one are found: itself, or the one that it corrects. A
// customer's correction on WhatsApp is found under itself, because it may come before the message that it corrects.
func RefsOf(key chat.ConversationKey, m *chat.Message) []Ref {
	if m.Outcome == chat.Dropped || len(m.Bubbles) == 0 || m.Rates > 0 {
		return nil
	}
	switch b := m.Body(); b.Kind {
	case chat.KindReaction, chat.KindRevoke, chat.KindRating, chat.KindEvent:
		return nil
	case chat.KindEdit:
		if b.ReplyTo != "" {
			return []Ref{{key.ID, b.ReplyTo}}
		}
	}
	return []Ref{{key.ID, m.ID}}
}

// document makes the document of a message; false if it has no words to find it by.
func document(head chat.Head, m chat.Message) (Doc, bool) {
	all := textsOf(&m)
	if len(all) == 0 && !hasFile(&m) {
		return Doc{}, false
	}
	masked := m.Masked()
	terms := map[Term]bool{}
	for _, key := range keysOf(textsOf(&masked)) {
		terms[Term{Open, key}] = true
	}
	for _, key := range keysOf(all) {
		if !terms[Term{Open, key}] {
			terms[Term{Contact, key}] = true
		}
	}
	for _, number := range numbersOf(all) {
		terms[number] = true
	}
	terms[Term{OfAuthor, string(m.Author.Kind)}], terms[Term{OfBot, string(head.Bot)}] = true, true
	terms[Term{OfSource, string(head.Source)}], terms[Term{OfConversation, string(head.ID)}] = true, true
	if hasFile(&m) {
		terms[Term{HasFile, "1"}] = true
	}
	return Doc{Ref{head.ID, m.ID}, slices.Collect(maps.Keys(terms))}, true
}

func keysOf(texts []string) []string {
	var all []string
	for _, text := range texts {
		all = append(all, keys(wordsIn(text))...)
	}
	return all
}

func numbersOf(texts []string) []Term {
	var all []Term
	for _, text := range texts {
		for _, number := range chat.NumbersIn(text) {
			for _, t := range chat.NumberTerms(number) {
				all = append(all, numberTerm(t))
			}
		}
	}
	return all
}

func numberTerm(t chat.Term) Term {
	if t.Kind == "ending" {
		return Term{Ending, t.Text}
	}
	return Term{Number, t.Text}
}

// textsOf are the texts of a message as they read now, in the order in which they stand.
func textsOf(m *chat.Message) []string {
	if len(RefsOf(chat.ConversationKey{}, m)) == 0 {
		return nil
	}
	var all []string
	for _, bubble := range m.Shown() {
		all = append(all, textsIn(&bubble.Body)...)
	}
	return slices.DeleteFunc(all, func(text string) bool { return text == "" })
}

func textsIn(b *chat.Body) []string {
	all := []string{b.Text}
	for _, o := range b.Options {
		all = append(all, o.Title)
	}
	for _, card := range b.Cards {
		all = append(all, card.Title, card.Text)
		for _, o := range card.Options {
			all = append(all, o.Title)
		}
	}
	if b.Click != nil {
		all = append(all, b.Click.Title)
	}
	if b.Submission != nil {
		all = append(all, values(b.Submission.Values)...)
	}
	if b.FlowReply != nil {
		all = append(all, values(b.FlowReply.Values)...)
	}
	if b.Media != nil {
		all = append(all, b.Media.Name)
	}
	if b.Template != nil {
		all = append(all, b.Template.Header, b.Template.Footer)
		all = append(all, values(b.Template.Values)...)
	}
	return append(all, placesIn(b)...)
}

// placesIn are the texts of places, contact cards and orders.
func placesIn(b *chat.Body) []string {
	var all []string
	if b.Location != nil {
		all = append(all, b.Location.Name, b.Location.Address)
	}
	for _, card := range b.People {
		all = append(all, card.Name, card.Org)
		all = append(all, slices.Concat(card.Phones, card.Emails, card.Places)...)
	}
	if b.Order != nil {
		for _, item := range b.Order.Items {
			all = append(all, strconv.FormatFloat(item.Quantity, 'f', -1, 64)+" × "+item.SKU)
		}
	}
	return all
}

func values(of map[string]string) []string {
	all := make([]string, 0, len(of))
	for _, name := range slices.Sorted(maps.Keys(of)) {
		all = append(all, of[name])
	}
	return all
}

// hasFile tells whether a message has a file now: one that was taken back has none.
func hasFile(m *chat.Message) bool {
	return slices.ContainsFunc(m.Shown(), func(b chat.Bubble) bool { return b.Media != nil })
}
