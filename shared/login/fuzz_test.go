package login_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/login"
	"github.com/golang-jwt/jwt/v5"
)

// Bytes that the site's server did not sign name nobody.
func FuzzForged(f *testing.F) {
	f.Add(good(f, nil))
	f.Add(signed(f, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, with(nil)))
	f.Add(signed(f, jwt.SigningMethodHS512, secret, with(nil)))
	f.Add("..")
	f.Add("")
	f.Fuzz(func(t *testing.T, token string) {
		who, err := login.Read(token, "shop", [][]byte{[]byte("a secret that the fuzzer does not know")}, now)
		if err == nil || chat.CodeOf(err) == "" || who != (chat.SignedIn{}) {
			t.Errorf("%q names %+v, %v", token, who, err)
		}
	})
}

// Whatever claims the site's server signs: a login that is taken names a user, holds for this site, and not for longer
// than an hour.
func FuzzSignedClaims(f *testing.F) {
	f.Add(`{"aud":"shop","sub":"user-42","exp":1795338600}`)
	f.Add(`{"aud":["shop"],"sub":"é","exp":1795338600.5,"iat":1795338000,"nbf":0,"name":"Dana"}`)
	f.Add(`{"aud":{},"sub":[],"exp":1e300,"iat":-1e300}`)
	f.Fuzz(func(t *testing.T, claims string) {
		method := jwt.SigningMethodHS256
		text := jwt.New(method)
		head, err := text.SigningString()
		if err != nil {
			t.Fatal(err)
		}
		head, _, _ = strings.Cut(head, ".")
		text.Raw = head + "." + text.EncodeSegment([]byte(claims))
		signature, err := method.Sign(text.Raw, secret)
		if err != nil {
			t.Fatal(err)
		}
		token := text.Raw + "." + text.EncodeSegment(signature)
		who, err := login.Read(token, "shop", [][]byte{secret}, now)
		if err != nil {
			if chat.CodeOf(err) == "" || who != (chat.SignedIn{}) {
				t.Errorf("%q is answered with %v", claims, err)
			}
			return
		}
		if chat.Blank(who.Sub) || len([]rune(who.Sub)) > chat.MaxSub || !strings.Contains(claims, "shop") {
			t.Errorf("%q names %q", claims, who.Sub)
		}
		for _, late := range []time.Duration{chat.LoginLife + chat.ClockSkew, 365 * 24 * time.Hour} {
			if _, err := login.Read(token, "shop", [][]byte{secret}, now.Add(late)); err == nil {
				t.Errorf("%q holds after %s", claims, late)
			}
		}
	})
}
