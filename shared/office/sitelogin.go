package office

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/privacy"
)

// MakeSiteLogin makes the secret with which a site's own server signs who is signed in, and shows it this once. Each
// that was replaced holds a day longer, so that servers can be changed one by one.
func (o *Office) MakeSiteLogin(ctx context.Context, a chat.Agent, key string) (string, error) {
	s, err := o.OwnSite(ctx, a, key)
	if err != nil {
		return "", err
	}
	secret, now, action := privacy.NewToken(), o.desk.Now(), "site.login_made"
	sealed, err := o.Sealer.Seal(ctx, s.Tenant, chat.SiteSecret, s.Key, []byte(secret))
	made := &chat.SiteLogin{Since: now, Secret: chat.SealedSecret{Row: s.Key, Sealed: sealed}}
	if was := s.Login; was != nil {
		last := was.Secret
		last.Until = now.Add(chat.SecretOverlap)
		made.Before, action = append(was.Replaced(now), last), "site.login_replaced"
	}
	if len(made.Before) > chat.MaxReplaced {
		return "", errManySecrets
	}
	if s.Login = made; err == nil {
		err = saved(o.store.PutSite(ctx, s))
	}
	return secret, o.desk.Audited(ctx, a, err, action, s.Key, s.Name)
}

var errManySecrets = chat.Errorf(chat.Conflict, "many_secrets",
	"This secret was replaced %d times in a day. Use the latest one, or wait a day until the first of them has ended.",
	chat.MaxReplaced)

// DropSiteLogin ends the logins of a site. People who are joined stay so.
func (o *Office) DropSiteLogin(ctx context.Context, a chat.Agent, key string) error {
	s, err := o.OwnSite(ctx, a, key)
	if err != nil || s.Login == nil {
		return err
	}
	s.Login = nil
	return o.desk.Audited(ctx, a, saved(o.store.PutSite(ctx, s)), "site.login_off", s.Key, s.Name)
}
