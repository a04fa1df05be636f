package notify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Bounds of a look at a website: how long it has for its answer, and how much of it is read.
const (
	patience = 4 * time.Second
	maxFile  = 1 << 10
)

// WorkerFile is the text of the file that a website serves at chat.WorkerPath: it fetches the service worker from us.
func WorkerFile(door string) string { return "importScripts('" + door + "/widget/sw.js')" }

// Look says what is wrong with the file of the service worker that an origin serves, "" for nothing. A browser takes
// it from the origin itself, as JavaScript and without a redirect.
func (b *Bell) Look(by context.Context, origin string) string {
	if !strings.HasPrefix(origin, "https://") && !b.Local {
		return "Notifications need https."
	}
	ctx, cancel := context.WithTimeout(by, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, origin+chat.WorkerPath, http.NoBody)
	if err != nil {
		return "This is no address of a website."
	}
	request.Header.Set("Service-Worker", "script") // as browsers ask for it
	answer, err := b.Client.Do(request)
	if err != nil {
		return unreached(err)
	}
	defer answer.Body.Close()
	return b.judged(answer)
}

func unreached(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return "The website did not answer within 4 seconds."
	}
	return "No public website was reached at this address."
}

func (b *Bell) judged(answer *http.Response) string {
	switch status := answer.StatusCode; {
	case status >= 300 && status < 400:
		return "The website leads from there to another address, which no browser follows for this file."
	case status == http.StatusNotFound, status == http.StatusGone:
		return "The file is not there."
	case status != http.StatusOK:
		return fmt.Sprintf("The website answers with %d.", status)
	}
	kind, _, err := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if err != nil || !strings.HasSuffix(kind, "javascript") {
		return "The website does not call the file JavaScript (text/javascript), so no browser takes it."
	}
	if policy := answer.Header.Get("Content-Security-Policy"); forbids(policy, b.Door) {
		return "The Content-Security-Policy of this file does not let it fetch ours. Send the file without one."
	}
	raw, err := io.ReadAll(io.LimitReader(answer.Body, maxFile+1))
	if err != nil {
		return unreached(err)
	}
	text := strings.TrimSuffix(strings.TrimSpace(strings.TrimPrefix(string(raw), "\ufeff")), ";")
	if strings.ReplaceAll(text, `"`, `'`) != WorkerFile(b.Door) {
		return "The file has another text than our one line."
	}
	return ""
}

// forbids tells whether a policy that came with the file keeps it from fetching ours.
func forbids(policy, door string) bool {
	sources := strings.Contains(policy, "default-src") || strings.Contains(policy, "script-src")
	return strings.Contains(policy, "require-trusted-types-for") || sources && !strings.Contains(policy, door)
}
