package wire

import (
	"errors"
	"strings"
	"testing"
)

func TestAnInternalErrorShowsNothing(t *testing.T) {
	frame := FailedFrame(errors.New("the password is 1234"), "r")
	if frame.Code != "internal" || strings.Contains(frame.Message, "1234") || *frame.Ref != "r" {
		t.Errorf("got %+v", frame)
	}
}
