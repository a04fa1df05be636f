package office

import (
	"context"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"golang.org/x/sync/errgroup"
)

// Workers are the files that websites serve for the service worker of notifications.
type Workers interface {
	// Look says what is wrong with the one of an origin, "" for nothing.
	Look(ctx context.Context, origin string) string
}

// WorkerFile is what came of looking for the service worker's file on an origin.
type WorkerFile struct {
	Origin string `json:"origin"`
	Wrong  string `json:"wrong,omitempty"` // in words for the owner; "" if it is there
}

// looksAtOnce is how many origins are asked for their file side by side.
const looksAtOnce = 16

// NotifyOnSite looks for the service worker's file on a site's origins, and has visitors notified on those that serve
// it. Where none does, nobody is notified any more.
func (o *Office) NotifyOnSite(ctx context.Context, a chat.Agent, key string) (chat.Site, []WorkerFile, error) {
	s, err := o.OwnSite(ctx, a, key)
	if err != nil {
		return s, nil, err
	}
	if err := o.desk.Limit(ctx, a.Tenant, chat.SiteChecks, ""); err != nil {
		return s, nil, err
	}
	found := o.look(ctx, s.Origins)
	push := &chat.SitePush{Checked: o.desk.Now()}
	for _, f := range found {
		if f.Wrong == "" {
			push.Origins = append(push.Origins, f.Origin)
		}
	}
	if len(push.Origins) == 0 {
		s, err = o.putPush(ctx, a, s, nil)
		return s, found, err
	}
	if push.Key, err = o.PushKey(ctx, a.Tenant); err != nil {
		return s, nil, err
	}
	s, err = o.putPush(ctx, a, s, push)
	return s, found, err
}

// look asks all origins. Under a star there is no end of them, so none is known to serve the file.
func (o *Office) look(ctx context.Context, origins []string) []WorkerFile {
	found := make([]WorkerFile, len(origins))
	var all errgroup.Group
	all.SetLimit(looksAtOnce)
	for i, origin := range origins {
		all.Go(func() error {
			found[i] = WorkerFile{origin, "Name the website itself beside this line: which ones a star stands for is not known."}
			if !strings.Contains(origin, "*") {
				found[i].Wrong = o.Workers.Look(ctx, origin)
			}
			return nil
		})
	}
	_ = all.Wait()
	return found
}

// DropSitePush has no visitor of a site notified any more.
func (o *Office) DropSitePush(ctx context.Context, a chat.Agent, key string) (chat.Site, error) {
	s, err := o.OwnSite(ctx, a, key)
	if err != nil {
		return s, err
	}
	return o.putPush(ctx, a, s, nil)
}

// putPush stores on which origins visitors are notified, and publishes it.
func (o *Office) putPush(ctx context.Context, a chat.Agent, s chat.Site, push *chat.SitePush) (chat.Site, error) {
	if s.Push == nil && push == nil {
		return s, nil
	}
	action, about := "site.push_off", s.Name
	if push != nil {
		action, about = "site.push_on", strings.Join(push.Origins, " ")
	}
	s.Push = push
	if err := saved(o.store.PutSite(ctx, s)); err != nil {
		return s, err
	}
	s.Version++
	if o.SiteFiles.Write(ctx, s) != nil {
		return s, errNotPublished
	}
	return s, o.desk.Audited(ctx, a, nil, action, s.Key, about)
}

var errNotPublished = chat.Errorf(chat.Unavailable, "not_published",
	"It is saved, but widgets cannot read it yet. Load the page again and save once more.")
