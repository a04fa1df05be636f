package knowledge

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Change is one change of many entries at once.
type Change struct {
	Tag, Untag string        // adds or drops a tag
	Bots       *[]chat.BotID // whose they are; empty for all bots'
	Remove     bool
}

func (c *Change) apply(content *Content) {
	if c.Tag != "" {
		content.Tags = append(slices.Clone(content.Tags), c.Tag)
	}
	if c.Untag != "" {
		content.Tags = slices.DeleteFunc(slices.Clone(content.Tags), func(tag string) bool { return tag == c.Untag })
	}
	if c.Bots != nil {
		content.Bots = *c.Bots
	}
}

// ChangeAll changes entries one by one, and stops at the first that cannot be changed so; the same call goes on. It
// deletes entries in the versions that were seen, and changes the others as they are now. Those that somebody else
// saves meanwhile stay as they are, and are returned.
func (l *Library) ChangeAll(ctx context.Context, a chat.Agent, seen []Ref, c Change) (kept []Draft, err error) {
	if len(seen) == 0 || len(seen) > MaxChanged {
		return nil, chat.Errorf(chat.Invalid, "too_many_entries", "Choose between 1 and %d entries.", MaxChanged)
	}
	for _, ref := range seen {
		err := l.changeOne(ctx, a, ref, c)
		if chat.KindOf(err) == chat.Conflict {
			var d Draft
			if d, err = l.store.Draft(ctx, a.Tenant, ref.ID); err == nil {
				kept = append(kept, d)
			}
		}
		if c.Remove {
			err = chat.Except(err, chat.ErrNotFound) // it went between the two reads
		}
		if err != nil {
			return kept, err
		}
	}
	return kept, l.desk.Audited(ctx, a, nil, "knowledge.changed", "", fmt.Sprintf("%d entries", len(seen)-len(kept)))
}

func (l *Library) changeOne(ctx context.Context, a chat.Agent, ref Ref, c Change) error {
	if c.Remove {
		return l.Remove(ctx, a, ref.ID, int64(ref.Version))
	}
	d, err := l.store.Draft(ctx, a.Tenant, ref.ID)
	if err != nil {
		return err
	}
	c.apply(&d.Content)
	if err := d.Tidy(); err != nil {
		return err
	}
	return l.save(ctx, a, &d)
}

// Adopt stores entries that come from somewhere else, once each: one whose source is there already is left alone. It
// returns those that came from there, in their latest versions.
func (l *Library) Adopt(ctx context.Context, a chat.Agent, all []Content) ([]Ref, error) {
	drafts, err := l.all(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	had := map[Source]Ref{}
	for _, d := range drafts {
		if !d.Removed {
			had[d.Source.origin()] = Ref{d.ID, int(d.Version)}
		}
	}
	refs, added := []Ref{}, 0
	for i, c := range all {
		ref, is := had[c.Source.origin()]
		if !is {
			if len(drafts)+added >= MaxEntries {
				return refs, errFull
			}
			now := l.desk.Now().Add(time.Duration(i) * time.Millisecond) // of two that fit alike, the older one counts
			d := Draft{Tenant: a.Tenant, ID: EntryID(strings.ToLower(l.desk.NewID(now))), Content: c, Made: l.desk.Now()}
			if err := l.save(ctx, a, &d); err != nil {
				return refs, err
			}
			added, ref = added+1, Ref{d.ID, int(d.Version)}
		}
		refs = append(refs, ref)
	}
	kinds := []string{}
	for _, c := range all {
		kinds = append(kinds, strings.TrimSpace(c.Source.Kind+" "+c.Source.Name))
	}
	return refs, l.desk.Audited(ctx, a, nil, "knowledge.adopted", "",
		fmt.Sprintf("%d entries from %s", added, strings.Join(distinct(kinds), ", ")))
}
