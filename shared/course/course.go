// Package course judges how a talk between a visitor and a bot goes: whether a person should look at it, and why. It
// knows the talk only as one short turn after the other and keeps a few bytes between them, none of them a visitor's
// words.
package course

// Outcome is the bot's way with a visitor's words.
type Outcome int

// The outcomes of a turn.
const (
	Other    Outcome = iota // a step of a script, a form, small talk
	Answered                // an entry of the knowledge answered
	Chosen                  // they chose one of the offers, and that answered
	Offered                 // the bot asked for their meaning
	Missed                  // it had no answer
)

// Turn is a visitor's message with its outcome.
type Turn struct {
	Words   string // the visitor's; "" for a tap
	Outcome Outcome
	Entry   string  // the likeliest entry, "" if there is none
	Felt    float64 // the chance that a person is needed, by a model of meanings; Unfelt if none read the words
	Opinion Opinion // of a language model
	Foreign bool    // the knowledge has nothing in the language of the words
}

// Code names a reason why a person should look at a talk.
type Code string

// The reasons.
const (
	NoAnswer   Code = "no_answer"    // the bot had none
	NotTaken   Code = "offer_missed" // none of its offers was meant
	AskedAgain Code = "asked_again"  // the same was asked again, or led to the same answer
	Displeased Code = "displeased"   // the words say so
	Complained Code = "complained"   // an answer was called unhelpful or wrong
	Language   Code = "language"     // the knowledge has nothing in theirs
)

// Reason is why a person should look at a talk.
type Reason struct {
	Code   Code
	Points int    // its part of the score
	Times  int    // how often, 0 where that says nothing
	Cue    string // of Displeased: our word for the cue, "" if only the whole message says it; see In
	Kind   Kind   // of that cue
	number int    // of that cue, from 1
}

// Needs is the least score of a talk that needs a person.
const Needs = 50

// How many points something has the first, the second and the third time. More often counts no more.
var points = map[Code][]int{
	NotTaken: {15, 35}, AskedAgain: {22, 45, 60}, Complained: {30, 55}, Language: {25},
}

// unanswered is how many points questions without an answer have, by halves: an offer is half a miss.
var unanswered = []int{0, 5, 18, 30, 42, 52, 62, 65}

// Reasons are those of a talk, the weightiest first.
func (s State) Reasons() []Reason {
	all := []Reason{}
	add := func(code Code, times int) {
		if of := points[code]; times > 0 {
			all = append(all, Reason{Code: code, Points: of[min(times, len(of))-1], Times: times})
		}
	}
	if s.Misses > 0 {
		all = append(all, Reason{Code: NoAnswer, Points: unanswered[min(s.Misses, len(unanswered)-1)], Times: s.Misses / 2})
	}
	add(NotTaken, s.Offers)
	add(AskedAgain, s.Repeats)
	add(Complained, s.Complaints)
	if s.Foreign {
		add(Language, 1)
	}
	if s.Mood > 0 {
		r := Reason{Code: Displeased, Points: s.Mood}
		if i := s.Cue - 1; i >= 0 && i < len(cues()) {
			r.Cue, r.Kind, r.number = cues()[i].words, cues()[i].kind, s.Cue
		}
		all = append(all, r)
	}
	sort(all)
	return all
}

// Score is how much a talk needs a person, from 0 to 100. How one message sounds alerts nobody by itself, but for words
// of danger.
func (s State) Score() int {
	sum, all := 0, s.Reasons()
	for _, r := range all {
		sum += r.Points
	}
	if len(all) == 1 && all[0].alone() {
		return min(sum, Least-1)
	}
	return min(sum, 100)
}

// alone tells whether a reason may be how one message sounds: two have more points than one can have.
func (r Reason) alone() bool {
	if r.Kind == Law {
		return r.Code == Displeased && r.Points <= urgent
	}
	return r.Code == Displeased && r.Kind != Danger && r.Points <= mostMood
}

// The points of one message by its mood: from least, where a person is probably needed, to most; and of one that speaks
// of danger or the law and was not answered: people ask about falls and theft too.
const (
	MoodNeeds               = 0.4
	leastMood, mostMood     = 20, 45
	urgent                  = 50
	fades, calms, forgotten = 0.7, 0.5, 8 // a mood below the last is none
)

// After is the state after one more turn.
func (s State) After(t Turn) State {
	s = s.hears(t)
	question := t.Outcome != Other && t.Words != ""
	seal := printOf(t.Words)
	if question && t.Outcome != Chosen && (s.alike(seal) || s.same(t)) {
		s.Repeats++
	} else if t.Outcome == Answered && s.Repeats == 0 {
		s.Misses, s.Offers = s.Misses/2, s.Offers/2
	} else if t.Outcome == Chosen {
		s.Misses = s.Misses / 2
	}
	if s.Offering && t.Outcome != Chosen {
		s.Offers++
	}
	switch t.Outcome {
	case Missed:
		s.Misses += 2
	case Offered:
		s.Misses++
	case Answered, Chosen:
		s.Foreign = false
	}
	s.Foreign = s.Foreign || t.Foreign && (t.Outcome == Missed || t.Outcome == Offered)
	s.Offering, s.Judged = t.Outcome == Offered, false
	if question {
		s.Print, s.Entry = seal, entryOf(t.Entry)
	}
	return s.bounded()
}

// hears takes in the mood of the words.
func (s State) hears(t Turn) State {
	if t.Words == "" {
		return s
	}
	of := found(t.Words)
	n, cue := counted(of), strongest(of)
	chance := t.Opinion.on(mood(t.Words, n, t.Felt))
	switch {
	case chance >= MoodNeeds/2 && cue >= 0 && rank(cue) < 2 && t.Outcome != Answered:
		s.Mood, s.Cue = int(float64(s.Mood)*fades)+urgent, cue+1
	case chance >= MoodNeeds:
		now := leastMood + int((mostMood-leastMood)*(chance-MoodNeeds)/(1-MoodNeeds))
		s.Mood, s.Cue = int(float64(s.Mood)*fades)+now, cue+1
	default:
		s.Mood = int(float64(s.Mood) * calms)
		if n[Fine] > 0 && t.Outcome == Other && s.Mood < leastMood {
			s.Misses, s.Offers, s.Repeats = s.Misses/2, s.Offers/2, s.Repeats/2
		}
	}
	if s.Mood < forgotten {
		s.Mood, s.Cue = 0, 0
	}
	return s
}

// Complain is the state after the last reply was called unhelpful or wrong, or that was taken back. A repeat changes
// nothing.
func (s State) Complain(is bool) State {
	if is == s.Judged {
		return s
	}
	if s.Judged = is; is {
		s.Complaints++
	} else {
		s.Complaints = max(s.Complaints-1, 0)
	}
	return s.bounded()
}
