package httpapi

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"mime"
	"strings"
	"sync"

	"github.com/aws/aws-lambda-go/events"
)

// leastCompressed is the size from which an answer is compressed: a smaller one fits into a packet anyway.
const leastCompressed = 1024

// compressible are the types of our answers that are text. CloudFront compresses only answers that it may cache, and
// it caches none of them.
var compressible = map[string]bool{"application/json": true, "text/csv": true, "text/plain": true}

// zippers are writers that were used before: a new one clears 800 KB.
var zippers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is a valid one
	return z
}}

// compressed is an answer in the encoding that the caller accepts.
func compressed(answer events.APIGatewayV2HTTPResponse, accepts string) events.APIGatewayV2HTTPResponse {
	kind, _, _ := mime.ParseMediaType(answer.Headers["content-type"])
	if !compressible[kind] || len(answer.Body) < leastCompressed || answer.Headers["content-encoding"] != "" {
		return answer
	}
	answer.Headers["vary"] = strings.TrimPrefix(answer.Headers["vary"]+", Accept-Encoding", ", ")
	if !acceptsGzip(accepts) {
		return answer
	}
	delete(answer.Headers, "content-length")
	answer.Headers["content-encoding"] = "gzip"
	answer.Body, answer.IsBase64Encoded = zipped(answer.Body), true
	return answer
}

// zipped is a text compressed, in the base64 in which API Gateway takes bytes.
func zipped(text string) string {
	var out bytes.Buffer
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	z.Reset(&out)
	_, _ = z.Write([]byte(text)) // a buffer takes everything
	_ = z.Close()
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

// acceptsGzip reads an Accept-Encoding header. A quality of 0 is a refusal.
func acceptsGzip(header string) bool {
	for name := range strings.SplitSeq(header, ",") {
		coding, quality, _ := strings.Cut(name, ";")
		coding = strings.ToLower(strings.TrimSpace(coding))
		if coding == "gzip" || coding == "*" {
			return strings.Trim(strings.ReplaceAll(quality, " ", ""), "qQ=0.") != "" || quality == ""
		}
	}
	return false
}
