// Package whatsapp speaks with Meta's Cloud API: it verifies and reads webhooks, and sends messages.
// It tolerates additions of Meta's: it keeps unknown parts raw.
package whatsapp

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strings"
)

// Signed tells whether a body was signed with one of the secrets. The header is X-Hub-Signature-256,
// over the raw bytes as received. An empty secret never matches.
// https://developers.facebook.com/docs/graph-api/webhooks/getting-started
func Signed(body []byte, header string, secrets ...[]byte) bool {
	given, ok := strings.CutPrefix(header, "sha256=")
	mac, err := hex.DecodeString(given)
	if !ok || err != nil {
		return false
	}
	signed := false
	for _, secret := range secrets {
		if len(secret) == 0 {
			continue
		}
		want := hmac.New(sha256.New, secret)
		want.Write(body)
		signed = hmac.Equal(want.Sum(nil), mac) || signed
	}
	return signed
}

// Sign makes the header that Signed verifies.
func Sign(body, secret []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

// Handshake answers Meta's verification of a webhook's address. It returns the challenge to echo, or
// false.
func Handshake(query map[string]string, token []byte) (string, bool) {
	given := []byte(query["hub.verify_token"])
	if len(token) == 0 || query["hub.mode"] != "subscribe" || query["hub.challenge"] == "" {
		return "", false
	}
	return query["hub.challenge"], subtle.ConstantTimeCompare(given, token) == 1
}
