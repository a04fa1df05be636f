package bot_test

import (
	"fmt"
	"time"

	"github.com/botifire/livechat/shared/bot"
)

const script = `{
	"greeting": {"say": ["Welcome to Kettle & Co."], "buttons": [{"id": "order", "title": "My order", "goto": "order"}]},
	"steps": {"order": {"say": ["Your order number, please?"]}},
	"faq": [
		{"id": "hours", "question": "When are you open?", "also": ["opening hours"], "answer": {"say": ["From 9 to 6."]}},
		{"id": "shipping", "question": "How much is shipping?", "answer": {"say": ["It is free."]}}
	],
	"fallback": {"say": ["I do not know that yet."]}
}`

func ExampleParse() {
	s, err := bot.Parse([]byte(script))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Greeting.Say[0])
	fmt.Println(s.Steps[s.Greeting.Buttons[0].Goto].Say[0])
	// Output:
	// Welcome to Kettle & Co.
	// Your order number, please?
}

func ExampleParse_mistake() {
	_, err := bot.Parse([]byte(`{
		"greeting": {"say": ["Hello"], "buttons": [{"id": "order", "title": "My order", "goto": "odrer"}]},
		"fallback": {"say": ["I do not know that yet."]}
	}`))
	fmt.Println(bot.PlaceOf(err))
	fmt.Println(err)
	// Output:
	// greeting
	// bad_script: greeting has the button "My order", which leads to no step.
}

func ExampleMatcher_Match() {
	s, _ := bot.Parse([]byte(script))
	matcher := bot.NewMatcher(s.FAQ)
	for _, question := range []string{"when do you open on saturday?", "do you sell teapots?"} {
		found := matcher.Match(question, time.Now())
		if found.Entry == nil {
			fmt.Printf("%q: no answer\n", question)
			continue
		}
		fmt.Printf("%q: %s, %.2f\n", question, found.Entry.Answer.Say[0], found.Score)
	}
	// Output:
	// "when do you open on saturday?": From 9 to 6., 0.77
	// "do you sell teapots?": no answer
}
