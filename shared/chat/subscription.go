package chat

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Subscription leads to a browser that is closed: the address at the push service of its maker, and the keys with which
// a notification is encrypted (RFC 8030, RFC 8291). Only the team's key lets anybody send there. The address is a
// secret all the same, and of a person: it is in no log and no error.
type Subscription struct {
	Endpoint string `json:"endpoint"`
	P256DH   string `json:"p256dh"`
	Auth     string `json:"auth"`
}

// MaxEndpoint is how many characters the address of a subscription has at most; those of browsers have up to 500.
const MaxEndpoint = 1000

// PushKeys are a tenant's keys for the push services of browsers (VAPID, RFC 8292), made at their first use. Browsers
// that are subscribed hold to the public one. The private one is sealed as PushKey, for the row of the tenant's id.
type PushKeys struct {
	Public string `json:"public"`
	Sealed []byte `json:"sealed"`
}

// NewPushKeys makes a pair, in the form in which browsers take the public one.
func NewPushKeys() (public, private string, err error) {
	made, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return "", "", err
	}
	encoded := base64.RawURLEncoding.EncodeToString
	return encoded(made.PublicKey().Bytes()), encoded(made.Bytes()), nil
}

// WebPush is a message to a browser that is closed. A later one with the same topic takes the place of one that still
// waits for the device.
type WebPush struct {
	Body   []byte        // at most MaxWebPush
	Topic  string        // at most 32 characters of base64url, "" for none
	Urgent bool          // it wakes also a device that saves its battery
	TTL    time.Duration // how long it waits for a device that is off
}

// MaxWebPush is how many bytes a message has at most: services take some 4,000 with the padding.
const MaxWebPush = 2000

var errSubscription = Errorf(Invalid, "bad_subscription",
	"This is no subscription of a browser that we know. Use Chrome, Edge, Firefox or Safari in a newer version.")

// Valid refuses what is no subscription at the push service of a browser. With local, it may also be on this machine.
func (s Subscription) Valid(local bool) error {
	public, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s.P256DH, "="))
	if err == nil {
		_, err = ecdh.P256().NewPublicKey(public)
	}
	auth, bad := base64.RawURLEncoding.DecodeString(strings.TrimRight(s.Auth, "="))
	if err != nil || bad != nil || len(auth) != 16 || !isPushService(s.Endpoint, local) {
		return errSubscription
	}
	return nil
}

// pushServices are those of the browsers: a name, or with a dot before it all below it.
var pushServices = []string{
	"fcm.googleapis.com", ".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com",
}

func isPushService(endpoint string, local bool) bool {
	at, err := url.Parse(endpoint)
	odd := strings.ContainsFunc(endpoint, func(r rune) bool { return r <= ' ' || r > '~' })
	if err != nil || odd || len(endpoint) > MaxEndpoint || at.User != nil || at.Fragment != "" || at.Opaque != "" {
		return false
	}
	host := strings.ToLower(at.Hostname())
	if local && at.Scheme == "http" && (host == "localhost" || host == "127.0.0.1") {
		return true
	}
	known := slices.ContainsFunc(pushServices, func(name string) bool {
		return host == name || name[0] == '.' && strings.HasSuffix(host, name)
	})
	return known && at.Scheme == "https" && (at.Port() == "" || at.Port() == "443")
}
