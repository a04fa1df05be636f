package trace

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"testing"
)

// A failure is one line of JSON with level, operation, error and request, and with no person in it.
func TestAFailureIsOneLine(t *testing.T) {
	var out bytes.Buffer
	was := slog.Default()
	slog.SetDefault(slog.New(NewHandler(&out)).With("function", "relay"))
	defer slog.SetDefault(was)
	ctx := As(With(t.Context(), "r-1", "frame"), "message")
	Failed(ctx, "frame failed", errors.New("put amara@mail.test at 203.0.113.77: 5511987654321 was refused"),
		"message", "01M")
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil || bytes.Count(out.Bytes(), []byte("\n")) != 1 {
		t.Fatalf("%v in %s", err, out.String())
	}
	for name, want := range map[string]string{
		"level": "ERROR", "msg": "frame failed", "op": "message", "request": "r-1", "function": "relay", "message": "01M",
		"error": "put * at *: * was refused",
	} {
		if line[name] != want {
			t.Errorf("%s is %q, want %q", name, line[name], want)
		}
	}
}

// A line outside of a call has no empty names.
func TestALineOutsideOfACall(t *testing.T) {
	var out bytes.Buffer
	slog.New(NewHandler(&out)).Info("started")
	if bytes.Contains(out.Bytes(), []byte("request")) {
		t.Error(out.String())
	}
}

// Of several errors only those are logged that are not in the log.
func TestWhatIsLoggedIsNotLoggedAgain(t *testing.T) {
	known, other := Logged(errors.New("parked")), errors.New("no table")
	n, err := Unlogged(errors.Join(nil, known, errors.Join(known, other)))
	if err == nil || err.Error() != "no table" || n != 2 {
		t.Errorf("left is %v", err)
	}
	if n, err := Unlogged(errors.Join(known, known)); err != nil || n != 2 {
		t.Errorf("left is %v", err)
	}
}
