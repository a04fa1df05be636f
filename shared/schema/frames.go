package schema

import (
	"bytes"
	"encoding/json"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/onejson"
)

// MaxFrame is the size of a frame that API Gateway takes whole.
const MaxFrame = 32 * 1024

// maxDepth is how deep a frame may nest; no schema of ours comes close.
const maxDepth = 12

// VisitorFrames and AgentFrames name the schema of each action a client may send.
var (
	VisitorFrames = map[string]string{
		"hello": "HelloFrame", "open": "OpenFrame", "message": "MessageFrame", "click": "ClickFrame", "form": "FormFrame",
		"field": "FieldFrame", "rate": "RateFrame",
		"upload": "UploadFrame", "file": "FileFrame", "export": "ExportFrame", "erase": "EraseFrame", "page": "PageFrame",
		"typing": "TypingFrame", "read": "ReadFrame", "track": "TrackFrame",
		"attributes": "AttributesFrame", "history": "HistoryFrame", "sync": "SyncFrame", "ping": "PingFrame",
		"activity": "ActivityFrame", "mail": "MailFrame", "notify": "NotifyFrame", "end": "EndFrame",
		"whatsapp": "WhatsAppFrame", "pair": "PairFrame", "identify": "IdentifyFrame",
	}
	AgentFrames = map[string]string{"view": "ViewFrame", "typing": "TypingFrame", "ping": "PingFrame"}
)

// Frame is the part that all frames have in common.
type Frame struct {
	Action string `json:"action"`
	Ref    string `json:"ref"` // comes back with the answer
}

// ParseFrame finds out which frame this is and validates it. The frame comes back as
// far as it was read, so that an error can carry its ref.
func ParseFrame(raw []byte, known map[string]string) (Frame, error) {
	var frame Frame
	if len(raw) > MaxFrame {
		return frame, chat.Errorf(chat.Invalid, "frame_too_large", "A frame has at most %s.", chat.Size(MaxFrame))
	}
	if depth(raw) > maxDepth {
		return frame, chat.Errorf(chat.Invalid, "bad_json", "This nests too deep.")
	}
	if err := onejson.Check(raw); err != nil {
		return frame, err
	}
	if err := json.Unmarshal(raw, &frame); err != nil {
		return Frame{}, chat.Errorf(chat.Invalid, "bad_json", "A frame is a JSON object with an action.")
	}
	if len(frame.Ref) > 40 {
		frame.Ref = ""
	}
	schema, ok := known[frame.Action]
	if !ok {
		return frame, chat.Errorf(chat.Invalid, "unknown_action", "There is no action of that name.")
	}
	value, err := parse(raw)
	if err != nil {
		return frame, err
	}
	return frame, find(schemas, schema).check(value)
}

// depth is how deep brackets nest; it does not assume that this is valid JSON.
func depth(raw []byte) int {
	deepest, now := 0, 0
	inText := false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case inText && c == '\\':
			i++
		case c == '"':
			inText = !inText
		case inText:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}

// Decode reads a frame that ParseFrame has validated.
func Decode[T any](raw []byte) (T, error) {
	var frame T
	err := json.NewDecoder(bytes.NewReader(raw)).Decode(&frame)
	if err != nil {
		return frame, chat.Errorf(chat.Invalid, "bad_json", "The frame could not be read.")
	}
	return frame, nil
}
