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

// post hands a notice over. After an error that is neither *Refused nor errGone it may have been posted. No error names
// the address, which is a secret.
func post(ctx context.Context, client *http.Client, address string, n notice) error {
	at, err := url.Parse(address)
	if err != nil {
		return errGone // it was checked when it was saved
	}
	body, err := payload(strings.ToLower(at.Hostname()), n)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
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
		return unanswered(err, connected)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer))
	return judged(answer)
}

// maxAnswer is how much is read of an answer, which says nothing that its status does not.
const maxAnswer = 4 << 10

// unanswered is the error of a call without an answer, without the address that it called.
func unanswered(err error, connected bool) error {
	if called, is := errors.AsType[*url.Error](err); is {
		err = called.Err
	}
	if !connected {
		return &Refused{cause: err}
	}
	return err
}

// judged is an answer's meaning.
func judged(answer *http.Response) error {
	switch status := answer.StatusCode; {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusNotFound, status == http.StatusGone:
		return errGone
	case status == http.StatusBadGateway, status == http.StatusGatewayTimeout:
		return fmt.Errorf("notices: a gateway answered %d, whatever the service did", status)
	default:
		seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
		return &Refused{Status: status, After: time.Duration(min(max(seconds, 0), int(maxWait.Seconds()))) * time.Second}
	}
}
