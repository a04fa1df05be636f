package bot_test

import (
	"testing"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
)

// Every language of the scripts asks for a rating, with buttons that WhatsApp takes.
func TestARatingIsAskedInEveryLanguage(t *testing.T) {
	english := bot.Rating(chat.RatingTalk{Language: "en"})
	for _, language := range bot.Languages {
		words := bot.Rating(chat.RatingTalk{Language: language})
		if language != "en" && words.Ask == english.Ask {
			t.Errorf("%s is asked in English", language)
		}
		for _, answer := range words.Answers {
			if n := utf8.RuneCountInString(answer); n == 0 || n > 20 {
				t.Errorf("%s: %q has %d characters", language, answer, n)
			}
		}
	}
}

func TestARatingIsAskedInTheVisitorsLanguage(t *testing.T) {
	for name, one := range map[string]struct {
		talk chat.RatingTalk
		want string
	}{
		"the bot talks it":          {chat.RatingTalk{Language: "ar", Theirs: "When do you open?"}, "ar"},
		"their words":               {chat.RatingTalk{Theirs: "Wann haben Sie offen und wo?", Page: "en-GB"}, "de"},
		"a number, on their page":   {chat.RatingTalk{Theirs: "4711", Page: "fr-CA", Ours: "It is on its way to you"}, "fr"},
		"a number, on WhatsApp":     {chat.RatingTalk{Theirs: "4711", Ours: "Das Paket ist nicht da, wir suchen es"}, "de"},
		"nothing tells":             {chat.RatingTalk{Theirs: "4711"}, "en"},
		"a language that is not it": {chat.RatingTalk{Language: "sw", Page: "sw"}, "en"},
	} {
		if got, want := bot.Rating(one.talk), bot.Rating(chat.RatingTalk{Language: one.want}); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
