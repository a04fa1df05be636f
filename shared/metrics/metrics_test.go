package metrics

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/trace"
)

func newMeter() (*Meter, *bytes.Buffer) {
	var out bytes.Buffer
	return &Meter{"prod", &out, func() time.Time { return time.UnixMilli(1_795_000_000_123) }}, &out
}

// A value is one line in the embedded metric format, as CloudWatch reads it.
func TestAMetricIsALine(t *testing.T) {
	m, out := newMeter()
	m.Count(trace.With(t.Context(), "r-1", "relay"), Messages, 3, "web", "bot")
	want := `{"_aws":{"CloudWatchMetrics":[{"Dimensions":[["channel","author"]],"Metrics":[{"Name":"messages",` +
		`"Unit":"Count"}],"Namespace":"Botifire/prod"}],"Timestamp":1795000000123},"author":"bot","channel":"web",` +
		`"messages":3,"request":"r-1"}` + "\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out, want)
	}
}

// A metric without dimensions names none: CloudWatch refuses null.
func TestAMetricWithoutDimensions(t *testing.T) {
	m, out := newMeter()
	m.Count(t.Context(), Sweeps, 1)
	if !strings.Contains(out.String(), `"Dimensions":[[]]`) {
		t.Error(out.String())
	}
}

// CloudWatch bills each combination of dimensions, so none may be a tenant, a visitor or an id.
func TestDimensionsAreBounded(t *testing.T) {
	known := []string{"channel", "author", "outcome", "bot", "function", "secret"}
	names := []string{}
	for _, m := range All {
		for _, by := range m.By {
			if !slices.Contains(known, by) {
				t.Errorf("%s counts by %s: is that bounded?", m.Name, by)
			}
		}
		if slices.Contains(names, m.Name) {
			t.Errorf("%s is there twice", m.Name)
		}
		names = append(names, m.Name)
	}
}

type stub struct {
	chat.Sender
	answer chat.Answer
	err    error
}

func (s stub) Respond(context.Context, chat.Question) (chat.Answer, error)  { return s.answer, s.err }
func (s stub) Greet(context.Context, chat.Bot, string) ([]chat.Body, error) { return nil, nil }

func (s stub) Send(context.Context, chat.Number, chat.Outgoing) (string, error) { return "", s.err }

func (s stub) Fetch(context.Context, chat.Number, chat.ConversationKey, chat.Media) (chat.Media, error) {
	return chat.Media{}, s.err
}

func outcome(t *testing.T, out *bytes.Buffer) string {
	t.Helper()
	var line struct{ Outcome string }
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatal(err, out.String())
	}
	out.Reset()
	return line.Outcome
}

// Answers of a bot, of Meta and of the fetcher are counted by their outcomes, and go on unchanged.
func TestOutcomes(t *testing.T) {
	down := errors.New("down")
	handed := chat.Answer{Effects: chat.Effects{HandOver: "asked"}}
	m, out := newMeter()
	for want, s := range map[string]stub{"answered": {}, "handed-over": {answer: handed}, "failed": {err: down}} {
		answer, err := Bots{s, m}.Respond(t.Context(), chat.Question{Bot: chat.Bot{Kind: chat.ScriptBot}})
		same := errors.Is(err, s.err) && answer.Effects.HandOver == s.answer.Effects.HandOver
		if got := outcome(t, out); got != want || !same {
			t.Errorf("a bot: %s, want %s; %v", got, want, err)
		}
	}
	for want, err := range map[string]error{
		"sent": nil, "failed": down, "unknown": &chat.SendError{Lost: true}, "later": &chat.SendError{Retry: time.Second},
		"refused": &chat.SendError{Code: 131026},
	} {
		_, was := Sends{stub{err: err}, m}.Send(t.Context(), chat.Number{}, chat.Outgoing{})
		if got := outcome(t, out); got != want || !errors.Is(was, err) {
			t.Errorf("a send: %s, want %s; %v", got, want, was)
		}
	}
	for want, err := range map[string]error{"kept": nil, "later": down, "lost": &chat.FetchError{Lost: true}} {
		_, was := Fetches{stub{err: err}, m}.Fetch(t.Context(), chat.Number{}, chat.ConversationKey{}, chat.Media{})
		if got := outcome(t, out); got != want || !errors.Is(was, err) {
			t.Errorf("a file: %s, want %s; %v", got, want, was)
		}
	}
}
