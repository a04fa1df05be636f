package whatsapp

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/onejson"
)

// The answers that Meta expects from a Flow's endpoint.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/reference/error-codes
const (
	FlowBadSignature  = 432
	FlowUndecryptable = 421 // Meta fetches the public key again and retries once
	FlowTokenDead     = 427
)

// MaxFlowBody is the largest request that is read, in bytes.
const MaxFlowBody = 1 << 20

// ErrFlowSealed says that a request cannot be decrypted with our keys.
var ErrFlowSealed = errors.New("whatsapp: a Flow's request that does not open")

// FlowCall is one decrypted request of a Flow. It holds the key that encrypts the answer.
type FlowCall struct {
	Exchange chat.FlowExchange
	Ping     bool
	Refused  string // why the phone refused our last screen, in a word of Meta's; "" if this is no report of that

	key, iv []byte
}

const flowIV = 16 // bytes; the usual AES-GCM vector has twelve

// OpenFlow decrypts the body of a request with the first matching key of ours.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/implementingyourflowendpoint
func OpenFlow(keys []*rsa.PrivateKey, body []byte) (FlowCall, error) {
	var sealed struct {
		Data []byte `json:"encrypted_flow_data"`
		Key  []byte `json:"encrypted_aes_key"`
		IV   []byte `json:"initial_vector"`
	}
	if onejson.CheckFolded(body) != nil || json.Unmarshal(body, &sealed) != nil || len(sealed.IV) != flowIV {
		return FlowCall{}, ErrFlowSealed
	}
	for _, key := range keys {
		plain, err := rsa.DecryptOAEP(sha256.New(), nil, key, sealed.Key, nil)
		if err == nil && len(plain) == 16 {
			return openFlow(plain, sealed.IV, sealed.Data)
		}
	}
	return FlowCall{}, ErrFlowSealed
}

func openFlow(key, iv, sealed []byte) (FlowCall, error) {
	gcm, err := flowGCM(key)
	if err != nil {
		return FlowCall{}, ErrFlowSealed
	}
	plain, err := gcm.Open(nil, iv, sealed, nil)
	if err != nil {
		return FlowCall{}, ErrFlowSealed
	}
	var asked struct {
		Action string                     `json:"action"`
		Screen string                     `json:"screen"`
		Token  string                     `json:"flow_token"`
		Data   map[string]json.RawMessage `json:"data"`
	}
	if onejson.Check(plain) != nil || json.Unmarshal(plain, &asked) != nil { // fields may differ in case
		return FlowCall{}, ErrFlowSealed
	}
	call := FlowCall{key: key, iv: iv, Ping: asked.Action == "ping", Refused: reported(asked.Data)}
	call.Exchange = chat.FlowExchange{
		Action: asked.Action, Screen: asked.Screen, Token: asked.Token, Values: map[string]string{},
	}
	for name, value := range asked.Data {
		call.Exchange.Values[name] = asWritten(value)
	}
	return call, nil
}

// reasons are those that Meta documents for a report.
var reasons = []string{
	"business-decryption-error", "invalid-screen-transition", "payload-schema-error", "public-key-missing",
	"public-key-signature-verification", "public-key-signiture-verification", "response-decryption-error",
}

// reported is the reason in a report of Meta's. A form may have a field that is called error, so a report has both
// fields; and their texts may quote a customer's words, so only a documented reason is told.
func reported(data map[string]json.RawMessage) string {
	var reason, message string
	if json.Unmarshal(data["error"], &reason) != nil || json.Unmarshal(data["error_message"], &message) != nil ||
		reason == "" {
		return ""
	}
	if slices.Contains(reasons, reason) {
		return reason
	}
	return "another reason"
}

func flowGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithNonceSize(block, flowIV)
}

// Seal encrypts an answer: with the same key, and the vector with every bit inverted.
func (c FlowCall) Seal(answer any) (string, error) {
	plain, err := json.Marshal(answer)
	if err != nil {
		return "", err
	}
	gcm, err := flowGCM(c.key)
	if err != nil {
		return "", err
	}
	iv := bytes.Clone(c.iv)
	for i := range iv {
		iv[i] = ^iv[i]
	}
	return base64.StdEncoding.EncodeToString(gcm.Seal(nil, iv, plain, nil)), nil
}

// NewFlowKey makes a key for the Flows of a number: the private half in the form that we seal, the
// public half in the form that Meta accepts.
func NewFlowKey() (private []byte, public string, err error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, "", err
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return nil, "", err
	}
	return x509.MarshalPKCS1PrivateKey(key), string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), nil
}

// ReadFlowKey reads a private key from NewFlowKey.
func ReadFlowKey(private []byte) (*rsa.PrivateKey, error) { return x509.ParsePKCS1PrivateKey(private) }

// PutFlowKey uploads the public key of a number's Flows to Meta. An error is in words for an owner.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-phone-number/whatsapp-business-encryption-api
func PutFlowKey(ctx context.Context, graph, token, number, public string) error {
	client := New(graph, nil)
	form := url.Values{"business_public_key": {public}}.Encode()
	status, raw, err := client.post(ctx, number+"/whatsapp_business_encryption", []byte(token),
		"application/x-www-form-urlencoded", strings.NewReader(form), int64(len(form)))
	if err != nil {
		return err
	}
	var done struct {
		Success bool `json:"success"`
	}
	if status == http.StatusOK && json.Unmarshal(raw, &done) == nil && done.Success {
		return nil
	}
	return chat.Errorf(chat.Unavailable, "key_not_taken", "%s", explain(status, raw))
}

// FlowName asks Graph for the name of a Flow. An error is in words for an owner.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/reference/flowsapi
func (c *Client) FlowName(ctx context.Context, n chat.Number, flow string) (string, error) {
	token, err := c.Token(ctx, n)
	if err != nil {
		return "", err
	}
	var node struct{ Name string }
	if wrong := (looker{c.Graph, string(token), c.http}).at(ctx, url.PathEscape(flow), url.Values{"fields": {"name"}},
		&node); wrong != "" {
		return "", chat.Errorf(chat.Unavailable, "flow_not_read", "%s", wrong)
	}
	return node.Name, nil
}
