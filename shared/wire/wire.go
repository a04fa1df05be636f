// Package wire is what both ends speak: types generated from api/. Package schema judges
// what comes in.
package wire

import (
	"errors"

	"github.com/botifire/livechat/shared/chat"
)

//go:generate go tool oapi-codegen -generate types,skip-prune -package wire -o types.gen.go ../../api/schemas.yaml

// FailedFrame is an error as a client reads it. An internal one shows nothing.
func FailedFrame(err error, ref string) ErrorFrame {
	frame := ErrorFrame{Action: "error", Code: "internal", Message: "Something went wrong on our side. Try again."}
	if e, ok := asError(err); ok {
		frame.Code, frame.Message = e.Code, e.Text
	}
	if ref != "" {
		frame.Ref = &ref
	}
	return frame
}

func asError(err error) (*chat.Error, bool) {
	return errors.AsType[*chat.Error](err)
}
