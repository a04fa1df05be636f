package main

import (
	"context"
	"strings"
	"time"

	"github.com/botifire/livechat/api/gen/settingsapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/wire"
)

func (h handler) ListSites(ctx context.Context, _ settingsapi.ListSitesRequestObject) (settingsapi.ListSitesResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	sites, err := h.desk.Store.Sites(ctx, agent.Tenant)
	if err != nil {
		return nil, err
	}
	seen, err := h.desk.Store.Sightings(ctx, agent.Tenant)
	at := map[string]chat.Sighting{}
	for _, s := range seen {
		at[s.Site] = s
	}
	list := settingsapi.ListSites200JSONResponse{}
	list.Rows = make([]struct {
		SeenAt *time.Time        `json:"seenAt,omitempty"`
		SeenOn *string           `json:"seenOn,omitempty"`
		Site   wire.SiteSettings `json:"site"`
	}, len(sites))
	for i, site := range sites {
		list.Rows[i].Site = site
		if s, ok := at[site.Key]; ok {
			list.Rows[i].SeenAt, list.Rows[i].SeenOn = &s.At, &s.Origin
		}
	}
	return list, err
}

// changed is a site as an owner wants it.
func changed(s chat.Site, to *wire.SiteChange) chat.Site {
	s.Bot, s.Name, s.Origins, s.Consent, s.Version = chat.BotID(to.Bot), to.Name, to.Origins, to.Consent, httpapi.Or(to.Version)
	s.Paused = httpapi.Or(to.Paused)
	if to.Look != nil {
		s.Look = *to.Look
	}
	return s
}

// save stores a site and publishes its file.
func (h handler) save(ctx context.Context, s chat.Site, action string) (chat.Site, error) {
	agent, _ := httpapi.Caller(ctx)
	s, err := h.office.SaveSite(ctx, agent, s)
	if err != nil {
		return s, err
	}
	if err := h.files.Write(ctx, s); err != nil {
		return s, chat.Errorf(chat.Unavailable, "not_published", "It is saved, but widgets cannot read it yet. Load the page again and save once more.")
	}
	return s, httpapi.Audited(ctx, h.desk, nil, action, s.Key, strings.Join(s.Origins, " "))
}

func (h handler) AddSite(ctx context.Context, r settingsapi.AddSiteRequestObject) (settingsapi.AddSiteResponseObject, error) {
	key := strings.ToLower(h.desk.NewID(h.desk.Now()))
	site := changed(chat.Site{Key: key}, r.Body)
	site.Version = 0
	s, err := h.save(ctx, site, "site.made")
	return settingsapi.AddSite201JSONResponse(s), err
}

func (h handler) ChangeSite(ctx context.Context, r settingsapi.ChangeSiteRequestObject) (settingsapi.ChangeSiteResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	site, err := h.office.OwnSite(ctx, agent, r.Site)
	if err != nil {
		return nil, err
	}
	if httpapi.Or(r.Body.Version) == 0 {
		return nil, chat.Errorf(chat.Invalid, "version_needed", "Say which version you have changed.")
	}
	s, err := h.save(ctx, changed(site, r.Body), "site.changed")
	return settingsapi.ChangeSite200JSONResponse(s), err
}

func (h handler) RotateSite(ctx context.Context, r settingsapi.RotateSiteRequestObject) (settingsapi.RotateSiteResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	was, is, err := h.office.RotateSite(ctx, agent, r.Site, r.Body.Version)
	if err != nil {
		return nil, err
	}
	if err := h.files.Write(ctx, is); err != nil {
		return nil, err
	}
	return settingsapi.RotateSite201JSONResponse(is), httpapi.Audited(ctx, h.desk, nil, "site.rotated", was.Key, "now "+is.Key)
}
