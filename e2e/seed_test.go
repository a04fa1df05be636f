package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// seed is what the product is for, one sentence after the other: each with the stories that tell it through the public
// doors, and with the browser tests that tell it on the screens where a user would look.
var seed = []struct {
	sentence string
	stories  []func(*testing.T)
	screens  []screen
}{
	{
		"The team sees everyone who talks to a bot, live and past: place, new or returning, cookie id, source, duration.",
		[]func(*testing.T){TestTheStoryOfAVisitor, TestASilentVisitIsOneSession, TestTheStoryOfAPhone},
		[]screen{
			{"/visitors", "a row says what its visitor does, where they come from, and who helps them"},
			{"/visitors", "a visitor is found by name from the list, and their page leads back to it"},
			{"/visitors", "past visits are counted, sorted, filtered to the end, and dated; no column is lost at 768 px"},
			{"/visitors", "a visitor who comes back is said to be returning, in the list and on the deck"},
		},
	},
	{
		"Transcripts of websites have the words, the clicks, the buttons and the forms.",
		[]func(*testing.T){TestAWebMessageReachesTheInbox, TestTheStoryOfAFile},
		[]screen{
			{"/inbox", "an agent sends choices and a form, and what is filled in lands on the profile"},
			{"/inbox", "files go up, are looked at, and are shown on both sides"},
		},
	},
	{
		"Transcripts of WhatsApp have every kind of message, with media and Flows.",
		[]func(*testing.T){TestEveryKindFromThePhone, TestEveryKindToThePhone, TestAFlowOnThePhone},
		[]screen{
			{"inbox(", "a phone sends every kind, and the agent sees each as what it is"},
			{"Insights", "a form is a Flow on the phone, and what was filled in is a table"},
		},
	},
	{
		"The team watches talks as they happen, is told where a person is needed, and steps in without a seam.",
		[]func(*testing.T){TestTakeoverByTwoAtOnce, TestATakeoverWhileTheBotAnswers},
		[]screen{
			{"/deck", "a talk that goes wrong stands on the deck with its reasons, and is taken"},
			{"/deck", "a talk in Hindi goes wrong: two people are alerted, one hints, and the answer gets better"},
			{"/deck", "an unsure answer waits for a person, who changes and sends it"},
			{"/deck", "a visitor who opened the chat and said nothing is watched from the deck"},
			{"/inbox", "an agent takes over, answers, and hands back; the visitor reads it"},
		},
	},
	{
		"Visitors keep their privacy: modes, masking, erasure and export.",
		[]func(*testing.T){TestErasureAndExportReachEveryTrace, TestRolesMayDoAsTheAPISays},
		[]screen{
			{"Privacy", "a visitor has everything deleted from the chat, and a team erases and exports"},
			{"", "with Global Privacy Control nothing is stored or sent until the chat is opened"},
			{"Search messages", "filters narrow a search, and a viewer does not find a number"},
		},
	},
	{
		"The team finds the questions that the bot could not answer, and the knowledge is made better by them.",
		[]func(*testing.T){TestTheStoryOfAPriceOnAPage},
		[]screen{
			{"/training", "a question in two languages is one row, and is answered in four clicks"},
			{"/training", "an entry is written, tried, published alone, and answers a visitor on the shop"},
		},
	},
	{
		"The company sees how many visitors reach the checkout or leave their data without a person's help.",
		[]func(*testing.T){TestInsightsCountTheSeed},
		[]screen{{"/insights", "the goals that visitors reached after the bot alone are counted, and open their list"}},
	},
	{
		"The places of visitors show whether leads are from where the company sells.",
		[]func(*testing.T){TestInsightsCountTheSeed},
		[]screen{
			{"/insights", "the places from which visitors come are counted beside what they asked and reached"},
			{"/visitors", "the map zooms by buttons and keys, and a filter makes no circle grow"},
		},
	},
}

// screen is a browser test by its name, and the page where it looks, by its address, the name of its link or the helper
// that opens it; "" is the widget.
type screen struct{ at, test string }

// A sentence without a story fails, as does one whose browser test is gone, is skipped or never looks at that page.
func TestEverySentenceHasItsStories(t *testing.T) {
	told := browserTests(t)
	for _, s := range seed {
		if len(s.stories) == 0 || len(s.screens) == 0 {
			t.Errorf("%s\nIt has %d stories and %d screens", s.sentence, len(s.stories), len(s.screens))
		}
		for _, on := range s.screens {
			body, is := told[on.test]
			if !is {
				t.Errorf("%s\nNo browser test is called %q", s.sentence, on.test)
			} else if !strings.Contains(body, on.at) {
				t.Errorf("%s\n%q never looks at %s", s.sentence, on.test, on.at)
			}
		}
	}
}

// browserTests has the text of each browser test that runs, by its name: another test of its file proves nothing.
func browserTests(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../web/test/browser/*.test.ts")
	if err != nil || len(files) == 0 {
		t.Fatal("there are no browser tests", err)
	}
	told := map[string]string{}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, rest := range strings.Split("\n"+string(raw), "\ntest('")[1:] {
			title, body, _ := strings.Cut(rest, "', ")
			told[title], _, _ = strings.Cut(body, "\n});")
		}
	}
	return told
}
