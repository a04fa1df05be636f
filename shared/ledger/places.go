package ledger

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// Few is how many visits a place has at least; smaller ones are joined, so that no figure points at somebody.
const (
	Few       = 5
	FewPlaces = "~few"
)

func isPlace(by string) bool { return by == "country" || by == "city" }

// fewOf are the places that are joined: those with few visits. There are never fewer than two, nor few visits in all,
// if there are more places: the total without the others would tell what one of them has. Unknown places stay a group
// of their own.
func fewOf(places map[string]Sums) map[string]bool {
	known := slices.DeleteFunc(slices.Collect(maps.Keys(places)), func(p string) bool { return p == "" || p == Erased })
	visits := func(p string) int64 { return places[p]["visits"] }
	slices.SortFunc(known, func(a, b string) int { return cmp.Or(cmp.Compare(visits(a), visits(b)), cmp.Compare(a, b)) })
	few, all := map[string]bool{}, int64(0)
	for _, p := range known {
		if visits(p) >= Few && (len(few) == 0 || len(few) > 1 && all >= Few) {
			break
		}
		few[p] = true
		all += visits(p)
	}
	return few
}

// joined joins some places.
func joined(places map[string]Sums, few map[string]bool) map[string]Sums {
	all := map[string]Sums{}
	for place, sums := range places {
		if few[place] {
			place = FewPlaces
		}
		add(all, map[string]Sums{place: sums})
	}
	return all
}

var errFew = chat.Errorf(chat.Forbidden, "few_hidden",
	"This place has so few visits that a list would name people. Agents, leads and owners may open it.")

// among says which places the list of a group has. Readers who see no contact data may not open a list of a place that
// is unknown, or has so few visits that it is joined.
func (b *Books) among(ctx context.Context, tenant chat.TenantID, q *Behind) error {
	if !q.Broken || !isPlace(q.By) {
		return nil
	}
	months, err := again(func(last bool) ([]map[string]Table, error) { return b.read(ctx, tenant, q.Asked, last) })
	if err != nil {
		return err
	}
	by := map[string]Sums{}
	for _, month := range months {
		for _, t := range month {
			add(by, t.By[q.By])
		}
	}
	delete(by, Erased)
	few := fewOf(capped(by, MaxValues))
	if !q.Sees && (q.Value == "" || few[q.Value] || strings.HasPrefix(q.Value, "~")) {
		return errFew
	}
	if q.Value == FewPlaces {
		q.places = few
	}
	return nil
}
