package notices

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// patience is how long a service has for its answer.
const patience = 8 * time.Second

// Refused says that a notice was not posted: the service said so, with its status, or was not reached.
type Refused struct {
	Status int           // 0 if it was not reached
	After  time.Duration // how long it asks to wait, 0 if it does not
	cause  error
}

func (r *Refused) Error() string {
	if r.Status == 0 {
		return fmt.Sprintf("notices: the service is not reached: %v", r.cause)
	}
	return fmt.Sprintf("notices: the service answered %d", r.Status)
}

// errGone says that the webhook was deleted, or its channel archived.
// https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks
var errGone = errors.New("notices: the webhook is gone")

// errRests says that a channel is not called for a while because its last calls failed.
var errRests = errors.New("notices: its last calls failed")

// unsure says that nobody knows whether a notice was posted: a gateway before the service answered, with its status, or
// the service did not.
type unsure struct {
	status int // unanswered if nobody answered
	cause  error
}

func (u *unsure) Error() string {
	if u.status == unanswered {
		return fmt.Sprintf("notices: the service did not answer: %v", u.cause)
	}
	return fmt.Sprintf("notices: a gateway answered %d, whatever the service did", u.status)
}

func isGateway(status int) bool {
	return status == http.StatusBadGateway || status == http.StatusGatewayTimeout
}

// post hands a notice over. *Refused and errGone say that it was not posted, and any other error that it may have been.
// *unsure and these two are the team's affair or the service's, others are faults of ours. No error names the address,
// which is a secret.
func post(by context.Context, client *http.Client, address string, n notice) error {
	at, err := url.Parse(address)
	if err != nil {
		return errGone // it was checked when it was saved
	}
	body, err := payload(strings.ToLower(at.Hostname()), n)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(by, patience)
	defer cancel()
	connected := false
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected = true },
	})
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return errGone
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := client.Do(request)
	if err != nil {
		return withoutAnswer(err, connected, by.Err() != nil)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer))
	return judged(answer)
}

// maxAnswer is how much is read of an answer, which says nothing that its status does not.
const maxAnswer = 4 << 10

// withoutAnswer is the error of a call without an answer, without the address that it called. It is ours if we ended
// the call.
func withoutAnswer(err error, connected, ended bool) error {
	if called, is := errors.AsType[*url.Error](err); is {
		err = called.Err
	}
	switch {
	case ended, errors.Is(err, errNoClient):
		return err
	case !connected:
		return &Refused{cause: err}
	}
	return &unsure{unanswered, err}
}

// judged is an answer's meaning.
func judged(answer *http.Response) error {
	switch status := answer.StatusCode; {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusNotFound, status == http.StatusGone:
		return errGone
	case isGateway(status):
		return &unsure{status: status}
	default:
		seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
		return &Refused{Status: status, After: time.Duration(min(max(seconds, 0), int(maxWait.Seconds()))) * time.Second}
	}
}
