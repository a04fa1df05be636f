package views

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// Billed counts a conversation's messages with one category and price of Meta's.
type Billed struct {
	Category string `json:"category"` // service, utility, marketing …
	Price    string `json:"price"`    // Meta's pricing type
	Billable bool   `json:"billable"`
	Count    int    `json:"count"`
}

// Billing counts the categories and prices that Meta reported for the last messages, at most MaxLookback.
func (r *Reader) Billing(ctx context.Context, key chat.ConversationKey) ([]Billed, error) {
	last, err := r.store.History(ctx, key, "", chat.MaxLookback)
	if err != nil {
		return nil, err
	}
	counts := map[Billed]int{}
	for _, m := range last {
		for _, b := range m.Bubbles {
			if b.Delivery != nil && b.Delivery.Category != "" {
				counts[Billed{Category: b.Delivery.Category, Price: b.Delivery.Price, Billable: b.Delivery.Billable()}]++
			}
		}
	}
	rows := []Billed{}
	for row := range maps.Keys(counts) {
		n := counts[row]
		row.Count = n
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b Billed) int {
		return cmp.Or(-cmp.Compare(a.Count, b.Count), cmp.Compare(a.Category, b.Category), cmp.Compare(a.Price, b.Price))
	})
	return rows, nil
}
