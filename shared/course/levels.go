package course

import "slices"

// Level is how soon people are alerted of a talk.
type Level string

// The levels, and one at which nobody is alerted.
const (
	Sensitive Level = "sensitive"
	Even      Level = "even"
	Calm      Level = "calm"
	Off       Level = "off"
)

// Levels are those at which people are alerted, the one with the most alerts first.
var Levels = []Level{Sensitive, Even, Calm}

// Least is the least score of which anybody is alerted.
const Least = 35

var from = map[Level]int{Sensitive: Least, Even: Needs, Calm: 70}

// Known tells whether there is such a level.
func (l Level) Known() bool { return l == Off || slices.Contains(Levels, l) }

// Alerts tells whether people are alerted of a talk with this score.
func (l Level) Alerts(score int) bool { return l != Off && score >= from[l] }
