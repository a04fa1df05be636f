package office

import (
	"context"
	"errors"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// SaveSite stores a new or changed site, and publishes the file that its widget reads first.
func (o *Office) SaveSite(ctx context.Context, a chat.Agent, s chat.Site) (chat.Site, error) {
	s.Tenant = a.Tenant
	if err := o.checkBot(ctx, a.Tenant, s.Bot); err != nil {
		return s, err
	}
	if err := s.Check(); err != nil {
		return s, err
	}
	action := "site.changed"
	if s.Version == 0 {
		action = "site.made"
	}
	if err := saved(o.store.PutSite(ctx, s)); err != nil {
		return s, err
	}
	s.Version++
	if o.SiteFiles.Write(ctx, s) != nil {
		return s, errNotPublished
	}
	return s, o.desk.Audited(ctx, a, nil, action, s.Key, strings.Join(s.Origins, " "))
}

// NewSiteKey makes a site key.
func (o *Office) NewSiteKey() string { return strings.ToLower(o.desk.NewID(o.desk.Now())) }

// Sites lists the tenant's sites, and where each was last seen, by site key.
func (o *Office) Sites(ctx context.Context, a chat.Agent) ([]chat.Site, map[string]chat.LastSeen, error) {
	sites, err := o.store.Sites(ctx, a.Tenant)
	if err != nil {
		return nil, nil, err
	}
	all, err := o.store.LastSeen(ctx, a.Tenant)
	seen := map[string]chat.LastSeen{}
	for _, s := range all {
		seen[s.Site] = s
	}
	return sites, seen, err
}

// OwnSite returns one of the tenant's own sites.
func (o *Office) OwnSite(ctx context.Context, a chat.Agent, key string) (chat.Site, error) {
	s, err := o.store.Site(ctx, key)
	if err == nil && s.Tenant != a.Tenant {
		err = chat.ErrNotFound
	}
	return s, err
}

// groupsFollow has the groups that are for a website stay so under its next key. Colleagues may save the same row.
func (o *Office) groupsFollow(ctx context.Context, tenant chat.TenantID, was, is string) error {
	for range chat.AnswerTries {
		t, err := o.store.Tenant(ctx, tenant)
		if err != nil {
			return err
		}
		if moved, err := t.SiteMoved(was, is); err != nil || !moved {
			return err
		}
		if err = o.store.PutTenant(ctx, t); !errors.Is(err, chat.ErrConflict) {
			return err
		}
	}
	return chat.ErrConflict
}

// RotateSite gives a site another key. The previous one works for a week, so that pages can be
// changed one by one. It leads to the next one last, because a key is rotated once: all that a
// retry would not do is done before.
func (o *Office) RotateSite(
	ctx context.Context, a chat.Agent, key string, version int64,
) (was, is chat.Site, err error) {
	if was, err = o.OwnSite(ctx, a, key); err != nil {
		return was, is, err
	}
	if was.Next != "" {
		return was, is, chat.Errorf(chat.Conflict, "rotated_already", "This key has already been rotated. Use the new one.")
	}
	if was.Version != version {
		return was, is, errStale
	}
	is = was
	is.Key, is.Version = strings.ToLower(o.desk.NewID(o.desk.Now())), 0
	if err = o.groupsFollow(ctx, a.Tenant, was.Key, is.Key); err != nil {
		return was, is, err
	}
	if err = o.store.PutSite(ctx, is); err != nil {
		return was, is, err
	}
	is.Version++
	if err = o.SiteFiles.Write(ctx, is); err != nil {
		return was, is, err
	}
	was.Next, was.Until = is.Key, o.desk.Now().Add(siteOverlap)
	err = saved(o.store.PutSite(ctx, was))
	was.Version++
	return was, is, o.desk.Audited(ctx, a, err, "site.rotated", was.Key, "now "+is.Key)
}
