package course

// Opinion is a language model's judgement of a message: whether it needs a person.
type Opinion string

// The opinions.
const (
	Unasked  Opinion = ""
	Needed   Opinion = "needed"
	Unneeded Opinion = "unneeded"
)

// neededChance is the chance of a message that, as a language model says, needs a person.
const neededChance = 0.9

// on is a chance with the opinion taken in: a language model reads more than cues do. It does not take back what a cue
// of danger or the law says, which counts from half of MoodNeeds on.
func (o Opinion) on(chance float64) float64 {
	switch o {
	case Needed:
		return max(chance, neededChance)
	case Unneeded:
		return min(chance, MoodNeeds*0.9)
	}
	return chance
}
