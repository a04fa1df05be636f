package host

import (
	"encoding/json"
	"maps"
	"net/http"
)

// kms encrypts by writing the context beside the plain text: enough to prove that a secret is
// opened only for the tenant, purpose and row that it was sealed for.
func kms(op string, body []byte) (int, []byte) {
	type sealed struct {
		Plaintext         []byte
		EncryptionContext map[string]string
	}
	var in struct {
		sealed
		CiphertextBlob []byte
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return http.StatusBadRequest, nil
	}
	if op == "Encrypt" {
		blob, _ := json.Marshal(in.sealed)
		raw, _ := json.Marshal(map[string]any{"CiphertextBlob": blob, "KeyId": "seal"})
		return http.StatusOK, raw
	}
	var was sealed
	if err := json.Unmarshal(in.CiphertextBlob, &was); err != nil ||
		!maps.Equal(was.EncryptionContext, in.EncryptionContext) {
		return http.StatusBadRequest, []byte(`{"__type":"InvalidCiphertextException","message":"not yours"}`)
	}
	raw, _ := json.Marshal(map[string]any{"Plaintext": was.Plaintext, "KeyId": "seal"})
	return http.StatusOK, raw
}
