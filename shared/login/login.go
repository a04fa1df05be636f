// Package login takes in who is signed in on a customer's website: a JWT that the website's own server signed with the
// secret of the site (RFC 7519). It joins a user's browsers to one person, and gives nobody anything to read.
package login

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// Opener opens sealed secrets.
type Opener interface {
	Open(ctx context.Context, tenant chat.TenantID, purpose, row string, sealed []byte) ([]byte, error)
}

// Gate takes in the logins of a site's visitors.
type Gate struct {
	links *chat.Links
	seals Opener
}

// New makes a gate.
func New(links *chat.Links, seals Opener) Gate { return Gate{links, seals} }

// Identify takes in as whom the visitor of a socket is signed in.
func (g Gate) Identify(ctx context.Context, s chat.Socket, token string) error {
	site, err := g.links.LoginSite(ctx, s)
	if err != nil {
		return err
	}
	now, secrets := g.links.Now(), [][]byte{}
	for _, sealed := range site.Login.Secrets(now) {
		secret, err := g.seals.Open(ctx, site.Tenant, chat.SiteSecret, sealed.Row, sealed.Sealed)
		if err != nil {
			return err
		}
		secrets = append(secrets, secret)
	}
	who, err := Read(token, site.Key, secrets, now)
	if err != nil {
		return err
	}
	return g.links.SignIn(ctx, s, who)
}
