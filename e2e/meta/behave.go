package meta

import (
	"encoding/json"
	"net/http"
)

// Behaviour is how the stand-in treats the next sends.
type Behaviour struct {
	Fail     []int    // error codes that refuse the next sends, one each
	To       string   // the customer whose sends fail; "" is everybody
	Silent   int      // how many sends are accepted without an answer
	Statuses []string // the statuses that follow a send, in this order; nil is sent, delivered, read
	Repeat   int      // how often each webhook is delivered
	Bare     bool     // statuses do not bring back the data of the send
}

// Behave changes how the stand-in behaves from now on.
func (m *Meta) Behave(how Behaviour) {
	m.mu.Lock()
	defer m.mu.Unlock()
	how.Repeat = max(how.Repeat, 1)
	if how.Statuses == nil {
		how.Statuses = []string{"sent", "delivered", "read"}
	}
	m.behaves = how
}

func (m *Meta) behave(w http.ResponseWriter, r *http.Request) {
	var how Behaviour
	if err := json.NewDecoder(r.Body).Decode(&how); err != nil {
		http.Error(w, "behave {fail, to, silent, statuses, repeat, bare}", http.StatusBadRequest)
		return
	}
	m.Behave(how)
	answer(w, http.StatusOK, Object{})
}

// failure is the error code that was asked for a send to this customer, or 0. The caller holds
// the lock.
func (m *Meta) failure(to string) int {
	b := &m.behaves
	if len(b.Fail) == 0 || b.To != "" && b.To != to {
		return 0
	}
	code := b.Fail[0]
	b.Fail = b.Fail[1:]
	return code
}

// silence tells whether this send gets no answer.
func (m *Meta) silence() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	silent := m.behaves.Silent > 0
	if silent {
		m.behaves.Silent--
	}
	return silent
}
