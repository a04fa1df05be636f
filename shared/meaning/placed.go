package meaning

// Placed is a question's meaning as it is kept: its vector without the centre of its language, and which language that
// was.
type Placed struct {
	Model string
	Small
	Language byte // index of Languages
}

// Place makes the kept form of a question's vector.
func (s *Space) Place(raw Vector) Placed {
	language := s.language(raw, Query)
	v := s.centred(raw, Query, language)
	return Placed{s.Model, v.small(), byte(language)}
}

// Alike is how near two questions are: 0 for nothing in common, 1 for the nearest that questions in these two
// languages come to each other.
func (s *Space) Alike(a, b *Placed) float32 {
	sum := int32(0)
	for i, x := range a.Bytes {
		sum += int32(int8(x)) * int32(int8(b.Bytes[i]))
	}
	cosine := float32(sum) * a.Step * b.Step
	return (cosine - apart) / (s.nearness[a.Language][b.Language] - apart)
}

// Whole tells whether it can be compared: a row of another build may be cut or empty.
func (p *Placed) Whole() bool { return len(p.Bytes) == Dimensions && int(p.Language) < len(Languages) }
