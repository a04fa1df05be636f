package edge

import "encoding/base64"

// Body is the caller's bytes: API Gateway encodes a body that it does not consider text.
func Body(text string, encoded bool) ([]byte, error) {
	if !encoded {
		return []byte(text), nil
	}
	return base64.StdEncoding.DecodeString(text)
}
