package course_test

import (
	"testing"

	"github.com/botifire/livechat/shared/course"
)

// How one message sounds alerts nobody by itself, but for words of danger, of which nearly all are right.
func TestOneMessageAlertsNobody(t *testing.T) {
	var danger found
	for _, m := range turns(t) {
		s := course.State{}.After(course.Turn{Words: m.words, Outcome: course.Other, Felt: m.felt})
		_, kind, _ := course.Sounds(m.words)
		if alerts := s.Score() >= course.Least; alerts && kind != course.Danger {
			t.Errorf("%q alerts by itself: %+v", m.words, s.Reasons())
		} else if !m.tuned {
			danger.add(alerts, m.needs)
		}
	}
	t.Logf("words of danger alone: %d of %d are right", danger.hits, danger.flagged)
	if danger.flagged == 0 || danger.precision() < 0.8 {
		t.Errorf("words of danger alone: %d of %d are right", danger.hits, danger.flagged)
	}
	twice := course.State{}
	for range 2 {
		twice = twice.After(course.Turn{Words: "this is a joke, I am furious, you useless people!!", Outcome: course.Other})
	}
	if twice.Score() < course.Least {
		t.Errorf("two of them do not count: %d %+v", twice.Score(), twice.Reasons())
	}
}

// Words with a plain meaning, too, are no danger and no law.
func TestPlainWordsThatSoundLikeTheLaw(t *testing.T) {
	for _, words := range []string{
		"Wird das Gericht warm geliefert?", "Wo finde ich die Anzeige mit dem Gutschein?",
		"Is there compensation in points for the old frame?", "¿Hay envío urgente para el sábado?",
		"Faites-vous des livraisons urgentes, c’est urgent ?", "Vocês vendem itens de decoração, art deco?",
	} {
		s := course.State{}.After(course.Turn{Words: words, Outcome: course.Missed})
		if s.Score() >= course.Needs {
			t.Errorf("%q: %d %+v", words, s.Score(), s.Reasons())
		}
	}
}
