package meaning

// Metric is a linear map of centred vectors, after which texts that ask for one thing lie nearer to each other than
// texts that only share their field, their style or their language. It was learned on the knowledge and the questions
// of made-up businesses (docs/matching.md), so it knows no tenant's words.
type Metric [Dimensions]Vector // by row

// of maps a vector.
func (m *Metric) of(v *Vector) (mapped Vector) {
	for i := range m {
		mapped[i] = dot(&m[i], v)
	}
	return mapped
}

// Unchanged is the metric that leaves every vector as it is.
func Unchanged() *Metric {
	m := &Metric{}
	for i := range m {
		m[i][i] = 1
	}
	return m
}
