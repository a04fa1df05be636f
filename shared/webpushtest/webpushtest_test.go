package webpushtest

import (
	"crypto/ecdh"
	"encoding/base64"
	"testing"
)

// The example of RFC 8291, section 5.
const (
	private = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
	public  = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
	auth    = "BTBZMqHH6r4Tts7J_aSIgg"
	sealed  = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w" +
		"EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
	plain = "When I grow up, I want to be a watermelon"
)

// The stand-in reads what the standard says that a browser reads, and nothing that was changed on its way.
func TestTheExampleOfTheStandardOpens(t *testing.T) {
	read := func(text string) []byte {
		raw, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	key, err := ecdh.P256().NewPrivateKey(read(private))
	if err != nil {
		t.Fatal(err)
	}
	b := &Browser{key, read(auth)}
	if got := b.Subscribed("x"); got.P256DH != public || got.Auth != auth {
		t.Errorf("its keys are %+v", got)
	}
	raw := read(sealed)
	if text, err := b.Opens(raw); err != nil || string(text) != plain {
		t.Fatalf("it reads %q, %v", text, err)
	}
	for i := range raw {
		raw[i] ^= 1
		if text, err := b.Opens(raw); err == nil && (i < 16 || i > 19) { // the size of a record counts as a bound
			t.Fatalf("with byte %d changed it reads %q", i, text)
		}
		raw[i] ^= 1
		if _, err := b.Opens(raw[:i]); err == nil {
			t.Fatalf("it reads the first %d bytes", i)
		}
	}
}
