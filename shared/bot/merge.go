package bot

import "encoding/json"

// Merge brings what an answer that waited for a person changed of a script's state into the state as it is by now: a
// question without an answer counts once more, and one for which titles are offered is kept. Where the talk is, a form
// with its values above all, stays as it is now. handOver tells whether that was one question too many.
func Merge(now, base, then json.RawMessage) (merged json.RawMessage, handOver bool) {
	is, was, st := remembered(now), remembered(base), remembered(then)
	if st.Misses > was.Misses {
		is.Misses, is.Limit = is.Misses+1, st.Limit
	}
	if st.Offered != was.Offered {
		is.Offered = st.Offered
	}
	if is.Limit > 0 && is.Misses >= is.Limit {
		return nil, true
	}
	return is.written(), false
}

// remembered is a state as it was written. One of an older format counts as none.
func remembered(raw json.RawMessage) (st state) {
	_ = json.Unmarshal(raw, &st)
	return st
}

// written is the state as it is stored; nil if there is nothing to remember.
func (s state) written() json.RawMessage {
	raw, err := json.Marshal(s)
	if err != nil || string(raw) == "{}" {
		return nil
	}
	return raw
}
