package login

import (
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
	"github.com/golang-jwt/jwt/v5"
)

// MaxToken is how many bytes a token has at most.
const MaxToken = 4096

// Algorithm is the only one in which a token may be signed.
const Algorithm = "HS256"

// claims are the claims of a token that count; all others are left aside.
type claims struct {
	jwt.RegisteredClaims
	Name  string `json:"name"`
	Email string `json:"email"`
	Phone string `json:"phone"`
}

// The refusals of a token. A developer reads them in the browser's console.
var (
	errBad = chat.Errorf(chat.Invalid, "bad_login",
		"This is no login that the site's server signed: a JWT under HS256 with the site's current secret.")
	errElsewhere = chat.Errorf(chat.Invalid, "login_elsewhere",
		"This login is for another site. Its aud has to be the key of the site.")
	errExpired = chat.Errorf(chat.Invalid, "login_expired",
		"This login has expired. The site's server signs a new one for each page.")
	errEarly = chat.Errorf(chat.Invalid, "login_early",
		"This login holds only from a later time on. Look at iat, nbf and the clock of the site's server.")
	errLong = chat.Errorf(chat.Invalid, "login_long",
		"This login is good for too long. Its exp has to be there, and at most an hour ahead.")
	errNobody = chat.Errorf(chat.Invalid, "login_nobody",
		"This login names no user. Its sub has to be the site's own id of the user, as 1 to %d characters of text.",
		chat.MaxSub)
)

// Read is the user whom a token names, if it was signed with one of the secrets, for this site, and holds now.
func Read(token, site string, secrets [][]byte, now time.Time) (chat.SignedIn, error) {
	if len(token) > MaxToken {
		return chat.SignedIn{}, errBad
	}
	keys := jwt.VerificationKeySet{}
	for _, secret := range secrets {
		keys.Keys = append(keys.Keys, secret)
	}
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{Algorithm}), jwt.WithStrictDecoding(), jwt.WithAudience(site),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithLeeway(chat.ClockSkew),
		jwt.WithTimeFunc(func() time.Time { return now }),
	)
	var c claims
	_, err := parser.ParseWithClaims(token, &c, func(t *jwt.Token) (any, error) {
		if _, critical := t.Header["crit"]; critical { // it names rules that we do not know (RFC 7515, 4.1.11)
			return nil, errBad
		}
		return keys, nil
	})
	if err == nil {
		err = c.judge(now)
	}
	switch {
	case errors.Is(err, jwt.ErrTokenRequiredClaimMissing) && len(c.Audience) == 0:
		return chat.SignedIn{}, errElsewhere
	case err != nil:
		return chat.SignedIn{}, refusal(err)
	}
	return chat.SignedIn{Sub: c.Subject, Name: c.Name, Email: c.Email, Phone: c.Phone}, nil
}

// judge has the rules that the library does not know. The skew of clocks gives an expired token no more time.
func (c *claims) judge(now time.Time) error {
	left := c.ExpiresAt.Sub(now)
	switch {
	case left <= 0:
		return errExpired
	case left > chat.LoginLife+chat.ClockSkew:
		return errLong
	case chat.Blank(c.Subject) || utf8.RuneCountInString(c.Subject) > chat.MaxSub || strings.ContainsFunc(c.Subject, lost):
		return errNobody
	}
	return nil
}

// lost tells whether a character may stand for several: two users must never be read as one.
func lost(r rune) bool { return r == utf8.RuneError || unicode.IsControl(r) }

// refusal is a fault of a token in words. A fault of the signature hides all others.
func refusal(err error) error {
	for _, known := range []struct{ fault, says error }{
		{jwt.ErrTokenMalformed, errBad},
		{jwt.ErrTokenUnverifiable, errBad},
		{jwt.ErrTokenSignatureInvalid, errBad},
		{jwt.ErrTokenInvalidAudience, errElsewhere},
		{jwt.ErrTokenExpired, errExpired},
		{jwt.ErrTokenUsedBeforeIssued, errEarly},
		{jwt.ErrTokenNotValidYet, errEarly},
		{jwt.ErrTokenRequiredClaimMissing, errLong},
	} {
		if errors.Is(err, known.fault) {
			return known.says
		}
	}
	if chat.CodeOf(err) != "" {
		return err
	}
	return errBad
}
