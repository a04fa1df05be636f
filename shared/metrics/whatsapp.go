package metrics

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/chat"
)

// Sends is a sender whose messages are counted: Meta bills those that it takes.
type Sends struct {
	chat.Sender
	Meter *Meter
}

// Send sends a bubble.
func (s Sends) Send(ctx context.Context, n chat.Number, out chat.Outgoing) (string, error) {
	wamid, err := s.Sender.Send(ctx, n, out)
	s.Meter.Count(ctx, WhatsAppSends, 1, sent(err))
	return wamid, err
}

func sent(err error) string {
	failed, refused := errors.AsType[*chat.SendError](err)
	switch {
	case err == nil:
		return "sent"
	case !refused:
		return "failed"
	case failed.Lost:
		return "unknown"
	case failed.Retry > 0:
		return "later"
	}
	return "refused"
}

// Fetches is a fetcher whose files are counted.
type Fetches struct {
	chat.Fetcher
	Meter *Meter
}

// Fetch keeps a file.
func (f Fetches) Fetch(
	ctx context.Context, n chat.Number, key chat.ConversationKey, m chat.Media,
) (chat.Media, error) {
	kept, err := f.Fetcher.Fetch(ctx, n, key, m)
	outcome := "kept"
	if failed, lost := errors.AsType[*chat.FetchError](err); lost && failed.Lost {
		outcome = "lost"
	} else if err != nil {
		outcome = "later"
	}
	f.Meter.Count(ctx, FilesFetched, 1, outcome)
	return kept, err
}
