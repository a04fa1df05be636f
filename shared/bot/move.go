package bot

import (
	"encoding/json"
	"fmt"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/truncate"
)

// Moved is a script whose questions have become entries of the knowledge. Together they answer as the script did.
type Moved struct {
	Script  string // as it is without these questions
	Entries []knowledge.Content
	Left    int // questions that are too long for an entry: they stay in the script
}

// pages are a script in parts, as they were written.
type pages struct {
	Greeting  json.RawMessage            `json:"greeting"`
	Steps     map[string]json.RawMessage `json:"steps"`
	FAQ       []json.RawMessage          `json:"faq,omitempty"`
	Fallback  json.RawMessage            `json:"fallback"`
	Person    json.RawMessage            `json:"person,omitempty"`
	Language  string                     `json:"language,omitempty"`
	Received  json.RawMessage            `json:"received,omitempty"`
	Smalltalk json.RawMessage            `json:"smalltalk,omitempty"`

	Translations json.RawMessage `json:"translations,omitempty"`
}

// Move turns the questions of a bot's script into entries. An answer that is more than words becomes a step of the
// script, to which its entry leads.
func Move(text []byte, bot chat.BotID) (Moved, error) {
	s, err := Parse(text)
	if err != nil {
		return Moved{}, err
	}
	var rest pages
	if err := json.Unmarshal(unquoted(text), &rest); err != nil {
		return Moved{}, err
	}
	moved, faq := Moved{}, rest.FAQ
	if rest.FAQ = nil; rest.Steps == nil {
		rest.Steps = map[string]json.RawMessage{}
	}
	for i, e := range s.FAQ {
		content, step := s.content(e, bot), freeStep(rest.Steps, e.ID)
		if !e.Answer.words() {
			content.Step = step
		}
		if content.Tidy() != nil {
			rest.FAQ = append(rest.FAQ, faq[i])
			continue
		}
		if content.Step != "" {
			var parts struct{ Answer json.RawMessage }
			if err := json.Unmarshal(faq[i], &parts); err != nil {
				return Moved{}, err
			}
			rest.Steps[step] = parts.Answer
		}
		moved.Entries = append(moved.Entries, content)
	}
	raw, err := json.MarshalIndent(rest, "", "  ")
	moved.Script, moved.Left = string(raw), len(rest.FAQ)
	return moved, err
}

// words tells whether the step only says something.
func (s Step) words() bool {
	return len(s.Buttons) == 0 && len(s.Cards) == 0 && s.Form == nil && s.Goal == "" && s.HandOver == ""
}

// content is a question as an entry, with its answer in each language that has all of it.
func (s *Script) content(e Entry, bot chat.BotID) knowledge.Content {
	words := knowledge.Words{Wordings: append([]string{e.Question}, e.Also...)}
	languages := map[string]knowledge.Words{}
	if e.Answer.words() {
		words.Answer = e.Answer.Say
		for language := range s.Translations {
			v := s.voice(language)
			if to := e.Answer.each(v.say); !v.lacks {
				languages[language] = knowledge.Words{Answer: to.Say}
			}
		}
	}
	languages[s.Own()] = words
	return knowledge.Content{
		Title: truncate.Text(e.Question, knowledge.MaxTitle), Bots: []chat.BotID{bot}, Languages: languages,
		Source: knowledge.Source{Kind: knowledge.FromScript, Name: string(bot), Part: e.ID},
	}
}

// freeStep is a name for a step that a script has not.
func freeStep(steps map[string]json.RawMessage, question string) string {
	name := "question-" + question
	for n := 2; ; n++ {
		if _, taken := steps[name]; !taken {
			return name
		}
		name = fmt.Sprintf("question-%s-%d", question, n)
	}
}
