// Package metrics counts the figures of a stage's dashboard. A metric is a line in the function's log, in
// CloudWatch's embedded metric format: it costs no call, and CloudWatch makes the metric of it.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
package metrics

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/botifire/livechat/shared/trace"
)

// Metric is one metric with its unit and its dimensions, all of which each value names.
type Metric struct {
	Name, Unit string
	By         []string
}

// Every metric of ours. Dimensions have few values that are known, because CloudWatch bills each
// combination: none is a tenant, and none is of a person.
var (
	Messages          = Metric{"messages", count, []string{"channel", "author"}}
	VisitorsConnected = Metric{"visitors-connected", count, []string{"outcome"}}
	VisitsLive        = Metric{"visits-live", count, nil}
	BotAnswers        = Metric{"bot-answers", "Milliseconds", []string{"bot", "outcome"}} // its samples are the answers
	Parked            = Metric{"parked", count, []string{"function"}}
	Sweeps            = Metric{"sweeps", count, nil} // the sweep's heartbeat: one for each run that ended well
	Swept             = Metric{"swept", count, nil}
	FiguresBehind     = Metric{"figures-behind", "Seconds", nil} // how long the oldest change waits that no figure has yet
	WhatsAppSends     = Metric{"whatsapp-sends", count, []string{"outcome"}}
	FilesFetched      = Metric{"files-fetched", count, []string{"outcome"}}
	EdgeRefused       = Metric{"edge-refused", count, []string{"secret"}}
)

const count = "Count"

// All are the metrics, for the tests and the dashboard.
var All = []Metric{
	Messages, VisitorsConnected, VisitsLive, BotAnswers, Parked, Sweeps, Swept, FiguresBehind, WhatsAppSends,
	FilesFetched, EdgeRefused,
}

// Namespace is where a stage's metrics are.
func Namespace(stage string) string { return "Botifire/" + stage }

// Meter writes the metrics of one function.
type Meter struct {
	stage string
	out   io.Writer
	now   func() time.Time
}

// New makes the meter of a stage's function.
func New(stage string) *Meter { return &Meter{stage, os.Stdout, time.Now} }

// Count adds to a metric, with the values of its dimensions in their order.
func (m *Meter) Count(ctx context.Context, what Metric, n int, by ...string) {
	m.write(ctx, what, float64(n), by)
}

// Took adds how long something took.
func (m *Meter) Took(ctx context.Context, what Metric, d time.Duration, by ...string) {
	m.write(ctx, what, float64(d.Milliseconds()), by)
}

type object = map[string]any

func (m *Meter) write(ctx context.Context, what Metric, value float64, by []string) {
	if len(by) != len(what.By) {
		slog.ErrorContext(ctx, "a metric without its dimensions", "metric", what.Name)
		return
	}
	dimensions := append([]string{}, what.By...)
	line := object{
		what.Name: value,
		"_aws": object{
			"Timestamp": m.now().UnixMilli(),
			"CloudWatchMetrics": []object{{
				"Namespace": Namespace(m.stage), "Dimensions": [][]string{dimensions},
				"Metrics": []object{{"Name": what.Name, "Unit": what.Unit}},
			}},
		},
	}
	for i, name := range dimensions {
		line[name] = by[i]
	}
	if request := trace.Request(ctx); request != "" {
		line["request"] = request
	}
	raw, _ := json.Marshal(line) // texts and numbers always encode
	_, _ = m.out.Write(append(raw, '\n'))
}
