package egress

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"time"
)

// Refused says that something was not handed over: the service said so, with its status, or was not reached.
type Refused struct {
	Status int           // 0 if it was not reached
	After  time.Duration // how long it asks to wait, 0 if it does not
	Cause  error
}

func (r *Refused) Error() string {
	if r.Status == 0 {
		return fmt.Sprintf("egress: the service is not reached: %v", r.Cause)
	}
	return fmt.Sprintf("egress: the service answered %d", r.Status)
}

// ErrGone says that the address does not exist any more.
var ErrGone = errors.New("egress: the address is gone")

// Unsure says that nobody knows whether something was handed over: a gateway before the service answered, with its
// status, or the service did not.
type Unsure struct {
	Status int // Unanswered if nobody answered
	Cause  error
}

// Unanswered is the status of a call of which nobody knows whether it arrived.
const Unanswered = -1

func (u *Unsure) Error() string {
	if u.Status == Unanswered {
		return fmt.Sprintf("egress: the service did not answer: %v", u.Cause)
	}
	return fmt.Sprintf("egress: a gateway answered %d, whatever the service did", u.Status)
}

// IsGateway tells whether a status is that of a gateway, which does not know what the service behind it did.
func IsGateway(status int) bool {
	return status == http.StatusBadGateway || status == http.StatusGatewayTimeout
}

// Call is a call of which we have to know whether it arrived.
type Call struct {
	by        context.Context
	connected bool
}

// Begin begins a call that ends after a time at the latest: it is made under the returned context.
func Begin(by context.Context, patience time.Duration) (context.Context, *Call, context.CancelFunc) {
	c := &Call{by: by}
	ctx, cancel := context.WithTimeout(by, patience)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { c.connected = true },
	}), c, cancel
}

// Failed is the error of a call without an answer, without the address that it called, which is a secret. It is the
// cause itself if we ended the call.
func (c *Call) Failed(err error) error {
	if called, is := errors.AsType[*url.Error](err); is {
		err = called.Err
	}
	switch {
	case c.by.Err() != nil:
		return err
	case !c.connected:
		return &Refused{Cause: err}
	}
	return &Unsure{Unanswered, err}
}

// longestWait bounds what a service may ask for.
const longestWait = time.Hour

// Outcome is the meaning of an answer: nil, ErrGone, *Refused, or *Unsure.
func Outcome(answer *http.Response) error {
	switch status := answer.StatusCode; {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusNotFound, status == http.StatusGone:
		return ErrGone
	case IsGateway(status):
		return &Unsure{Status: status}
	default:
		seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
		return &Refused{Status: status, After: time.Duration(min(max(seconds, 0), int(longestWait.Seconds()))) * time.Second}
	}
}
