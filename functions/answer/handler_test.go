package main

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// A question that nobody judged is judged again within three seconds. A customer's server has longer to come back.
func TestAQuestionThatWaitsForItsJudgeComesAgainAtOnce(t *testing.T) {
	for err, most := range map[error]time.Duration{
		fmt.Errorf("answer: %w", chat.ErrLater): 3 * time.Second, errors.New("unreachable"): retry,
	} {
		if wait := waitAfter(err); wait > most || most == retry && wait < retry {
			t.Errorf("after %v it waits %v", err, wait)
		}
	}
}
