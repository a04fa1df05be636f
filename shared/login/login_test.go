package login_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/login"
	"github.com/golang-jwt/jwt/v5"
)

var (
	now    = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	secret = []byte("a-secret-of-the-site-with-enough-letters")
)

// with is the claims of a good token, some of them changed; nil leaves one out.
func with(changes jwt.MapClaims) jwt.MapClaims {
	all := jwt.MapClaims{"aud": "shop", "sub": "user-42", "exp": now.Add(10 * time.Minute).Unix()}
	for name, value := range changes {
		if all[name] = value; value == nil {
			delete(all, name)
		}
	}
	return all
}

func signed(t testing.TB, method jwt.SigningMethod, key any, claims jwt.Claims) string {
	t.Helper()
	text, err := jwt.NewWithClaims(method, claims).SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func good(t testing.TB, changes jwt.MapClaims) string {
	t.Helper()
	return signed(t, jwt.SigningMethodHS256, secret, with(changes))
}

func TestATokenIsRead(t *testing.T) {
	token := good(t, jwt.MapClaims{
		"name": "Dana", "email": "dana@mail.test", "phone": "+49 30 123456", "iat": now.Unix(), "jti": "x", "plan": 7,
	})
	who, err := login.Read(token, "shop", [][]byte{[]byte("the new one"), secret}, now)
	want := chat.SignedIn{Sub: "user-42", Name: "Dana", Email: "dana@mail.test", Phone: "+49 30 123456"}
	if err != nil || who != want {
		t.Errorf("%+v, %v", who, err)
	}
	for name, changes := range map[string]jwt.MapClaims{
		"several sites":         {"aud": []string{"other", "shop"}},
		"an hour":               {"exp": now.Add(time.Hour).Unix()},
		"a clock that is ahead": {"iat": now.Add(50 * time.Second).Unix(), "exp": now.Add(time.Hour + 50*time.Second).Unix()},
		"200 characters":        {"sub": strings.Repeat("é", 200)},
	} {
		if _, err := login.Read(good(t, changes), "shop", [][]byte{secret}, now); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever is wrong with a token, it is refused in words.
func TestBadTokensAreRefused(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(good(t, nil), ".")
	forged := base64.RawURLEncoding.EncodeToString([]byte(`{"aud":"shop","sub":"boss","exp":9999999999}`))
	at := func(name string, d time.Duration) string {
		return good(t, jwt.MapClaims{name: now.Add(d).Unix()})
	}
	crit := jwt.NewWithClaims(jwt.SigningMethodHS256, with(nil))
	crit.Header["crit"] = []string{"b64"}
	critical, err := crit.SignedString(secret)
	if err != nil {
		t.Fatal(err)
	}
	none := signed(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, with(nil))
	for name, c := range map[string][2]string{
		"alg none":                {none, "bad_login"},
		"HS384":                   {signed(t, jwt.SigningMethodHS384, secret, with(nil)), "bad_login"},
		"HS512":                   {signed(t, jwt.SigningMethodHS512, secret, with(nil)), "bad_login"},
		"RS256":                   {signed(t, jwt.SigningMethodRS256, private, with(nil)), "bad_login"},
		"another secret":          {signed(t, jwt.SigningMethodHS256, []byte("another"), with(nil)), "bad_login"},
		"an empty secret":         {signed(t, jwt.SigningMethodHS256, []byte{}, with(nil)), "bad_login"},
		"changed claims":          {parts[0] + "." + forged + "." + parts[2], "bad_login"},
		"no signature":            {parts[0] + "." + parts[1] + ".", "bad_login"},
		"two parts":               {parts[0] + "." + parts[1], "bad_login"},
		"a part more":             {good(t, nil) + ".x", "bad_login"},
		"padding":                 {good(t, nil) + "=", "bad_login"},
		"a rule that is critical": {critical, "bad_login"},
		"nothing":                 {"", "bad_login"},
		"garbage":                 {"\x00.\xff.é", "bad_login"},
		"huge":                    {good(t, jwt.MapClaims{"name": strings.Repeat("x", login.MaxToken)}), "bad_login"},
		"sub as a number":         {good(t, jwt.MapClaims{"sub": 42}), "bad_login"},
		"another site":            {good(t, jwt.MapClaims{"aud": "other"}), "login_elsewhere"},
		"a site like it":          {good(t, jwt.MapClaims{"aud": "shop2"}), "login_elsewhere"},
		"no site":                 {good(t, jwt.MapClaims{"aud": nil}), "login_elsewhere"},
		"no sites":                {good(t, jwt.MapClaims{"aud": []string{}}), "login_elsewhere"},
		"expired":                 {at("exp", -time.Second), "login_expired"},
		"expires now":             {at("exp", 0), "login_expired"},
		"long expired":            {at("exp", -time.Hour), "login_expired"},
		"no exp":                  {good(t, jwt.MapClaims{"exp": nil}), "login_long"},
		"exp too far":             {at("exp", time.Hour+chat.ClockSkew+time.Second), "login_long"},
		"exp without end":         {good(t, jwt.MapClaims{"exp": 1e15}), "login_long"},
		"exp as a text":           {good(t, jwt.MapClaims{"exp": "tomorrow"}), "bad_login"},
		"iat in the future":       {at("iat", chat.ClockSkew+time.Second), "login_early"},
		"nbf in the future":       {at("nbf", chat.ClockSkew+time.Second), "login_early"},
		"no sub":                  {good(t, jwt.MapClaims{"sub": nil}), "login_nobody"},
		"an empty sub":            {good(t, jwt.MapClaims{"sub": ""}), "login_nobody"},
		"a blank sub":             {good(t, jwt.MapClaims{"sub": " \u200b"}), "login_nobody"},
		"a long sub":              {good(t, jwt.MapClaims{"sub": strings.Repeat("x", 201)}), "login_nobody"},
		"a sub that is no text":   {good(t, jwt.MapClaims{"sub": "a\ufffd"}), "login_nobody"},
		"a sub with controls":     {good(t, jwt.MapClaims{"sub": "a\x00b"}), "login_nobody"},
	} {
		who, err := login.Read(c[0], "shop", [][]byte{secret}, now)
		if chat.CodeOf(err) != c[1] || who != (chat.SignedIn{}) {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
	}
	if _, err := login.Read(good(t, nil), "shop", nil, now); chat.CodeOf(err) != "bad_login" {
		t.Errorf("a site without a secret: %v", err)
	}
}

// opener opens what the tests' sealer has sealed.
type opener struct{}

func (opener) Open(_ context.Context, _ chat.TenantID, purpose, row string, sealed []byte) ([]byte, error) {
	plain, is := bytes.CutPrefix(sealed, []byte(purpose+" of "+row+": "))
	if !is {
		return nil, errors.New("sealed for something else")
	}
	return plain, nil
}

// An owner makes a secret, which is shown once. The one that it replaces holds a day longer, also under another key of
// the site; and none holds once logins are off.
func TestAnOwnerMakesTheSecretOfASite(t *testing.T) {
	w := chattest.New(t)
	w.Must(w.Store.PutSite(w.Ctx(), chat.Site{Key: "shop", Tenant: chattest.Tenant, Bot: chattest.Fast, Name: "Shop"}))
	gate := login.New(chat.NewLinks(w.Desk, w.Store), opener{})
	says := func(site, secret string) string {
		g := w.Guest()
		g.Site = site
		g.Opens("/")
		claims := with(jwt.MapClaims{"aud": site, "exp": w.Now().Add(time.Hour).Unix()})
		return chattest.Code(gate.Identify(w.Ctx(), g.Socket, signed(t, jwt.SigningMethodHS256, []byte(secret), claims)))
	}
	is := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("the answer is %q, not %q", got, want)
		}
	}
	is(says("shop", "x"), "login_off")
	first, err := w.MakeSiteLogin(w.Ctx(), chattest.Olu, "shop")
	w.Must(err)
	is(says("shop", first), "")
	is(says("shop", "x"), "bad_login")
	second, err := w.MakeSiteLogin(w.Ctx(), chattest.Olu, "shop")
	w.Must(err)
	is(says("shop", first), "")
	is(says("shop", second), "")
	site, err := w.OwnSite(w.Ctx(), chattest.Olu, "shop")
	w.Must(err)
	_, moved, err := w.RotateSite(w.Ctx(), chattest.Olu, "shop", site.Version)
	w.Must(err)
	is(says(moved.Key, first), "")
	is(says(moved.Key, second), "")
	w.Pass(chat.SecretOverlap)
	is(says(moved.Key, first), "bad_login")
	is(says(moved.Key, second), "")
	if shown := site.ForOwner().Login; shown.Secret.Sealed != nil || shown.Before != nil || shown.Since.IsZero() ||
		!shown.Until.Equal(site.Login.Since.Add(chat.SecretOverlap)) {
		t.Errorf("an owner's page has %+v", shown)
	}
	w.Must(w.DropSiteLogin(w.Ctx(), chattest.Olu, moved.Key))
	w.Must(w.DropSiteLogin(w.Ctx(), chattest.Olu, moved.Key))
	is(says(moved.Key, second), "login_off")
	if _, err := w.MakeSiteLogin(w.Ctx(), chat.Agent{Tenant: "t_other", Role: chat.RoleOwner}, "shop"); chat.KindOf(err) !=
		chat.NotFound {
		t.Errorf("another team's owner: %v", err)
	}
}

// A secret that is replaced again within the day holds on, up to a number: no server of the site is locked out by it.
func TestASecretThatWasReplacedTwiceHolds(t *testing.T) {
	w := chattest.New(t)
	w.Must(w.Store.PutSite(w.Ctx(), chat.Site{Key: "shop", Tenant: chattest.Tenant, Bot: chattest.Fast, Name: "Shop"}))
	made := make([][]byte, chat.MaxReplaced+1)
	for i := range made {
		secret, err := w.MakeSiteLogin(w.Ctx(), chattest.Olu, "shop")
		w.Must(err)
		made[i] = []byte(secret)
		w.Pass(time.Hour)
	}
	holds := func(want ...[]byte) {
		t.Helper()
		site, err := w.OwnSite(w.Ctx(), chattest.Olu, "shop")
		w.Must(err)
		secrets := site.Login.Secrets(w.Now())
		if len(secrets) != len(want) {
			t.Fatalf("%d secrets hold, not %d", len(secrets), len(want))
		}
		for i, s := range secrets {
			if plain, err := (opener{}).Open(w.Ctx(), chattest.Tenant, chat.SiteSecret, s.Row, s.Sealed); err != nil ||
				!bytes.Equal(plain, want[i]) {
				t.Errorf("secret %d: %v", i, err)
			}
		}
	}
	holds(made...)
	if _, err := w.MakeSiteLogin(w.Ctx(), chattest.Olu, "shop"); chat.CodeOf(err) != "many_secrets" {
		t.Errorf("one more is answered with %v", err)
	}
	holds(made...)
	w.Pass(chat.SecretOverlap - 3*time.Hour + time.Minute) // the first two have ended
	holds(made[2:]...)
	_, err := w.MakeSiteLogin(w.Ctx(), chattest.Olu, "shop")
	w.Must(err)
}
