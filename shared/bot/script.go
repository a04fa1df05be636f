// Package bot has the bots that can answer a conversation: a script with questions and answers that
// a tenant writes, or the tenant's own bot behind a webhook.
package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
)

// Script is the script of a bot, as a tenant writes it in JSON.
type Script struct {
	Greeting Step            `json:"greeting"`
	Steps    map[string]Step `json:"steps"`
	FAQ      []Entry         `json:"faq"`
	Fallback Fallback        `json:"fallback"`
	Person   Person          `json:"person"`

	Language  string    `json:"language,omitempty"` // the language of its texts, and of the bot's built-in ones
	Received  []string  `json:"received,omitempty"` // acknowledges files, locations, contacts, stickers
	Smalltalk Smalltalk `json:"smalltalk,omitzero"`

	// Translations of the script's texts by language, each by the text as the script has it.
	Translations map[string]map[string]string `json:"translations,omitempty"`
}

// Step is a turn of the bot: its texts, its choices, and the goal that it reaches.
type Step struct {
	Say      []string `json:"say,omitempty"`
	Buttons  []Button `json:"buttons,omitempty"`
	Choose   string   `json:"choose,omitempty"` // on WhatsApp, the label of the button that opens a list
	Cards    []Card   `json:"cards,omitempty"`
	Form     *Form    `json:"form,omitempty"`
	Goal     string   `json:"goal,omitempty"`
	HandOver string   `json:"handover,omitempty"` // the reason for asking for a person

	spoken string // the language of these words, if they are not the script's
}

// Button leads to a step, or opens a page.
type Button struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Goto  string `json:"goto,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Card is a picture with words and buttons.
type Card struct {
	Title   string   `json:"title"`
	Text    string   `json:"text,omitempty"`
	Image   string   `json:"image,omitempty"`
	Buttons []Button `json:"buttons,omitempty"`
}

// Form asks for values and then leads to a step. Values of the types name, email and phone are saved
// in the visitor's profile.
type Form struct {
	chat.Form
	Goto string `json:"goto"`
}

// Entry is a question with other wordings, and its answer.
type Entry struct {
	ID       string   `json:"id"`
	Question string   `json:"question"`
	Also     []string `json:"also,omitempty"`
	Answer   Step     `json:"answer"`

	kept *knowledge.Entry // of which it is made, if it is no question of the script
}

// Fallback is the answer if nothing fits. After HandoverAfter misses in a row a person is asked for;
// 0 means never.
type Fallback struct {
	Step
	HandOverAfter int `json:"handoverAfter,omitempty"`
}

// Person has the words with which a visitor asks for a person, and the bot's answer to them.
type Person struct {
	Words []string `json:"words"`
	Say   []string `json:"say"`
}

// Smalltalk has the bot's answers to small talk. Built-in ones replace those that are empty.
type Smalltalk struct {
	Hello  []string `json:"hello,omitempty"`
	Thanks []string `json:"thanks,omitempty"`
	Other  []string `json:"other,omitempty"`
}

// Parse reads a script and checks its consistency. The error names the place for the script's
// author.
func Parse(raw []byte) (*Script, error) {
	decoder := json.NewDecoder(bytes.NewReader(unquoted(raw)))
	decoder.DisallowUnknownFields()
	var s Script
	if err := decoder.Decode(&s); err != nil {
		return nil, chat.Errorf(chat.Invalid, "bad_script", "The script cannot be read: %v.", err)
	}
	if decoder.More() {
		return nil, chat.Errorf(chat.Invalid, "bad_script", "Something follows the end of the script.")
	}
	return &s, s.check()
}

// unquoted is a script as it was written, with its line breaks: it is kept as a text.
func unquoted(raw []byte) []byte {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return []byte(text)
	}
	return raw
}

func (s *Script) check() error {
	if faults := s.faults(); len(faults) > 0 {
		return faults[0]
	}
	return nil
}

// misplaced is an error with the place in the script.
type misplaced struct {
	err   *chat.Error
	place string
}

func (m misplaced) Error() string { return m.err.Error() }
func (m misplaced) Unwrap() error { return m.err }

// PlaceOf is the place of an error of Parse in the script: greeting, fallback, steps.NAME or faq.ID;
// "" if it has none.
func PlaceOf(err error) string {
	if m, ok := errors.AsType[misplaced](err); ok {
		return m.place
	}
	return ""
}

func wrong(place, format string, args ...any) error {
	return misplaced{chat.Errorf(chat.Invalid, "bad_script", "%s %s.", place, fmt.Sprintf(format, args...)), place}
}

func (s Step) empty() bool { return len(s.Say) == 0 && len(s.Cards) == 0 && s.Form == nil }

func (s Step) allButtons() []Button {
	all := append([]Button{}, s.Buttons...)
	for _, c := range s.Cards {
		all = append(all, c.Buttons...)
	}
	return all
}

// Forms are all forms of the script, by their ids.
func (s *Script) Forms() []Form {
	steps := append(slices.Collect(maps.Values(s.Steps)), s.Greeting, s.Fallback.Step)
	for _, e := range s.FAQ {
		steps = append(steps, e.Answer)
	}
	forms := []Form{}
	for _, step := range steps {
		if step.Form != nil {
			forms = append(forms, *step.Form)
		}
	}
	slices.SortFunc(forms, func(a, b Form) int { return strings.Compare(a.ID, b.ID) })
	return forms
}

// Form finds a form of the script by its id.
func (s *Script) Form(id string) (Form, bool) {
	forms := s.Forms()
	i := slices.IndexFunc(forms, func(f Form) bool { return f.ID == id })
	if i < 0 {
		return Form{}, false
	}
	return forms[i], true
}

// bodies is the step as bubbles. The last text carries the buttons.
func (s Step) bodies() []chat.Body {
	var bodies []chat.Body
	for i, words := range s.Say {
		body := chat.Text(words)
		if i == len(s.Say)-1 && len(s.Buttons) > 0 {
			body.Kind, body.Options, body.Choose = chat.KindButtons, options(s.Buttons), s.Choose
		}
		bodies = append(bodies, body)
	}
	if len(s.Cards) > 0 {
		cards := chat.Body{Kind: chat.KindCards}
		for _, c := range s.Cards {
			cards.Cards = append(cards.Cards, chat.Card{
				Title: c.Title, Text: c.Text, Image: c.Image, Options: options(c.Buttons),
			})
		}
		bodies = append(bodies, cards)
	}
	if s.Form != nil {
		form := s.Form.Form
		bodies = append(bodies, chat.Body{Kind: chat.KindForm, Form: &form})
	}
	return bodies
}

func options(buttons []Button) []chat.Option {
	var all []chat.Option
	for _, b := range buttons {
		all = append(all, chat.Option{ID: b.ID, Title: b.Title, URL: b.URL})
	}
	return all
}
