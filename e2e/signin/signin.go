// Package signin signs a person in through the hosted page, as a browser does: the authorization
// code flow with PKCE.
package signin

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Page is the sign-in page, and the page that people return to.
type Page struct{ Endpoint, Client, Back string }

// Tokens are the result of a sign-in.
type Tokens struct {
	ID     string `json:"id_token"`
	Access string `json:"access_token"`
}

// Walk signs in with a password.
func Walk(ctx context.Context, p Page, email, password string) (Tokens, error) {
	verifier := rand.Text() + rand.Text()
	sum := sha256.Sum256([]byte(verifier))
	form := url.Values{
		"client_id": {p.Client}, "redirect_uri": {p.Back}, "response_type": {"code"}, "scope": {"openid email profile"},
		"state": {"s1"}, "code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"},
	}
	page, err := send(ctx, http.MethodGet, p.Endpoint+"/oauth2/authorize?"+form.Encode(), nil)
	if err != nil {
		return Tokens{}, err
	}
	page.Body.Close()
	form.Set("username", email)
	form.Set("password", password)
	signed, err := send(ctx, http.MethodPost, p.Endpoint+"/login", form)
	if err != nil {
		return Tokens{}, err
	}
	signed.Body.Close()
	back, err := url.Parse(signed.Header.Get("Location"))
	if err != nil || back.Query().Get("code") == "" {
		return Tokens{}, fmt.Errorf("sign-in of %s gave no code: %d %s", email, signed.StatusCode, back)
	}
	answer, err := send(ctx, http.MethodPost, p.Endpoint+"/oauth2/token", url.Values{
		"grant_type": {"authorization_code"}, "client_id": {p.Client}, "redirect_uri": {p.Back},
		"code": {back.Query().Get("code")}, "code_verifier": {verifier},
	})
	if err != nil {
		return Tokens{}, err
	}
	defer answer.Body.Close()
	var got Tokens
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil || got.ID == "" {
		return Tokens{}, fmt.Errorf("sign-in of %s gave no ID token: %d %w", email, answer.StatusCode, err)
	}
	return got, nil
}

// send does not follow the redirect: the code is in its address.
func send(ctx context.Context, method, address string, form url.Values) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return client.Do(request)
}
