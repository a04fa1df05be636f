package meaning

import "testing"

// A message that points the way of those that need a person is more likely to; of another model nothing is said.
func TestWhatIsFelt(t *testing.T) {
	d, err := direction()
	if err != nil || len(d.Weight) != Dimensions {
		t.Fatal(len(d.Weight), err)
	}
	var toward, away Vector
	for i, w := range d.Weight {
		toward[i], away[i] = float32(w), float32(-w)
	}
	if up, down := Felt(d.Model, &toward), Felt(d.Model, &away); up < 0.9 || down > 0.1 || down <= 0 {
		t.Errorf("%v toward, %v away", up, down)
	}
	if got := Felt("another", &toward); got != 0 {
		t.Errorf("of another model %v", got)
	}
	if _, err := SpaceOf(d.Model); err != nil {
		t.Error(err)
	}
}
