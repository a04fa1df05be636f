package ledger

import (
	"cmp"
	"context"
	"maps"
	"slices"

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

// withoutRow are the places that have no row of their own in a table.
func withoutRow(places map[string]Sums) map[string]Sums {
	rest := maps.Clone(places)
	delete(rest, Erased)
	table := capped(rest, MaxValues)
	few := fewOf(table)
	rest = maps.Clone(rest) // the table may be it
	maps.DeleteFunc(rest, func(place string, _ Sums) bool { return table[place] != nil && !few[place] })
	return rest
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

var errPlaces = chat.Errorf(chat.Forbidden, "places_hidden",
	"A list of a place tells where people are. Agents, leads and owners may open it.")

// among says which places the list of a group has. Readers who see no contact data open no list of a place: it may have
// one person, and the question tells the place.
func (b *Books) among(ctx context.Context, tenant chat.TenantID, q *Behind) error {
	if !q.Broken || !isPlace(q.By) {
		return nil
	}
	if !q.Sees {
		return errPlaces
	}
	if q.Value != FewPlaces {
		return nil
	}
	by, err := again(func(last bool) (map[string]Sums, error) { return b.places(ctx, tenant, q, last) })
	if err != nil {
		return err
	}
	delete(by, Erased)
	q.places = fewOf(capped(by, MaxValues))
	return nil
}

// places are the sums by place, of which the packs are kept for the list.
func (b *Books) places(
	ctx context.Context, tenant chat.TenantID, q *Behind, last bool,
) (map[string]Sums, error) {
	months, err := b.store.Months(ctx, tenant, q.From[:7], q.To[:7])
	if err != nil {
		return nil, err
	}
	packs, err := sideBySide(readsAtOnce, months, func(m Month) (pack, error) { return b.tables(ctx, tenant, m, last) })
	if err != nil {
		return nil, err
	}
	q.packs = map[string]pack{}
	by := map[string]Sums{}
	for i, p := range packs {
		q.packs[months[i].Sums] = p
		for _, day := range p.days() {
			if day < q.From || day > q.To {
				continue
			}
			t, err := p.table(day, q.By)
			if err != nil {
				return nil, err
			}
			add(by, t.By[q.By])
		}
	}
	return by, nil
}
