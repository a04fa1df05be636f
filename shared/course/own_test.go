package course_test

import (
	"testing"

	"github.com/botifire/livechat/shared/course"
)

// The words that say it are the visitor's own, as they wrote them.
func TestTheVisitorsOwnWordsSayIt(t *testing.T) {
	for said, want := range map[string]string{
		"you sold me a FRAUDULENT bicycle":                 "FRAUDULENT",
		"I can’t cope with this any longer":                "can’t cope",
		"Dann hören Sie von meinem  Anwalt, und zwar bald": "meinem  Anwalt",
		"me robáron la bicicleta, ¡una Estafa total!":      "Estafa",
		"这辆车冒烟了，怎么办":                                       "冒烟",
	} {
		_, _, words := course.Sounds(said)
		all := course.State{}.After(course.Turn{Words: said, Outcome: course.Missed}).Reasons()
		if words != want || all[0].In(said).Cue != want || all[0].In("and now?").Cue == "" {
			t.Errorf("%q: %q, %+v", said, words, all[0].In(said))
		}
	}
}
