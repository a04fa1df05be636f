package meaning

import (
	"math"
	"testing"
)

// The file of a scale says the same as the space of its model, from which it is made, and the model has chances.
func TestAScaleIsThatOfItsSpace(t *testing.T) {
	all, err := scales()
	if err != nil || len(all) == 0 {
		t.Fatalf("%d models have a scale: %v", len(all), err)
	}
	for model, s := range all {
		if !Measured(model) {
			t.Fatalf("%s was measured in part", model)
		}
		space, err := SpaceOf(model)
		if err != nil {
			t.Fatal(err)
		}
		for a := range Languages {
			for b := range Languages {
				got, want := s.Reached[a][b], space.Scale.Reached[a][b]
				if math.Abs(float64(got-want)) > 1e-5 { // processors add in their own ways
					t.Errorf("%s: %s and %s reach %v, in the space %v", model, Languages[a], Languages[b], got, want)
				}
			}
		}
	}
	if _, err := ScaleOf("another"); err == nil || Measured("another") {
		t.Error("another model has this scale")
	}
}
