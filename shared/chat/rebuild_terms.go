package chat

import (
	"context"
)

// terms stores the search terms by the present scheme: the store takes away those of an earlier one.
func (r *rebuild) terms(ctx context.Context) error {
	err := EachRow(func(position string) ([]Visitor, string, error) {
		return r.recount.QuietVisitors(ctx, r.tenant, position, MaxPageSize)
	}, func(v Visitor) error {
		r.visitors[v.ID] = true
		return nil
	})
	if err != nil {
		return err
	}
	for id := range r.visitors {
		moved := false
		_, err := r.store.UpdateVisitor(ctx, VisitorKey{r.tenant, id}, func(v *Visitor) error {
			moved = v.Scheme != termScheme
			v.Scheme = termScheme
			return nil
		})
		if Except(err, ErrNotFound, ErrErased) != nil {
			return err
		}
		if err == nil && moved {
			r.MendedTerms++
		}
	}
	return nil
}
