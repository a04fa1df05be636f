package meaning

// Placed is a question's meaning as it is kept: its vector as it is compared, and in which language it was.
type Placed struct {
	Model string
	Small
	Language byte   // index of Languages
	Said     string `json:",omitempty"` // the language of the question, if its vector is that of other words for it
}

// Place makes the kept form of a question's vector.
func (s *Space) Place(raw Vector) Placed {
	language := s.language(raw, Query)
	v := s.mapped(raw, Query, language)
	return Placed{Model: s.Model, Small: v.Small(), Language: byte(language)}
}

// Whole tells whether it can be compared: a row of another build may be cut or empty.
func (p *Placed) Whole() bool { return len(p.Bytes) == Dimensions && int(p.Language) < len(Languages) }
