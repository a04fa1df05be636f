package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/factcheck"
	"github.com/botifire/livechat/shared/truncate"
)

// The tools of a model.
const (
	toolChoose   = "choose_answer"
	toolNone     = "nothing_fits"
	toolWrite    = "write_answer"
	toolHandOver = "hand_over"
	toolGoal     = "reach_goal"
	toolShow     = "show_step"
)

type object = map[string]any

// tools are those that this conversation may use.
func tools(c bot.Consult, setting chat.BotModel) []Tool {
	all := []Tool{}
	add := func(name, use string, properties object) {
		properties[opinion] = object{"type": "boolean"}
		required := []string{}
		for property := range properties {
			required = append(required, property)
		}
		slices.Sort(required)
		all = append(all, Tool{name, use, object{
			"type": "object", "properties": properties, "required": required, "additionalProperties": false,
		}})
	}
	one := object{"type": "integer", "minimum": 1, "maximum": max(1, len(c.Candidates))}
	if len(c.Candidates) > 0 {
		add(toolChoose, "The passage that answers the question.", object{"passage": one})
	}
	if setting.Free && len(c.Candidates) > 0 {
		add(toolWrite, "An answer in your words, sentence by sentence, each with the passage that says so.", object{
			"sentences": object{"type": "array", "minItems": 1, "maxItems": maxSentences, "items": object{
				"type": "object", "required": []string{"passage", "text"},
				"properties": object{"text": object{"type": "string", "maxLength": 400}, "passage": one},
			}},
		})
	}
	add(toolNone, "No passage answers the question, which you then put into plain words.", object{
		"plain": object{"type": "string", "maxLength": chat.MaxPlain},
	})
	if setting.May(chat.ModelHandsOver) {
		add(toolHandOver, "The customer needs a person.", object{})
	}
	if setting.May(chat.ModelReachesGoals) && len(c.Goals) > 0 {
		add(toolGoal, "The customer has just done this.", object{"goal": object{"type": "string", "enum": c.Goals}})
	}
	if setting.May(chat.ModelShowsSteps) && len(c.Steps) > 0 {
		add(toolShow, "Buttons or a form for what the customer wants to do.",
			object{"step": object{"type": "string", "enum": c.Steps}})
	}
	return all
}

// maxSentences is how many sentences a model may write.
const maxSentences = 6

// take carries out a call if this conversation may make it, and tells whether it may. A call that it may not
// make changes nothing.
func (a *advice) take(c bot.Consult, setting chat.BotModel, call Call) bool {
	then := *a
	if !then.follow(c, setting, call) {
		return false
	}
	*a = then
	return true
}

// follow carries out a call, as far as it may be made.
func (a *advice) follow(c bot.Consult, setting chat.BotModel, call Call) bool {
	if !slices.ContainsFunc(tools(c, setting), func(t Tool) bool { return t.Name == call.Name }) {
		return false
	}
	var in struct {
		Passage   int    `json:"passage"`
		Goal      string `json:"goal"`
		Plain     string `json:"plain"`
		Step      string `json:"step"`
		Needs     *bool  `json:"needs_person"`
		Sentences []struct {
			Text    string `json:"text"`
			Passage int    `json:"passage"`
		} `json:"sentences"`
	}
	strict := json.NewDecoder(bytes.NewReader(call.Input))
	strict.DisallowUnknownFields()
	if len(call.Input) > 0 && strict.Decode(&in) != nil {
		return false
	}
	a.Opinion = opinionOf(in.Needs)
	switch call.Name {
	case toolChoose:
		a.Entry, a.Use.Did = in.Passage-1, chat.ModelChose
		return in.Passage >= 1 && in.Passage <= len(c.Candidates)
	case toolNone:
		a.Use.Did, a.Plain = chat.ModelFoundNothing, truncate.Text(strings.Join(strings.Fields(in.Plain), " "), chat.MaxPlain)
	case toolHandOver:
		a.HandOver, a.Use.Did = true, chat.ModelHandedOver
	case toolGoal:
		a.Goal, a.Use.Did = in.Goal, chat.ModelReached
		return slices.Contains(c.Goals, in.Goal)
	case toolShow:
		a.Step, a.Use.Did = in.Step, chat.ModelShowed
		return slices.Contains(c.Steps, in.Step)
	case toolWrite:
		said := []factcheck.Sentence{}
		for _, s := range in.Sentences {
			said = append(said, factcheck.Sentence{Text: s.Text, Cites: strconv.Itoa(s.Passage)})
		}
		return a.written(c, said)
	}
	return true
}

// written takes an answer in the model's words: of the first entry of which a sentence is said. One without text has
// none; its step or its person is no part of these words. If they do not hold, that entry answers in its own.
func (a *advice) written(c bot.Consult, said []factcheck.Sentence) bool {
	text, kept, err := checked(c, said)
	if err != nil {
		kept = said
	}
	of := passages(c)
	first := slices.IndexFunc(kept, func(s factcheck.Sentence) bool { return of[s.Cites].Text != "" })
	if first < 0 {
		return false
	}
	at, _ := strconv.Atoi(kept[first].Cites) // a passage has the name that we gave it
	a.Entry, a.Use.Did = at-1, chat.ModelWorded
	var fault *factcheck.Fault
	switch {
	case errors.As(err, &fault):
		a.Use.Did, a.Use.Why = chat.ModelChose, chat.Refused+string(fault.Kind)
	case quotes(text, c):
		a.Use.Did, a.Use.Why = chat.ModelChose, chat.Refused+"hint"
	case err != nil || strings.TrimSpace(text) == "" || len([]rune(text)) > chat.MaxText:
		a.Use.Did, a.Use.Why = chat.ModelChose, Unusable
	default:
		a.Words = text
	}
	return true
}
