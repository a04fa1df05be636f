package whatsapp

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

func flowKey(t testing.TB) *rsa.PrivateKey {
	t.Helper()
	private, public, err := NewFlowKey()
	if err != nil || !strings.HasPrefix(public, "-----BEGIN PUBLIC KEY-----") {
		t.Fatalf("%q, %v", public, err)
	}
	key, err := ReadFlowKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// wrapped is a request as WhatsApp's client seals it.
func wrapped(t testing.TB, h hash.Hash, to *rsa.PublicKey, key, iv []byte, sealed string) []byte {
	t.Helper()
	wrap, err := rsa.EncryptOAEP(h, rand.Reader, to, key, nil)
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := json.Marshal(map[string]string{
		"encrypted_flow_data": sealed, "encrypted_aes_key": base64.StdEncoding.EncodeToString(wrap),
		"initial_vector": base64.StdEncoding.EncodeToString(iv),
	})
	return raw
}

type flowVectors struct {
	Key   string `json:"aes_key_hex"`
	IV    []byte `json:"initial_vector"`
	Cases []struct {
		Data     string `json:"encrypted_flow_data"`
		Request  string `json:"request_plaintext"`
		Body     string `json:"response_body"`
		Response string `json:"response_plaintext"`
	}
}

func vectors(t testing.TB) (flowVectors, []byte) {
	var v flowVectors
	into(t, "flow_crypto_vectors.json", &v)
	key, err := hex.DecodeString(v.Key)
	if err != nil || len(v.Cases) == 0 {
		t.Fatal("no vectors")
	}
	return v, key
}

// Requests encrypted by WhatsApp can be decrypted, and our encrypted answers are byte for byte as
// WhatsApp expects them.
func TestFlowsAreEncryptedAsWhatsAppDoes(t *testing.T) {
	v, aesKey := vectors(t)
	old, key := flowKey(t), flowKey(t)
	for _, c := range v.Cases {
		call, err := OpenFlow([]*rsa.PrivateKey{key, old}, wrapped(t, sha256.New(), &key.PublicKey, aesKey, v.IV, c.Data))
		if err != nil {
			t.Errorf("%s: %v", c.Request, err)
			continue
		}
		var want struct {
			Action, Screen string
			Token          string `json:"flow_token"`
			Data           map[string]string
		}
		_ = json.Unmarshal([]byte(c.Request), &want)
		x := call.Exchange
		if x.Action != want.Action || x.Screen != want.Screen || x.Token != want.Token ||
			x.Values["name"] != want.Data["name"] || call.Ping != (want.Action == "ping") {
			t.Errorf("%s opened as %+v", c.Request, call)
		}
		if body, err := call.Seal(json.RawMessage(c.Response)); err != nil || body != c.Body {
			t.Errorf("%s is sealed as %s, want %s", c.Response, body, c.Body)
		}
		if _, err := OpenFlow([]*rsa.PrivateKey{key, old},
			wrapped(t, sha256.New(), &old.PublicKey, aesKey, v.IV, c.Data)); err != nil {
			t.Errorf("with the key before: %v", err)
		}
	}
}

// A request that was tampered with, or encrypted for another key, cannot be decrypted.
func TestFlowsThatDoNotOpen(t *testing.T) {
	v, aesKey := vectors(t)
	key, other := flowKey(t), flowKey(t)
	data := v.Cases[1].Data
	raw, _ := base64.StdEncoding.DecodeString(data)
	raw[len(raw)-1] ^= 1
	flipped := base64.StdEncoding.EncodeToString(raw)
	for name, body := range map[string][]byte{
		"another key":        wrapped(t, sha256.New(), &other.PublicKey, aesKey, v.IV, data),
		"OAEP with SHA-1":    wrapped(t, sha1.New(), &key.PublicKey, aesKey, v.IV, data),
		"a flipped tag":      wrapped(t, sha256.New(), &key.PublicKey, aesKey, v.IV, flipped),
		"a short vector":     wrapped(t, sha256.New(), &key.PublicKey, aesKey, v.IV[:12], data),
		"a long key":         wrapped(t, sha256.New(), &key.PublicKey, append(aesKey, aesKey...), v.IV, data),
		"no data":            wrapped(t, sha256.New(), &key.PublicKey, aesKey, v.IV, ""),
		"not JSON":           []byte("hello"),
		"nothing":            nil,
		"what is not base64": []byte(`{"encrypted_flow_data":"%","encrypted_aes_key":"%","initial_vector":"%"}`),
	} {
		if call, err := OpenFlow([]*rsa.PrivateKey{key}, body); !errors.Is(err, ErrFlowSealed) {
			t.Errorf("%s: %+v, %v", name, call, err)
		}
	}
	if _, err := OpenFlow(nil, wrapped(t, sha256.New(), &key.PublicKey, aesKey, v.IV,
		data)); !errors.Is(err, ErrFlowSealed) {
		t.Error("it opened without a key")
	}
	// An answer cannot be decrypted with the vector of the request.
	call, err := OpenFlow([]*rsa.PrivateKey{key}, wrapped(t, sha256.New(), &key.PublicKey, aesKey, v.IV, data))
	if err != nil {
		t.Fatal(err)
	}
	sealed, _ := call.Seal("x")
	raw, _ = base64.StdEncoding.DecodeString(sealed)
	block, _ := aes.NewCipher(aesKey)
	gcm, _ := cipher.NewGCMWithNonceSize(block, 16)
	if _, err := gcm.Open(nil, v.IV, raw, nil); err == nil {
		t.Error("the vector was not inverted")
	}
}

// Only a report of Meta's counts as one, and nothing that a customer may have written is told of it.
func TestAReportOfMetasIsTold(t *testing.T) {
	v, aesKey := vectors(t)
	key := flowKey(t)
	for data, want := range map[string]string{
		`{"error":"invalid-screen-transition","error_message":"x"}`: "invalid-screen-transition",
		`{"error":"Amara, 12 Hill Road","error_message":"x"}`:       "another reason",
		`{"error":"my phone is broken"}`:                            "",
		`{"error":"my phone is broken","error_message":7}`:          "",
		`{"error":null,"name":"Amara"}`:                             "",
	} {
		gcm, err := flowGCM(aesKey)
		if err != nil {
			t.Fatal(err)
		}
		sealed := gcm.Seal(nil, v.IV, []byte(`{"action":"data_exchange","data":`+data+`}`), nil)
		body := wrapped(t, sha256.New(), &key.PublicKey, aesKey, v.IV, base64.StdEncoding.EncodeToString(sealed))
		if call, err := OpenFlow([]*rsa.PrivateKey{key}, body); err != nil || call.Refused != want {
			t.Errorf("%s is told as %q, %v", data, call.Refused, err)
		}
	}
}

// The Flow that we create at Meta asks for each field on its screen, and carries the earlier values.
func TestTheFlowAsksForEachField(t *testing.T) {
	raw, err := FlowJSON(chat.Form{ID: "visit", Submit: "Book", Fields: []chat.Field{
		{Name: "name", Label: "Name", Type: "name", Required: true, Screen: "WHO"},
		{Name: "mail", Label: "E-mail", Type: "email", Screen: "WHO"},
		{Name: "when", Label: "When", Type: "choice", Choices: []string{"am"}, Screen: "WHEN"},
	}})
	var flow struct {
		Routing map[string][]string `json:"routing_model"`
		Screens []struct {
			ID       string
			Terminal bool
			Layout   struct {
				Children []struct {
					Children []struct {
						Type, Name string
						Click      struct{ Payload map[string]string } `json:"on-click-action"`
					}
				}
			}
		}
	}
	if err != nil || json.Unmarshal(raw, &flow) != nil || len(flow.Screens) != 2 {
		t.Fatalf("%s, %v", raw, err)
	}
	last := flow.Screens[1].Layout.Children[0].Children
	if flow.Routing["WHO"][0] != "WHEN" || flow.Screens[0].Terminal || !flow.Screens[1].Terminal ||
		last[0].Type != "Dropdown" {
		t.Errorf("%s", raw)
	}
	if p := last[1].Click.Payload; p["name"] != "${screen.WHO.form.name}" || p["when"] != "${form.when}" {
		t.Errorf("the last screen sends %v", p)
	}
}

func FuzzOpenFlow(f *testing.F) {
	v, aesKey := vectors(f)
	key := flowKey(f)
	wrap, err := rsa.EncryptOAEP(sha256.New(), rand.Reader, &key.PublicKey, aesKey, nil)
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range v.Cases {
		raw, _ := base64.StdEncoding.DecodeString(c.Data)
		f.Add(raw, v.IV, []byte(c.Request), false)
	}
	f.Add([]byte{}, []byte{}, []byte(`{"data":{"error":1,"a":[{}],"b":null}}`), true)
	f.Fuzz(func(t *testing.T, data, iv, plain []byte, good bool) {
		if good { // encrypt the fuzzed plain text, so that it reaches the reader
			gcm, _ := flowGCM(aesKey)
			iv = make([]byte, flowIV)
			data = gcm.Seal(nil, iv, plain, nil)
		}
		body, _ := json.Marshal(map[string][]byte{
			"encrypted_flow_data": data, "encrypted_aes_key": wrap, "initial_vector": iv,
		})
		call, err := OpenFlow([]*rsa.PrivateKey{key}, body)
		if err != nil {
			return
		}
		sealed, err := call.Seal(call.Exchange)
		if raw, bad := base64.StdEncoding.DecodeString(sealed); err != nil || bad != nil || len(raw) < 16 {
			t.Errorf("%q, %v", sealed, err)
		}
		_, _ = OpenFlow([]*rsa.PrivateKey{key}, data)
	})
}
