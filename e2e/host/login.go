package host

import (
	"context"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/golang-jwt/jwt/v5"
)

// loginSecret is that with which the company's server signs who is signed in on FastSite.
const loginSecret = "the company's secret for signed logins"

// SignedIn is what the company's server signs about a user.
func SignedIn(sub, name string) string {
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
		"aud": FastSite, "sub": sub, "name": name, "exp": time.Now().Add(10 * time.Minute).Unix(),
	})
	signed, err := token.SignedString([]byte(loginSecret))
	if err != nil {
		panic(err) // text always encodes
	}
	return signed
}

// withLogin has a site take signed logins.
func (h *Host) withLogin(ctx context.Context, s chat.Site) (chat.Site, error) {
	sealed, err := h.Sealer().Seal(ctx, s.Tenant, chat.SiteSecret, s.Key, []byte(loginSecret))
	s.Login = &chat.SiteLogin{Since: time.Now().UTC(), Secret: chat.SealedSecret{Row: s.Key, Sealed: sealed}}
	return s, err
}
