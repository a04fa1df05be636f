package notices

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/egress"
)

// patience is how long a service has for its answer.
const patience = 8 * time.Second

// errGone says that the webhook was deleted, or its channel archived.
// https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks
var errGone = egress.ErrGone

// errRests says that a channel is not called for a while because its last calls failed.
var errRests = errors.New("notices: its last calls failed")

// post hands a notice over. *egress.Refused and errGone say that it was not posted, and any other error that it may
// have been. *egress.Unsure and these two are the team's affair or the service's, others are faults of ours. No error
// names the address, which is a secret.
func post(by context.Context, client *http.Client, address string, n notice) error {
	at, err := url.Parse(address)
	if err != nil {
		return errGone // it was checked when it was saved
	}
	body, err := payload(strings.ToLower(at.Hostname()), n)
	if err != nil {
		return err
	}
	ctx, call, end := egress.Begin(by, patience)
	defer end()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return errGone
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := client.Do(request)
	if errors.Is(err, errNoClient) {
		return errNoClient
	}
	if err != nil {
		return call.Failed(err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer))
	return egress.Outcome(answer)
}

// maxAnswer is how much is read of an answer, which says nothing that its status does not.
const maxAnswer = 4 << 10
