package office

import (
	"context"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// SaveSite stores a site: a new one, or one as an owner has changed it.
func (o *Office) SaveSite(ctx context.Context, a chat.Agent, s chat.Site) (chat.Site, error) {
	s.Tenant = a.Tenant
	if err := o.checkBot(ctx, a.Tenant, s.Bot); err != nil {
		return s, err
	}
	if err := s.Check(); err != nil {
		return s, err
	}
	err := saved(o.store.PutSite(ctx, s))
	s.Version++
	return s, err
}

// OwnSite is one of the tenant's own sites.
func (o *Office) OwnSite(ctx context.Context, a chat.Agent, key string) (chat.Site, error) {
	s, err := o.store.Site(ctx, key)
	if err == nil && s.Tenant != a.Tenant {
		err = chat.ErrNotFound
	}
	return s, err
}

// RotateSite gives a site another key. The one before works for a week, so that pages can
// be changed one by one.
func (o *Office) RotateSite(ctx context.Context, a chat.Agent, key string, version int64) (was, is chat.Site, err error) {
	if was, err = o.OwnSite(ctx, a, key); err != nil {
		return was, is, err
	}
	if was.Next != "" {
		return was, is, chat.Errorf(chat.Conflict, "rotated_already", "This key has a successor already.")
	}
	is = was
	is.Key, is.Version = strings.ToLower(o.desk.NewID(o.desk.Now())), 0
	if err = o.store.PutSite(ctx, is); err != nil {
		return was, is, err
	}
	is.Version++
	was.Next, was.Until, was.Version = is.Key, o.desk.Now().Add(siteOverlap), version
	err = saved(o.store.PutSite(ctx, was))
	was.Version++
	return was, is, err
}
