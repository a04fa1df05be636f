package course_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/course"
	"pgregory.net/rapid"
)

// After any talk a head has room for the state, and reads it as it was written.
func TestStateIsTwelveCharacters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s course.State
		for range rapid.IntRange(1, 12).Draw(t, "turns") {
			s = s.After(course.Turn{
				Words:   rapid.OneOf(rapid.String(), rapid.SampledFrom(sayings)).Draw(t, "words"),
				Outcome: course.Outcome(rapid.IntRange(0, 4).Draw(t, "outcome")),
				Entry:   rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "entry"),
				Felt:    rapid.Float64Range(0, 1).Draw(t, "felt"),
				Foreign: rapid.Bool().Draw(t, "foreign"),
			}).Complain(rapid.Bool().Draw(t, "complain"))
		}
		raw, err := json.Marshal(s)
		if err != nil || len(raw) != 14 {
			t.Fatalf("%s: %v", raw, err)
		}
		var read course.State
		if err := json.Unmarshal(raw, &read); err != nil || read != s {
			t.Fatalf("%+v was read as %+v: %v", s, read, err)
		}
		if n := s.Score(); n < 0 || n > 100 {
			t.Fatalf("the score is %d", n)
		}
	})
}

var sayings = []string{
	"this is useless, i want my money back", "danke", "多少遍了", "where is my order", "वही जवाब",
}

func TestAForeignStateIsRefused(t *testing.T) {
	var s course.State
	for _, text := range []string{`"?"`, `"AAAA"`, `""`} {
		if json.Unmarshal([]byte(text), &s) == nil {
			t.Errorf("%s is taken for a state", text)
		}
	}
}

// A reason names our words for the cue, and of danger also where little else is said.
func TestReasonsNameTheWords(t *testing.T) {
	for said, want := range map[string]course.Kind{
		"there is smoke coming out of it now":                   course.Danger,
		"dann hören sie von meinem anwalt":                      course.Law,
		"this is ridiculous, what is wrong with you?":           course.Anger,
		"ya te dije tres veces que no funciona, nadie contesta": course.Again,
	} {
		all := course.State{}.After(course.Turn{Words: said, Outcome: course.Missed}).Reasons()
		i := 0
		for i < len(all) && all[i].Code != course.Displeased {
			i++
		}
		if i == len(all) || all[i].Kind != want || all[i].Cue == "" {
			t.Errorf("%q: %+v", said, all)
		}
	}
}

// A complaint counts once for a reply, and may be taken back.
func TestComplaintsCountOnce(t *testing.T) {
	answered := course.Turn{Words: "when are you open", Outcome: course.Answered, Entry: "hours"}
	s := course.State{}.After(answered)
	once := s.Complain(true)
	if once.Complain(true) != once || once.Score() <= s.Score() {
		t.Errorf("a repeated complaint counts: %+v", once.Complain(true))
	}
	if back := once.Complain(false); back != s {
		t.Errorf("what was taken back still counts: %+v", back)
	}
	twice := once.After(course.Turn{Words: "and parking", Outcome: course.Answered, Entry: "parking"}).Complain(true)
	if twice.Complaints != 2 || twice.Score() < course.Needs {
		t.Errorf("two complaints are %+v", twice)
	}
}

// The same question in other letters is the same, also in Chinese; a short word is none.
func TestAQuestionThatIsAskedAgain(t *testing.T) {
	for _, c := range []struct {
		first, then string
		again       bool
	}{
		{"where is my parcel", "WHERE is my PARCEL??", true},
		{"where is my parcel number 4471", "my parcel, number 4471, where is it", true},
		{"我的包裹在哪里", "我的包裹在哪里？", true},
		{"wo ist mein Päckchen", "wo ist mein packchen", true},
		{"where is my parcel", "when are you open tomorrow", false},
		{"ok", "no", false},
	} {
		s := course.State{}.After(course.Turn{Words: c.first, Outcome: course.Answered})
		s = s.After(course.Turn{Words: c.then, Outcome: course.Answered})
		if again := s.Repeats > 0; again != c.again {
			t.Errorf("%q after %q: asked again is %v", c.then, c.first, again)
		}
	}
}

// Long and hostile words are judged in bounded time.
func TestLongWords(t *testing.T) {
	s := course.State{}.After(course.Turn{Words: strings.Repeat("never again! ", 1000), Outcome: course.Missed})
	if s.Score() == 0 {
		t.Error("nothing is seen in many words")
	}
}

// After a long text nearly any words would look like a part of it; a text that is said twice is the same, however long.
func TestWordsAfterALongTextAreNotTheSame(t *testing.T) {
	long := ""
	for _, w := range strings.Fields(`yesterday afternoon after work the courier rang twice while everybody was outside in
		the garden watering tomatoes and then drove away without leaving any message although there was enough room behind our
		green wooden fence where parcels usually wait until somebody comes home from shopping or school every evening`) {
		long += w + " "
	}
	for then, again := range map[string]bool{
		"when are you open tomorrow": false, "which payment methods do you accept": false, long: true,
	} {
		s := course.State{}.After(course.Turn{Words: long, Outcome: course.Missed})
		s = s.After(course.Turn{Words: then, Outcome: course.Missed})
		if (s.Repeats > 0) != again {
			t.Errorf("%q after a long text: asked again is %v", then, s.Repeats > 0)
		}
	}
}

// A question that goes on from an answer is another one, though the same entry answers it.
func TestAFurtherQuestionIsNotAskedAgain(t *testing.T) {
	for then, again := range map[string]bool{
		"and on sundays": false, "do you have parking there?": false, "und am sonntag": false, "y los domingos": false,
		"that did not help": true, "it is the third time i ask, when?": true,
	} {
		s := course.State{}.After(course.Turn{Words: "when are you open", Outcome: course.Answered, Entry: "hours"})
		s = s.After(course.Turn{Words: then, Outcome: course.Answered, Entry: "hours"})
		if (s.Repeats > 0) != again {
			t.Errorf("%q: asked again is %v", then, s.Repeats > 0)
		}
	}
}

// A language model reads more than cues do, but takes back nothing that speaks of danger or the law.
func TestAnOpinionOfAModel(t *testing.T) {
	const calm, danger = "the blue one", "the battery is on fire!"
	const angry = "for the third time: this is useless, nobody answers"
	for _, c := range []struct {
		words   string
		opinion course.Opinion
		sounds  bool
	}{
		{calm, course.Unasked, false},
		{calm, course.Needed, true},
		{angry, course.Unasked, true},
		{angry, course.Unneeded, false},
		{danger, course.Unneeded, true},
	} {
		s := course.State{}.After(course.Turn{Words: c.words, Opinion: c.opinion, Outcome: course.Missed})
		if s.Mood > 0 != c.sounds {
			t.Errorf("%q, %q: a mood of %d", c.words, c.opinion, s.Mood)
		}
	}
}
