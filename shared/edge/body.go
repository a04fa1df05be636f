package edge

import "encoding/base64"

// Body is the bytes that a caller sent: API Gateway encodes what it does not take for text.
func Body(text string, encoded bool) ([]byte, error) {
	if !encoded {
		return []byte(text), nil
	}
	return base64.StdEncoding.DecodeString(text)
}
