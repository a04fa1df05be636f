package schema

import (
	"errors"
	"testing"

	"github.com/botifire/livechat/shared/chat"
)

// All that is wrong with a body is said at once, each at its field, in words for people.
func TestAllFaultsOfABodyAreSaid(t *testing.T) {
	raw := `{"id":"123","waba":"no digits","bot":"b","token":"0123456789012345678901234567890","appSecret":"","verifyToken":"abc","extra":1}`
	e, ok := errors.AsType[*chat.Error](CheckBody("POST /v1/numbers", []byte(raw)))
	if !ok {
		t.Fatal("the body is taken")
	}
	said := map[string]string{}
	for _, f := range e.Fields {
		said[f.Name] = f.Text
	}
	for name, text := range map[string]string{
		"id": "Give 5 to 20 digits and nothing else.", "waba": "Give 5 to 20 digits and nothing else.", "verifyToken": "Give at least 8 characters. This has 3.",
		"extra": "There is no such field here. Check its spelling, or take it out.",
	} {
		if said[name] != text {
			t.Errorf("%s: %q, want %q", name, said[name], text)
		}
	}
	if said["appSecret"] == "" {
		t.Errorf("nothing is said of the empty secret: %v", said)
	}
	if e.Code != "bad_input" || e.Text != e.Fields[0].Name+": "+e.Fields[0].Text {
		t.Errorf("got %q, %q", e.Code, e.Text)
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	faults := Faults("Script", []byte(`{"fallback":{"say":[]}}`))
	if len(faults) != 2 || faults[0].Text != "Add at least one entry." || faults[1].Path[0] != "greeting" {
		t.Errorf("got %+v", faults)
	}
}
