package main

import (
	"context"
	"time"

	"github.com/botifire/livechat/api/gen/settingsapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/wire"
)

func (h handler) ListSites(
	ctx context.Context, _ settingsapi.ListSitesRequestObject,
) (settingsapi.ListSitesResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	sites, seen, err := h.office.Sites(ctx, agent)
	list := settingsapi.ListSites200JSONResponse{}
	list.Rows = make([]struct {
		SeenAt *time.Time        `json:"seenAt,omitempty"`
		SeenOn *string           `json:"seenOn,omitempty"`
		Site   wire.SiteSettings `json:"site"`
	}, len(sites))
	for i, site := range sites {
		list.Rows[i].Site = site.ForOwner()
		if s, ok := seen[site.Key]; ok {
			list.Rows[i].SeenAt, list.Rows[i].SeenOn = &s.At, &s.Origin
		}
	}
	return list, err
}

// changed is a site as an owner wants it.
func changed(s chat.Site, to *wire.SiteChange) chat.Site {
	s.Bot, s.Name, s.Origins, s.Consent, s.Version = chat.BotID(to.Bot), to.Name, to.Origins, to.Consent,
		httpapi.Or(to.Version)
	s.Paused = httpapi.Or(to.Paused)
	if to.Look != nil {
		s.Look = *to.Look
	}
	return s
}

func (h handler) AddSite(
	ctx context.Context, r settingsapi.AddSiteRequestObject,
) (settingsapi.AddSiteResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	site := changed(chat.Site{Key: h.office.NewSiteKey()}, r.Body)
	site.Version = 0
	s, err := h.office.SaveSite(ctx, agent, site)
	return settingsapi.AddSite201JSONResponse(s.ForOwner()), err
}

func (h handler) ChangeSite(
	ctx context.Context, r settingsapi.ChangeSiteRequestObject,
) (settingsapi.ChangeSiteResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	site, err := h.office.OwnSite(ctx, agent, r.Site)
	if err != nil {
		return nil, err
	}
	if httpapi.Or(r.Body.Version) == 0 {
		return nil, chat.Errorf(chat.Invalid, "version_needed", "Say which version you have changed.")
	}
	s, err := h.office.SaveSite(ctx, agent, changed(site, r.Body))
	return settingsapi.ChangeSite200JSONResponse(s.ForOwner()), err
}

func (h handler) RotateSite(
	ctx context.Context, r settingsapi.RotateSiteRequestObject,
) (settingsapi.RotateSiteResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	_, is, err := h.office.RotateSite(ctx, agent, r.Site, r.Body.Version)
	return settingsapi.RotateSite201JSONResponse(is.ForOwner()), err
}

func (h handler) MakeSiteLogin(
	ctx context.Context, r settingsapi.MakeSiteLoginRequestObject,
) (settingsapi.MakeSiteLoginResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	secret, err := h.office.MakeSiteLogin(ctx, agent, r.Site)
	return settingsapi.MakeSiteLogin201JSONResponse{Secret: secret}, err
}

func (h handler) DropSiteLogin(
	ctx context.Context, r settingsapi.DropSiteLoginRequestObject,
) (settingsapi.DropSiteLoginResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	return settingsapi.DropSiteLogin204Response{}, h.office.DropSiteLogin(ctx, agent, r.Site)
}

func (h handler) NotifyOnSite(
	ctx context.Context, r settingsapi.NotifyOnSiteRequestObject,
) (settingsapi.NotifyOnSiteResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	s, found, err := h.office.NotifyOnSite(ctx, agent, r.Site)
	return settingsapi.NotifyOnSite200JSONResponse{Site: s.ForOwner(), Found: found}, err
}

func (h handler) DropSitePush(
	ctx context.Context, r settingsapi.DropSitePushRequestObject,
) (settingsapi.DropSitePushResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	s, err := h.office.DropSitePush(ctx, agent, r.Site)
	return settingsapi.DropSitePush200JSONResponse(s.ForOwner()), err
}
