package chat

import (
	"context"
	"errors"
	"time"
)

// Fetcher fetches what a customer sent through WhatsApp and keeps it with its conversation.
type Fetcher interface {
	// Fetch tells what was kept: type, size, name. A *FetchError says why nothing was.
	Fetch(ctx context.Context, n Number, key ConversationKey, m Media) (Media, error)
}

// FetchError is why a file was not fetched. Lost means that it never will be.
type FetchError struct {
	Reason string // a sentence for the agent
	Lost   bool
}

func (e *FetchError) Error() string { return e.Reason }

// Fetch keeps the file of a message, once. Busy if it has to be tried again later; what is
// shown meanwhile says so. Meta keeps a file for MediaLife: after that it is lost.
func (d *Desk) Fetch(ctx context.Context, t Task, tries int) error {
	m, err := d.Store.Message(ctx, t.Key(), t.Message)
	if err != nil {
		return Except(err, ErrNotFound) // it was erased
	}
	media := m.Body().Media
	if media == nil || media.State != MediaWaiting || m.Origin == nil {
		return nil
	}
	if _, err := d.Store.Glance(ctx, t.Key()); errors.Is(err, ErrErased) {
		return nil // no file of whom was erased
	}
	number, err := d.Store.NumberByID(ctx, t.Tenant, m.Origin.Number)
	if errors.Is(err, ErrNotFound) {
		return d.fetched(ctx, t, Media{State: MediaLost, Reason: "The WhatsApp number that it came through is bound no more."})
	}
	if err != nil {
		return err
	}
	kept, err := d.Fetcher.Fetch(ctx, number, t.Key(), *media)
	if err == nil {
		kept.State, kept.Reason = MediaKept, ""
		return d.fetched(ctx, t, kept)
	}
	failed, ok := errors.AsType[*FetchError](err)
	if !ok {
		failed = &FetchError{Reason: "The file could not be fetched from WhatsApp yet. We try again."}
	}
	if failed.Lost {
		return d.fetched(ctx, t, Media{State: MediaLost, Reason: failed.Reason})
	}
	if d.Now().Sub(m.Origin.Sent) > MediaLife {
		return d.fetched(ctx, t, Media{State: MediaLost, Reason: "The file could not be fetched from WhatsApp, which keeps files for a week. Ask the customer to send it again."})
	}
	if err := d.fetched(ctx, t, Media{State: MediaWaiting, Reason: failed.Reason}); err != nil {
		return err
	}
	return Busy{min(10*time.Second<<min(tries, 12), 6*time.Hour)}
}

// fetched notes how far the file of a message is, and tells those who look at it.
func (d *Desk) fetched(ctx context.Context, t Task, is Media) error {
	changed := false
	m, err := d.Store.UpdateMessage(ctx, t.Key(), t.Message, func(m *Message) error {
		media := m.Body().Media
		was := *media
		if media.State == MediaWaiting {
			media.State, media.Reason = is.State, is.Reason
			if is.State == MediaKept {
				media.Type, media.Size, media.Name = is.Type, is.Size, is.Name
			}
		}
		changed = was != *media
		return nil
	})
	if err != nil || !changed {
		return Except(err, ErrNotFound)
	}
	head, err := d.Store.Glance(ctx, t.Key())
	if err != nil {
		return Except(err, ErrNotFound, ErrErased)
	}
	full := m.ForAgent()
	d.push(ctx, Push{Action: "status", Conversation: head.ID, Message: &full}, d.watchers(ctx, head)...)
	return nil
}
