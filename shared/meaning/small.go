package meaning

import "math"

// Small is a vector of one byte for each dimension, and the value of one step.
type Small struct {
	Bytes []byte // each is an int8
	Step  float32
}

const steps = 127

// Small is a vector in a quarter of the room. The cosine of two keeps two digits, and is worth no more.
func (v *Vector) Small() Small {
	most := float32(0)
	for _, x := range v {
		most = max(most, float32(math.Abs(float64(x))))
	}
	s := Small{Bytes: make([]byte, Dimensions), Step: most / steps}
	if most == 0 {
		return s
	}
	for i, x := range v {
		s.Bytes[i] = byte(int8(math.Round(float64(x / s.Step))))
	}
	return s
}

// Vector is what a small vector stands for.
func (s Small) Vector() (v Vector) {
	for i, b := range s.Bytes {
		v[i] = float32(int8(b)) * s.Step
	}
	return v
}
