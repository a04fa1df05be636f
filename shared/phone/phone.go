// Package phone is the customer's side of a Flow: it seals their WhatsApp's
// requests to our endpoint, and opens the answers. Stand-ins for Meta are built on it.
package phone

import (
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
)

// ReadKey reads the public key of a number's Flows, as Meta is told it.
func ReadKey(text string) (*rsa.PublicKey, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("phone: no PEM")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	public, ok := key.(*rsa.PublicKey)
	if err != nil || !ok {
		return nil, errors.New("phone: no RSA key")
	}
	return public, nil
}

// Call is one request of a Flow.
type Call struct {
	Body []byte // as it is posted
	gcm  cipher.AEAD
	iv   []byte
}

// Seal makes the request that asks for something.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/implementingyourflowendpoint
func Seal(public *rsa.PublicKey, plain []byte) (Call, error) {
	key, iv := make([]byte, 16), make([]byte, 16)
	rand.Read(key)
	rand.Read(iv)
	block, err := aes.NewCipher(key)
	if err != nil {
		return Call{}, err
	}
	gcm, err := cipher.NewGCMWithNonceSize(block, len(iv))
	if err != nil {
		return Call{}, err
	}
	wrap, err := rsa.EncryptOAEP(sha256.New(), rand.Reader, public, key, nil)
	if err != nil {
		return Call{}, err
	}
	body, err := json.Marshal(map[string][]byte{
		"encrypted_flow_data": gcm.Seal(nil, iv, plain, nil), "encrypted_aes_key": wrap, "initial_vector": iv,
	})
	return Call{body, gcm, iv}, err
}

// Open reads the endpoint's answer: its vector is ours with every bit inverted.
func (c Call) Open(answer []byte) ([]byte, error) {
	sealed, err := base64.StdEncoding.DecodeString(string(answer))
	if err != nil {
		return nil, err
	}
	iv := make([]byte, len(c.iv))
	for i := range iv {
		iv[i] = ^c.iv[i]
	}
	return c.gcm.Open(nil, iv, sealed, nil)
}
