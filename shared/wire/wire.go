// Package wire is what both ends speak: types generated from api/. Package schema judges
// what comes in.
package wire

import (
	"errors"

	"github.com/botifire/livechat/shared/chat"
)

// FailedFrame is an error as a client reads it. An internal one shows nothing.
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

// Faults is the fields that an error is about, as both kinds of errors carry them: the
// first by its name, and all.
func Faults(e *chat.Error) (*string, *[]chat.FieldFault) {
	if len(e.Fields) == 0 {
		return nil, nil
	}
	return &e.Fields[0].Name, &e.Fields
}

func asError(err error) (*chat.Error, bool) {
	return errors.AsType[*chat.Error](err)
}
