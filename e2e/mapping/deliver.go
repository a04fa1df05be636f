package mapping

import (
	"context"
	"encoding/json"
	"time"
)

// deliver invokes the function with records until they are done or given up. A record that fails
// is retried alone, so that its neighbours go on.
func (m *Mapping) deliver(ctx context.Context, records []Record) {
	for len(records) > 0 && ctx.Err() == nil {
		failed, err := m.invoke(ctx, records)
		if err == nil && failed < 0 {
			return
		}
		if err != nil && len(records) > 1 {
			half := len(records) / 2
			m.deliver(ctx, records[:half])
			m.deliver(ctx, records[half:])
			return
		}
		at := max(failed, 0)
		m.alone(ctx, records[at])
		records = records[at+1:]
	}
}

func (m *Mapping) alone(ctx context.Context, r Record) {
	for tried := range m.Tries {
		if failed, err := m.invoke(ctx, []Record{r}); err == nil && failed < 0 {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(m.Pause << min(tried, 6)):
		}
	}
	if batch, err := json.Marshal(map[string]any{"Records": []Record{r}}); err == nil {
		m.GiveUp(ctx, sequence(r), batch)
	}
}

// invoke calls the function and returns the index of the first record that failed, or -1.
func (m *Mapping) invoke(ctx context.Context, records []Record) (int, error) {
	batch, err := json.Marshal(map[string]any{"Records": records})
	if err != nil {
		return 0, err
	}
	raw, err := m.Invoke(ctx, batch)
	if err != nil {
		return 0, err
	}
	var answer struct {
		BatchItemFailures []struct {
			ItemIdentifier string `json:"itemIdentifier"`
		} `json:"batchItemFailures"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return 0, err
	}
	for i, r := range records {
		for _, failure := range answer.BatchItemFailures {
			if failure.ItemIdentifier == sequence(r) {
				return i, nil
			}
		}
	}
	return -1, nil
}
