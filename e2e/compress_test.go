package e2e

import (
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
	plain, packed := lea.bytes(path, "identity"), lea.bytes(path, "gzip")
	if plain.Header.Get("Content-Encoding") != "" || packed.Header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("encoded as %q and %q", plain.Header.Get("Content-Encoding"), packed.Header.Get("Content-Encoding"))
	}
	whole, err := io.ReadAll(plain.Body)
	must(t, err)
	sent := &counting{Reader: packed.Body}
	zipped, err := gzip.NewReader(sent)
	must(t, err)
	same, err := io.ReadAll(zipped)
	must(t, err)
	var one, other wire.ConversationList
	must(t, json.Unmarshal(whole, &one))
	must(t, json.Unmarshal(same, &other))
	t.Logf("%d rows: %d bytes came as %d", len(one.Rows), len(whole), sent.n)
	if len(one.Rows) == 0 || len(one.Rows) != len(other.Rows) || sent.n > len(whole)/3 {
		t.Errorf("%d rows came as %d", len(one.Rows), len(other.Rows))
	}
}

// bytes gets a path in an encoding, as the door sends it.
func (a *agent) bytes(path, encoding string) *http.Response {
	a.t.Helper()
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodGet, world.Door+path, nil)
	must(a.t, err)
	request.Header.Set("Authorization", "Bearer "+a.token)
	request.Header.Set("Accept-Encoding", encoding) // then the client leaves the answer as it came
	answer, err := http.DefaultClient.Do(request)
	must(a.t, err)
	a.t.Cleanup(func() { answer.Body.Close() })
	if answer.StatusCode != http.StatusOK {
		a.t.Fatalf("GET %s: %d", path, answer.StatusCode)
	}
	return answer
}

// counting counts what is read.
type counting struct {
	io.Reader
	n int
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += n
	return n, err
}
