// Package wire has the types of requests, answers and frames, generated from api/. Package
// schema validates incoming ones.
package wire

import (
	"errors"

	"github.com/botifire/livechat/shared/chat"
)

// FailedFrame is an error as a client reads it. An internal error reveals nothing.
func FailedFrame(err error, ref string) ErrorFrame {
	frame := ErrorFrame{Action: "error", Code: "internal", Message: "Something went wrong on our side. Try again."}
	if e, ok := asError(err); ok {
		frame.Code, frame.Message = e.Code, e.Text
		frame.Field, frame.Fields = Faults(e)
	}
	if ref != "" {
		frame.Ref = &ref
	}
	return frame
}

// Faults is the fields that an error is about, as frames and answers carry them: the name of
// the first, and all.
func Faults(e *chat.Error) (*string, *[]chat.FieldFault) {
	if len(e.Fields) == 0 {
		return nil, nil
	}
	return &e.Fields[0].Name, &e.Fields
}

func asError(err error) (*chat.Error, bool) {
	return errors.AsType[*chat.Error](err)
}
