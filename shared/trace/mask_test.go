package trace

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
)

// row is any value that somebody may come to log.
type row struct{ Name, Sort string }

// word is a text with a type of its own, as ids are.
type word string

// A person does not come into the log, whatever the attribute is called and of whatever type it is.
func TestNoAttributeTellsAPerson(t *testing.T) {
	for _, person := range []string{
		"amara@mail.test", "+5511987654321", "5511987654321", "203.0.113.77", "2001:db8:254:12::9", "2001:db8::9:51234",
		"+55 11 98765-4321", "(11) 98765-4321", "030 1234 5678", "+49 (0)30 901820", "11.98765.4321", "+44\u00a020 7946 0958",
		"+65 6123 456",
	} {
		var out bytes.Buffer
		log := slog.New(NewHandler(&out)).With("derived", person).WithGroup("more")
		log.Error("failed on "+person, "error", errors.New("put "+person), "sort", "I#"+person, "key", word(person),
			"row", row{"PROFILE", person}, "list", []string{person}, slog.Group("inner", "deep", person), "nothing", nil)
		if strings.Contains(out.String(), person) {
			t.Errorf("the log has %s", out.String())
		}
	}
}

// A text that is known to name nobody stays, as numbers do.
func TestWhatNamesNobodyStays(t *testing.T) {
	var out bytes.Buffer
	slog.New(NewHandler(&out)).Warn("stopped", "number", Known("106540352242922"), "code", 131056, "left", 123456789012)
	for _, want := range []string{`"number":"106540352242922"`, `"code":131056`, `"left":123456789012`, `"level":"WARN"`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s is not in %s", want, out.String())
		}
	}
}

// The parts of an error by which it is found and understood stay.
func TestMasking(t *testing.T) {
	sdk := "operation error DynamoDB: PutItem, https response error StatusCode: 400, RequestID: 8A1F-22, Invalid"
	for text, want := range map[string]string{
		sdk: sdk,
		`Post "https://graph.test/v25.0/100/messages?to=x": EOF`: `Post "https://graph.test/v25.0/100/messages*": EOF`,
		"call +5511987654321 or <amara@mail.test>":               "call * or <*>",
		"dial tcp 203.0.113.7:443: i/o timeout":                  "dial tcp *:443: i/o timeout",
		"dial tcp [2001:db8::7]:443: i/o timeout":                "dial tcp [*]:443: i/o timeout",
		"from 2001:db8:1:2:3:4:5:6:46532, ::ffff:203.0.113.7":    "from *, *",
		"2001:DB8::1: refused at 2026-11-26T10:15:00Z":           "*: refused at 2026-11-26T10:15:00Z",
		"call +55 (11) 98765-4321, or 030 1234 5678.":            "call *, or *.",
		"at 2026-11-26 10:15:00.123 and 2026-11-26":              "at 2026-11-26 10:15:00.123 and 2026-11-26",
		"RequestID: 12345678-1234-1234-1234-12345678901a":        "RequestID: 12345678-1234-1234-1234-12345678901a",
		"status 400 after 3 of 10 tries in 1.234567891s":         "status 400 after 3 of 10 tries in 1.234567891s",
		"arn:aws:s3:::bucket was not found after 10:15:00.":      "arn:aws:s3:::bucket was not found after 10:15:00.",
		"job 01KAN7B1M0000000000000000A of t_kettle":             "job 01KAN7B1M0000000000000000A of t_kettle",
	} {
		if got := masked(text); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}
