package dynamo

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

func (s *Store) ParkMark(ctx context.Context, t chat.TenantID, wamid string, m chat.Mark) error {
	return s.putExpiring(ctx, wamidKey(t, wamid, "M#"+string(m.By)), m, m.At.Add(chat.RawKeep))
}

func (s *Store) ParkedMarks(ctx context.Context, t chat.TenantID, wamid string) ([]chat.Mark, error) {
	return queryAll[chat.Mark](ctx, s, wamidRows(t, wamid), "M#", false, 100)
}

func templateKey(t chat.TenantID, waba, name, language string) key {
	return tenantKey(t, "TPL#"+waba+"#"+name+"#"+language)
}

// maxTemplates bounds the templates that are read of one account: Meta allows 6,000 to the largest,
// and 250 to most.
const maxTemplates = 6000

func (s *Store) Templates(ctx context.Context, t chat.TenantID, waba string) ([]chat.Template, error) {
	return queryAll[chat.Template](ctx, s, "T#"+string(t), "TPL#"+waba+"#", false, maxTemplates)
}

func (s *Store) PutTemplates(ctx context.Context, t chat.TenantID, waba string, all []chat.Template) error {
	had, err := s.Templates(ctx, t, waba)
	if err != nil {
		return err
	}
	stay, rows, gone := map[key]bool{}, []item{}, []key{}
	for _, template := range all {
		k := templateKey(t, waba, template.Name, template.Language)
		it, err := row(k, template)
		if err != nil {
			return err
		}
		it["v"] = num(time.Now().UnixMilli()) // a concurrent writer must read it again
		stay[k], rows = true, append(rows, it)
	}
	for _, template := range had {
		if k := templateKey(t, waba, template.Name, template.Language); !stay[k] {
			gone = append(gone, k)
		}
	}
	if err := s.putAll(ctx, rows); err != nil {
		return err
	}
	return s.deleteAll(ctx, gone)
}

func (s *Store) UpdateTemplate(
	ctx context.Context, t chat.TenantID, waba, name, language string, change func(*chat.Template) error,
) error {
	_, err := update(ctx, s, templateKey(t, waba, name, language), change)
	return err
}

func newsKey(t chat.TenantID, sort string) key { return key{"T#" + string(t) + "#NEWS", sort} }

// AddNotification first puts the rows that lead to it from everybody it is about: a row that leads
// nowhere does no harm, but a notification that nothing leads to would survive an erasure.
func (s *Store) AddNotification(
	ctx context.Context, t chat.TenantID, n chat.Notification, about []chat.Identity,
) error {
	sort, until := stamp(n.At)+"#"+n.ID, n.At.Add(chat.RawKeep)
	for _, id := range about {
		if err := s.putExpiring(ctx, key{of(t, "I", id.Hash), "N#" + sort}, sort, until); err != nil {
			return err
		}
	}
	return s.putExpiring(ctx, newsKey(t, sort), n, until)
}

func (s *Store) Notifications(
	ctx context.Context, t chat.TenantID, position string, limit int,
) ([]chat.Notification, string, error) {
	items, next, err := s.query(ctx, queryIn{
		partition: "T#" + string(t) + "#NEWS", backwards: true, position: position, limit: limit,
	})
	if err != nil {
		return nil, "", err
	}
	all := []chat.Notification{}
	for _, it := range items {
		n, err := read[chat.Notification](it)
		if err != nil {
			return nil, "", err
		}
		all = append(all, n)
	}
	return all, next, nil
}

// eraseNews deletes the notifications about a person.
func (s *Store) eraseNews(ctx context.Context, t chat.TenantID, about chat.Identity) error {
	sorts, err := queryAll[string](ctx, s, of(t, "I", about.Hash), "N#", false, 1000)
	if err != nil {
		return err
	}
	keys := []key{}
	for _, sort := range sorts {
		keys = append(keys, newsKey(t, sort), key{of(t, "I", about.Hash), "N#" + sort})
	}
	return s.deleteAll(ctx, keys)
}

func (s *Store) EraseNotificationsBefore(ctx context.Context, t chat.TenantID, before time.Time) (int, error) {
	items, _, err := s.query(ctx, queryIn{partition: "T#" + string(t) + "#NEWS", from: "0", to: stamp(before), limit: 100})
	keys := []key{}
	for _, it := range items {
		keys = append(keys, newsKey(t, textOf(it, Sort)))
	}
	if err != nil {
		return 0, err
	}
	return len(keys), s.deleteAll(ctx, keys)
}
