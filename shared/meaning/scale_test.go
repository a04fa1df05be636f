package meaning

import (
	"math"
	"testing"
)

// The file of the scale says the same as the space of its model, from which it is made.
func TestTheScaleIsThatOfItsSpace(t *testing.T) {
	s, err := scale()
	if err != nil {
		t.Fatal(err)
	}
	space, err := SpaceOf(s.Model)
	if err != nil {
		t.Fatal(err)
	}
	for a := range Languages {
		for b := range Languages {
			got, want := s.Reached[a][b], space.Scale.Reached[a][b]
			if math.Abs(float64(got-want)) > 1e-5 { // processors add in their own ways
				t.Errorf("%s and %s reach %v, in the space %v", Languages[a], Languages[b], got, want)
			}
		}
	}
	if _, err := ScaleOf("another"); err == nil {
		t.Error("another model has this scale")
	}
}
