package chat

import (
	"context"
	"errors"
	"time"
)

// Fetcher fetches a file that a customer sent through WhatsApp, and keeps it with its conversation.
type Fetcher interface {
	// Fetch returns the type, size and name of the kept file. A *FetchError says why none was kept.
	Fetch(ctx context.Context, n Number, key ConversationKey, m Media) (Media, error)
}

// FetchError is the reason why a file was not fetched. Lost means that it never will be.
type FetchError struct {
	Reason string // a sentence for the agent
	Lost   bool
}

func (e *FetchError) Error() string { return e.Reason }

// Fetch keeps the file of a message, once. Busy if it has to be tried again later; the message says so
// meanwhile. Meta keeps a file for MediaLife: after that it is lost.
func (c *Courier) Fetch(ctx context.Context, t Task, tries int) error {
	m, err := c.store.Message(ctx, t.Key(), t.Message)
	if err != nil {
		return Except(err, ErrNotFound) // it was erased
	}
	media := m.Body().Media
	if media == nil || media.State != MediaWaiting || m.Origin == nil {
		return nil
	}
	if _, err := c.store.HeadEventually(ctx, t.Key()); errors.Is(err, ErrErased) {
		return nil // the visitor was erased: no file of theirs
	}
	number, err := c.store.NumberByID(ctx, t.Tenant, m.Origin.Number)
	if errors.Is(err, ErrNotFound) {
		return c.fetched(ctx, t, Media{
			State: MediaLost, Reason: "The WhatsApp number of this file is no longer bound.",
		})
	}
	if err != nil {
		return err
	}
	kept, err := c.Fetcher.Fetch(ctx, number, t.Key(), *media)
	if err == nil {
		kept.State, kept.Reason = MediaKept, ""
		return c.fetched(ctx, t, kept)
	}
	failed, ok := errors.AsType[*FetchError](err)
	if !ok {
		unfinished(ctx, "file not fetched yet", err, "conversation", t.Conversation, "message", t.Message)
		failed = &FetchError{Reason: "The file could not be fetched from WhatsApp yet. We try again."}
	}
	if failed.Lost {
		return c.fetched(ctx, t, Media{State: MediaLost, Reason: failed.Reason})
	}
	if c.Now().Sub(m.Origin.Sent) > MediaLife {
		return c.fetched(ctx, t, Media{
			State: MediaLost,
			Reason: "The file could not be fetched from WhatsApp, which keeps files for a week. Ask the customer to send " +
				"it again.",
		})
	}
	if err := c.fetched(ctx, t, Media{State: MediaWaiting, Reason: failed.Reason}); err != nil {
		return err
	}
	return Busy{min(10*time.Second<<min(tries, 12), 6*time.Hour)}
}

// fetched notes how far the file of a message is, and pushes that to the agents who have the conversation open
// and to its owner.
func (c *Courier) fetched(ctx context.Context, t Task, is Media) error {
	changed := false
	m, err := c.store.UpdateMessage(ctx, t.Key(), t.Message, func(m *Message) error {
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
	head, err := c.store.HeadEventually(ctx, t.Key())
	if err != nil {
		return Except(err, ErrNotFound, ErrErased)
	}
	c.show(ctx, Push{Action: PushStatus, Conversation: head.ID}, m, c.watchers(ctx, head))
	return nil
}
