package knowledge

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/botifire/livechat/shared/chat"
)

// maxLenders bounds the conversations that a draft names.
const maxLenders = 200

// tidyBorrowed drops the marks of words that are no wordings any more: somebody wrote others in their place.
func (c *Content) tidyBorrowed() {
	kept := map[string]chat.ConversationID{}
	for text, from := range c.Borrowed {
		if text = chat.Titled(text); c.worded(text) {
			kept[text] = from
		}
	}
	if c.Borrowed = kept; len(kept) == 0 {
		c.Borrowed = nil
	}
}

func (c *Content) worded(text string) bool {
	return slices.ContainsFunc(slices.Collect(maps.Values(c.Languages)), func(w Words) bool {
		return slices.Contains(w.Wordings, text)
	})
}

// giveBack takes the wordings out that were borrowed from some conversations. It returns how many these are.
func (c *Content) giveBack(gone func(chat.ConversationID) bool) (n int) {
	c.Languages, c.Borrowed = maps.Clone(c.Languages), maps.Clone(c.Borrowed)
	for text, from := range c.Borrowed {
		if !gone(from) {
			continue
		}
		n++
		delete(c.Borrowed, text)
		for language, words := range c.Languages {
			words.Wordings = slices.DeleteFunc(slices.Clone(words.Wordings), func(had string) bool { return had == text })
			c.Languages[language] = words
		}
	}
	return n
}

// own drops the marks of the wordings that an entry in force has: they are the tenant's published text from then on.
func (c *Content) own(live *Entry) bool {
	n := len(c.Borrowed)
	c.Borrowed = maps.Clone(c.Borrowed)
	maps.DeleteFunc(c.Borrowed, func(text string, _ chat.ConversationID) bool { return live.worded(text) })
	return len(c.Borrowed) < n
}

// lend looks at the conversations from which a new version borrows. A wording is left out if its asker was erased
// meanwhile, of whom an open page still knows it, and is nobody's if the conversation is forgotten.
func (l *Library) lend(ctx context.Context, t chat.TenantID, was, c *Content) error {
	erased := map[chat.ConversationID]bool{}
	for text, from := range c.Borrowed {
		if was.Borrowed[text] == from {
			continue
		}
		switch _, err := l.store.Head(ctx, chat.ConversationKey{Tenant: t, ID: from}); chat.KindOf(err) {
		case chat.Gone:
			erased[from] = true
		case chat.NotFound:
			delete(c.Borrowed, text)
		default:
			if err != nil {
				return err
			}
		}
	}
	if c.giveBack(func(from chat.ConversationID) bool { return erased[from] }) == 0 {
		return nil
	}
	return c.Tidy()
}

// borrow notes the conversations from which a draft borrows, besides those of its earlier versions.
func (d *Draft) borrow() {
	for _, from := range distinct(slices.Collect(maps.Values(d.Borrowed))) {
		if !slices.Contains(d.Lenders, from) {
			d.Lenders = append(slices.Clone(d.Lenders), from)
		}
	}
	d.Lenders = d.Lenders[max(len(d.Lenders)-maxLenders, 0):]
}

// lent tells whether a draft or an earlier version of it may have wordings from some conversations. One that names as
// many as it may had perhaps more.
func (d *Draft) lent(from func(chat.ConversationID) bool) bool {
	return len(d.Lenders) == maxLenders || slices.ContainsFunc(d.Lenders, from)
}

// Forgetting is how an erasure takes the wordings of a person out of a tenant's entries: those that somebody took over
// from their conversations and that nobody has published yet, also out of earlier versions. It returns how many it
// found, and where it goes on if its time is over; "" at the end.
func Forgetting(
	store DraftStore,
) func(ctx context.Context, t chat.TenantID, gone []chat.ConversationID, from string) (int, string, error) {
	return func(ctx context.Context, t chat.TenantID, gone []chat.ConversationID, from string) (int, string, error) {
		is := func(from chat.ConversationID) bool { return slices.Contains(gone, from) }
		for n, position := 0, from; ; {
			drafts, next, err := store.Drafts(ctx, t, position, draftsAtOnce)
			for i := 0; err == nil && i < len(drafts); i++ {
				found := 0
				found, err = forget(ctx, store, &drafts[i], is)
				n += found
			}
			if err != nil {
				return n, position, err
			}
			if position = next; next == "" {
				return n, "", nil
			}
		}
	}
}

// forget takes the wordings from some conversations out of all versions of a draft.
func forget(ctx context.Context, store DraftStore, d *Draft, gone func(chat.ConversationID) bool) (n int, err error) {
	if !d.lent(gone) {
		return 0, nil
	}
	versions, err := store.DraftVersions(ctx, d.Tenant, d.ID, KeptVersions)
	if err != nil {
		return 0, err
	}
	for _, v := range versions {
		found := v.giveBack(gone)
		if n += found; found == 0 {
			continue
		}
		if err := store.RewordDraft(ctx, v); err != nil {
			return n, err
		}
	}
	return n, nil
}

// owned has the wordings that an edition publishes be the tenant's own from the moment at which it takes force: others
// may be printed after it for long, and an erasure meanwhile would take words out of drafts that bots answer to. An
// earlier edition published its own before.
func (p *Press) owned(ctx context.Context, one Publication, live Edition) error {
	drafts := make([]Draft, len(one.Some))
	err := sideBySide(ctx, len(drafts), func(ctx context.Context, i int) (err error) {
		drafts[i], err = p.store.Draft(ctx, one.Tenant, one.Some[i].ID)
		return chat.Except(err, chat.ErrNotFound)
	})
	if one.All {
		drafts, err = allDrafts(ctx, p.store, one.Tenant)
	}
	for _, d := range drafts {
		if entry, is := live.Entry(d.ID); is {
			err = errors.Join(err, p.published(ctx, d, &entry))
		}
	}
	return err
}

// published has the wordings of an entry in force be the tenant's own, in the version in force and in its draft, which
// may have other wordings by now.
func (p *Press) published(ctx context.Context, d Draft, live *Entry) error {
	if len(d.Lenders) > 0 && live.Version != int(d.Version) {
		v, err := p.store.DraftVersion(ctx, d.Tenant, d.ID, live.Version)
		if err == nil && v.own(live) {
			err = p.store.RewordDraft(ctx, v)
		}
		if err := chat.Except(err, chat.ErrNotFound); err != nil {
			return err
		}
	}
	if !d.own(live) {
		return nil
	}
	return p.store.RewordDraft(ctx, d)
}
