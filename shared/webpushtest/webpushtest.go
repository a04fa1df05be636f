// Package webpushtest stands in for browsers and their push service: it opens what was encrypted for one (RFC 8291),
// and checks who signed it (RFC 8292). It shares no code with the sender.
package webpushtest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/golang-jwt/jwt/v5"
)

// Browser has the keys of one subscription.
type Browser struct {
	private *ecdh.PrivateKey
	auth    []byte
}

// NewBrowser makes the keys of a subscription.
func NewBrowser() (*Browser, error) {
	private, err := ecdh.P256().GenerateKey(rand.Reader)
	auth := make([]byte, 16)
	_, _ = rand.Read(auth)
	return &Browser{private, auth}, err
}

// Subscribed is the subscription at an address of the push service.
func (b *Browser) Subscribed(endpoint string) chat.Subscription {
	return chat.Subscription{
		Endpoint: endpoint, P256DH: encoded(b.private.PublicKey().Bytes()), Auth: encoded(b.auth),
	}
}

// Push is a message as it arrived.
type Push struct {
	Body                string
	Topic, Urgency, TTL string
	Key                 string // the public key of the tenant that signed it
	Subject             string
}

// maxBody is how much a push service takes.
const maxBody = 4096

// Takes reads a message of the sender's, if it is for this browser, and was signed for the service that it reached.
func (b *Browser) Takes(r *http.Request) (Push, error) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil || len(raw) > maxBody || r.Header.Get("Content-Encoding") != "aes128gcm" {
		return Push{}, fmt.Errorf("webpushtest: %d bytes of %s: %w", len(raw), r.Header.Get("Content-Encoding"), err)
	}
	body, err := b.Opens(raw)
	if err != nil {
		return Push{}, err
	}
	key, subject, err := Signed(r.Header.Get("Authorization"), "http://"+r.Host)
	h := r.Header
	return Push{string(body), h.Get("Topic"), h.Get("Urgency"), h.Get("TTL"), key, subject}, err
}

// header is the salt, the size of a record, and the length of the sender's key, which follows (RFC 8188).
const header = 16 + 4 + 1

// Opens decrypts a message of one record.
func (b *Browser) Opens(raw []byte) ([]byte, error) {
	if len(raw) < header || len(raw) < header+int(raw[header-1]) || len(raw) > int(binary.BigEndian.Uint32(raw[16:20])) {
		return nil, errors.New("webpushtest: it is not of one record")
	}
	salt, key, sealed := raw[:16], raw[header:header+int(raw[header-1])], raw[header+int(raw[header-1]):]
	sender, err := ecdh.P256().NewPublicKey(key)
	if err != nil {
		return nil, err
	}
	shared, err := b.private.ECDH(sender)
	if err != nil {
		return nil, err
	}
	info := "WebPush: info\x00" + string(b.private.PublicKey().Bytes()) + string(key)
	secret, err := hkdf.Key(sha256.New, shared, b.auth, info, 32)
	if err != nil {
		return nil, err
	}
	plain, err := open(secret, salt, sealed)
	if err != nil {
		return nil, err
	}
	text := strings.TrimRight(string(plain), "\x00")
	if !strings.HasSuffix(text, "\x02") { // the mark of the last record, before its padding
		return nil, errors.New("webpushtest: the last record has no end")
	}
	return []byte(text[:len(text)-1]), nil
}

func open(secret, salt, sealed []byte) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, secret, salt, "Content-Encoding: aes128gcm\x00", 16)
	if err != nil {
		return nil, err
	}
	nonce, err := hkdf.Key(sha256.New, secret, salt, "Content-Encoding: nonce\x00", 12)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	return gcm.Open(nil, nonce, sealed, nil)
}

// Signed is the public key with which a call was signed for an audience, and how its sender is reached.
func Signed(authorization, audience string) (key, subject string, err error) {
	token, key, is := strings.Cut(strings.TrimPrefix(authorization, "vapid t="), ", k=")
	raw, err := base64.RawURLEncoding.DecodeString(key)
	if err != nil || !is {
		return "", "", fmt.Errorf("webpushtest: it is not signed: %w", err)
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), raw)
	if err != nil {
		return "", "", err
	}
	var claims jwt.RegisteredClaims
	_, err = jwt.ParseWithClaims(token, &claims, func(*jwt.Token) (any, error) { return public, nil },
		jwt.WithValidMethods([]string{"ES256"}), jwt.WithAudience(audience), jwt.WithExpirationRequired())
	return key, claims.Subject, err
}

func encoded(raw []byte) string { return base64.RawURLEncoding.EncodeToString(raw) }
