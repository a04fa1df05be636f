package chat_test

import (
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// Only subscriptions at the push services of browsers are taken, with keys that can encrypt.
func TestASubscriptionLeadsToABrowser(t *testing.T) {
	good := chat.Subscription{
		Endpoint: "https://fcm.googleapis.com/fcm/send/abc:def",
		P256DH:   "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
		Auth:     "BTBZMqHH6r4Tts7J_aSIgg",
	}
	at := func(endpoint string) chat.Subscription { s := good; s.Endpoint = endpoint; return s }
	keys := func(public, auth string) chat.Subscription { s := good; s.P256DH, s.Auth = public, auth; return s }
	for _, s := range []chat.Subscription{
		good, at("https://updates.push.services.mozilla.com/wpush/v2/x"), at("https://web.push.apple.com/QO"),
		at("https://wns2-par02p.notify.windows.com/w/?token=BQ"), at("https://fcm.googleapis.com:443/x"),
		keys(good.P256DH, good.Auth+"=="),
	} {
		if err := s.Valid(false); err != nil {
			t.Errorf("%s: %v", s.Endpoint, err)
		}
	}
	local := at("http://127.0.0.1:8082/push/x")
	if local.Valid(true) != nil || local.Valid(false) == nil {
		t.Error("an address of this machine is taken elsewhere, or not here")
	}
	for _, s := range []chat.Subscription{
		{},
		at(""), at("http://fcm.googleapis.com/x"), at("https://fcm.googleapis.com.evil.test/x"),
		at("https://evil.test/fcm.googleapis.com"), at("https://push.apple.com/x"), at("https://evilpush.apple.com/x"),
		at("https://a:b@fcm.googleapis.com/x"), at("https://fcm.googleapis.com:8443/x"), at("https://10.0.0.1/x"),
		at("https://fcm.googleapis.com/" + strings.Repeat("x", chat.MaxEndpoint)), at("https://fcm.googleapis.com/x y"),
		at("https://fcm.googleapis.com/x#y"), keys("", good.Auth), keys(good.P256DH[:40], good.Auth), keys(good.P256DH, ""),
		keys("A"+good.P256DH[1:], good.Auth), keys(good.P256DH, good.Auth+"AAAA"),
		keys(strings.Replace(good.P256DH, "BCVx", "BCVy", 1), good.Auth), // no point of the curve
	} {
		if err := s.Valid(false); err == nil {
			t.Errorf("it is taken: %+v", s)
		} else if s.Endpoint != "" && strings.Contains(err.Error(), s.Endpoint) {
			t.Errorf("the error has the address: %v", err)
		}
	}
}
