package lifecycle

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func headRow(ctx context.Context, w *Worker, h chat.Head) ([][]string, error) {
	tenant, err := w.desk.Tenant(ctx, h.Tenant)
	if err != nil {
		return nil, err
	}
	left, err := w.store.LeftAddress(ctx, h.Key())
	if left == nil {
		left = &LeftAddress{}
	}
	when := func(t time.Time) string { return chat.SheetTime(ctx, w.desk, h.Tenant, t) }
	return [][]string{
		{
			string(h.ID), string(h.Visitor), string(h.Bot), string(h.Source), string(h.Owner), string(h.Status),
			when(h.At), when(h.VisitorAt), h.Site + h.Number, strings.Join(tenant.LabelNames(&h), "; "),
			left.Address, when(left.Left), when(left.Proved),
		},
	}, err
}

func messageRows(ctx context.Context, w *Worker, h chat.Head) ([][]string, error) {
	log, err := chat.WholeLog(ctx, w.store, h.Key())
	rows := [][]string{}
	for _, m := range log {
		for _, b := range m.Bubbles {
			row := []string{
				string(h.ID), string(m.ID), chat.SheetTime(ctx, w.desk, h.Tenant, m.At), string(m.Author.Kind), m.Author.ID,
				m.Author.Name, string(b.Kind), b.Words(), "", "", "",
			}
			if b.Submission != nil {
				row[8] = asJSON(b.Submission.Values)
			}
			if b.Media != nil {
				row[9] = b.Media.Name
			}
			if b.Delivery != nil {
				row[10] = string(b.Delivery.Status)
			}
			rows = append(rows, slices.Concat(row, effectCells(&m), verdictCells(m.Marks)))
		}
	}
	return rows, err
}

// effectCells has the question that a reply left open, the goals that it reached, the entry that it was taken from, and
// a language model's part in it.
func effectCells(m *chat.Message) []string {
	e, cells := m.Effects, make([]string, 4)
	if e == nil {
		return cells
	}
	if m.Unanswered() {
		cells[0] = e.Gap.Question
	}
	cells[1] = asJSON(e.Goals)
	if e.Why != nil && e.Why.Answered && len(e.Why.Best) > 0 {
		cells[2] = e.Why.Best[0].Title
	}
	cells[3] = e.Model.Line()
	return cells
}

// verdictCells has the words of the visitor and of an agent on a bot's answer, and the visitor's on a closed case.
func verdictCells(marks *chat.Marks) []string {
	cells := make([]string, 4)
	if marks != nil && marks.Rating != nil {
		cells[3] = string(marks.Rating.Value)
	}
	if marks != nil && marks.Helpful != nil {
		cells[0] = map[bool]string{true: "yes", false: "no"}[marks.Helpful.Helped]
	}
	if marks != nil && marks.Wrong != nil {
		cells[1] = marks.Wrong.Name
		if marks.Wrong.Right != nil {
			cells[2] = marks.Wrong.Right.Title
		}
	}
	return cells
}
