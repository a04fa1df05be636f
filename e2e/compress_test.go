package e2e

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

// A long list comes through the door compressed, if the caller accepts it, and is the same list.
func TestALongListIsCompressed(t *testing.T) {
	lea := demo(t, chat.RoleLead)
	const path = "/v1/conversations?queue=bot&limit=50"
	whole, plain := lea.bytes(path, "identity")
	sent, packed := lea.bytes(path, "gzip")
	if plain != "" || packed != "gzip" {
		t.Fatalf("encoded as %q and %q", plain, packed)
	}
	zipped, err := gzip.NewReader(bytes.NewReader(sent))
	must(t, err)
	same, err := io.ReadAll(zipped)
	must(t, err)
	var one, other wire.ConversationList
	must(t, json.Unmarshal(whole, &one))
	must(t, json.Unmarshal(same, &other))
	t.Logf("%d rows: %d bytes came as %d", len(one.Rows), len(whole), len(sent))
	if len(one.Rows) == 0 || len(one.Rows) != len(other.Rows) || len(sent) > len(whole)/3 {
		t.Errorf("%d rows came as %d", len(one.Rows), len(other.Rows))
	}
}

// bytes gets a path in an encoding: the body as the door sends it, and how it is encoded.
func (a *agent) bytes(path, encoding string) (body []byte, encoded string) {
	a.t.Helper()
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodGet, world.Door+path, nil)
	must(a.t, err)
	request.Header.Set("Authorization", "Bearer "+a.token)
	request.Header.Set("Accept-Encoding", encoding) // then the client leaves the answer as it came
	answer, err := http.DefaultClient.Do(request)
	must(a.t, err)
	defer answer.Body.Close()
	body, err = io.ReadAll(answer.Body)
	must(a.t, err)
	if answer.StatusCode != http.StatusOK {
		a.t.Fatalf("GET %s: %d %s", path, answer.StatusCode, body)
	}
	return body, answer.Header.Get("Content-Encoding")
}
