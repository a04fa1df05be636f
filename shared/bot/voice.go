package bot

import (
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// voice says the texts of a turn in one language. If one of them lacks there, the whole turn is said in the script's
// own: no turn is half in one language and half in another.
type voice struct {
	tongue
	language  string
	catalogue map[string]string // nil in the script's own language
	lacks     bool              // a text that was to be said is not there
	first     string            // the language of the first message
}

// voice is one in a language; the script's own if that is unknown, or if the script has no translation into it.
func (s *Script) voice(language string) *voice {
	catalogue, there := s.Translations[language]
	if own := s.Own(); !there || language == own {
		return &voice{tongue: tongueIn(own), language: own}
	}
	return &voice{tongue: tongueIn(language), language: language, catalogue: catalogue}
}

func (v *voice) say(text string, _ int) string {
	if v.catalogue == nil || !worded(text) {
		return text
	}
	translated := v.catalogue[text]
	if translated == "" {
		v.lacks = true
		return text
	}
	return translated
}

// bodies is a step as bubbles, in the language of the voice unless its words are in one already.
func (v *voice) bodies(s Step) []chat.Body {
	if s.spoken == "" {
		s, s.spoken = s.each(v.say), v.language
		if s.Form != nil {
			s.Form.Language = v.language
		}
	}
	if v.first == "" {
		v.first = s.spoken
	}
	return s.bodies()
}

// own are a script's words, or the built-in ones in their place.
func (v *voice) own(words []string, builtin string) Step {
	if len(words) > 0 {
		return Step{Say: words}
	}
	return v.built(builtin)
}

// built is a step with a built-in text of the voice.
func (v *voice) built(text string) Step { return Step{Say: []string{text}, spoken: v.language} }

// names are all ways in which a text of the script is written: its own and its translations.
func (s *Script) names(text string) []string {
	all := []string{text}
	for _, words := range s.Translations {
		if t := words[text]; t != "" && !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	return all
}

// speaking is the language of a visitor who writes this message: that of its own words, or of earlier ones. A short
// answer within a form tells nothing: names and addresses are of every language.
func (s *Script) speaking(q chat.Question, st state) string {
	body := q.Message.Body()
	if worded := body.Click == nil && body.Submission == nil && body.FlowReply == nil && body.Event == nil; worded &&
		(st.Form == "" || marked(body.Text) || len(strings.Fields(body.Text)) > 3) {
		if language := told(body.Text); language != "" {
			return language
		}
	}
	return q.Language
}

// pageOf is the language of the page on which a message was written.
func pageOf(q chat.Question) string {
	if q.Message.Entry == nil {
		return ""
	}
	return base(q.Message.Entry.Locale)
}

// base is the language of a locale: pt of pt-BR.
func base(locale string) string {
	language, _, _ := strings.Cut(strings.ToLower(locale), "-")
	return language
}
