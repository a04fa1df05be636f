package chattest

import (
	"fmt"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/views"
)

// VisitLog reads a visit's log, and the pages on its sockets.
func (w *World) VisitLog(k chat.VisitKey) []chat.VisitEvent {
	w.T.Helper()
	s, err := w.Store.Visit(w.Ctx(), k)
	w.Must(err)
	log, err := chat.Log(w.Ctx(), w.Store, &s, 10_000)
	w.Must(err)
	return log
}

// GoalsOf returns a visit's goals as text, and checks that its log has the same.
func (w *World) GoalsOf(k chat.VisitKey) string {
	w.T.Helper()
	s, err := w.Store.Visit(w.Ctx(), k)
	w.Must(err)
	log, err := chat.Log(w.Ctx(), w.Store, &s, 100)
	w.Must(err)
	told, logged := map[string]bool{}, map[string]bool{}
	text := ""
	for _, g := range s.Goals {
		line := fmt.Sprintf("%s:%v:%v ", g.OrderID, g.Value, g.Verified)
		text, told[line] = text+line, true
	}
	for _, e := range log {
		if e.Goal != nil {
			logged[fmt.Sprintf("%s:%v:%v ", e.Goal.OrderID, e.Goal.Value, e.Goal.Verified)] = true
		}
	}
	if fmt.Sprint(told) != fmt.Sprint(logged) {
		w.T.Errorf("the visit has %v, its log %v", told, logged)
	}
	return text
}

// Recounts proves that a recount from the log changes nothing.
func (w *World) Recounts() {
	w.T.Helper()
	w.Streams()
	done, err := w.Rebuild()
	w.Must(err)
	if done.MendedVisits+done.MendedCounters > 0 {
		w.T.Errorf("a recount differs: %+v", done)
	}
}

// SomeoneKnown makes a visitor whose profile an agent has filled.
func (w *World) SomeoneKnown(profile map[string]string) chat.VisitorID {
	w.T.Helper()
	g := w.Guest()
	g.Opens("/")
	_, err := w.ChangeVisitor(w.Ctx(), Ana, g.Socket.Visitor, profile, nil)
	w.Must(err)
	return g.Socket.Visitor
}

func (w *World) Finds(q string) []chat.VisitorID {
	w.T.Helper()
	people, _, err := w.Find(w.Ctx(), Ana, q, "")
	w.Must(err)
	ids := []chat.VisitorID{}
	for _, p := range people {
		ids = append(ids, p.Visitor.ID)
	}
	return ids
}

// SeenPushes returns the read receipts of the visitor that a socket got.
func (w *World) SeenPushes(id chat.ConnectionID) []chat.MessageID {
	var told []chat.MessageID
	for _, p := range w.Pushes[id] {
		if p.Seen != "" {
			told = append(told, p.Seen)
		}
	}
	return told
}

func (w *World) AllVisits(live bool) []views.VisitRow {
	w.T.Helper()
	page, _, err := w.Visits(w.Ctx(), Ana, views.VisitQuery{Live: live})
	w.Must(err)
	return page.Rows
}

// Rebuild recounts the tenant's projections from the log.
func (w *World) Rebuild() (chat.Rebuilt, error) {
	return chat.Rebuild(w.Ctx(), w.Desk, w.Store, Tenant)
}
