package faults

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

// ending waits until all work is done and says how the story ended: in the log, for the visitor, in
// the inbox.
func ending(ctx context.Context, h *host.Host, v *host.Visitor) ([]string, error) {
	settle(ctx, h, v.Key())
	if err := v.Sync(ctx); err != nil {
		return nil, err
	}
	lines, err := h.Transcript(ctx, v.Key())
	if err != nil {
		return nil, err
	}
	messages, err := h.Store.Since(ctx, v.Key(), "", 1000)
	if err != nil {
		return nil, err
	}
	head, err := h.Store.Head(ctx, v.Key())
	if err != nil {
		return nil, err
	}
	for _, m := range messages {
		if _, leaves := m.ForVisitor(); leaves {
			if _, seen := v.Seen[m.ID]; !seen {
				lines = append(lines, "the visitor lacks "+string(m.ID))
			}
		}
	}
	person, err := h.Store.Visitor(ctx, chat.VisitorKey{Tenant: host.Tenant, ID: head.Visitor})
	if err != nil {
		return nil, err
	}
	sessions, err := h.Store.VisitsOf(ctx, person.Key(), 10)
	if err != nil {
		return nil, err
	}
	goals := 0
	for _, s := range sessions {
		goals += len(s.Goals)
	}
	return append(lines, summary(head), fmt.Sprintf("%s %s, goals %d", person.Profile["name"].Value,
		person.Profile["email"].Value, goals)), nil
}

func summary(h chat.Head) string {
	return fmt.Sprintf("owner %s, epoch %d, %s, last by %s: %s", h.Owner, h.Epoch, h.Status, h.LastAuthor, h.Preview)
}

// settle waits until all work is done. Two minutes pass for a claim without a result: its row is
// made that much older.
func settle(ctx context.Context, h *host.Host, conversations ...chat.ConversationKey) {
	h.Drain(ctx)
	for _, key := range conversations {
		messages, _ := h.Store.Since(ctx, key, "", 100)
		for _, m := range messages {
			_, _ = h.Store.UpdateMessage(ctx, key, m.ID, func(m *chat.Message) error {
				for i := range m.Bubbles {
					if d := m.Bubbles[i].Delivery; d != nil {
						d.Due = time.Time{}
						if d.Status == chat.Sending {
							d.At = d.At.Add(-chat.SendingTimeout)
						}
					}
				}
				return nil
			})
		}
	}
	h.Pass(chat.SendingTimeout)
	h.Drain(ctx)
}

// allSent settles until no message of a conversation waits to be sent to WhatsApp: messages that
// still wait when an agent takes over are not sent.
func allSent(ctx context.Context, h *host.Host, key chat.ConversationKey) {
	for range 8 {
		settle(ctx, h, key)
		waits := false
		messages, _ := h.Store.Since(ctx, key, "", 100)
		for _, m := range messages {
			for _, b := range m.Bubbles {
				d := b.Delivery
				waits = waits || m.Sends && (d == nil || d.Status == chat.Queued || d.Status == chat.Sending)
			}
		}
		if !waits {
			return
		}
	}
}

// agentDoes calls an operation until there is an answer, as the admin does.
func agentDoes(ctx context.Context, h *host.Host, method, path string, body, out any) error {
	return memberDoes(ctx, h, ana, method, path, body, out)
}

// memberDoes calls the API as a member of the team, and repeats a call that was not answered.
func memberDoes(ctx context.Context, h *host.Host, a chat.Agent, method, path string, body, out any) error {
	var status int
	var err error
	for range 6 {
		if status, err = h.Call(ctx, a, method, path, body, out); err == nil && status < 500 {
			break
		}
	}
	if err == nil && status >= 300 {
		err = fmt.Errorf("%s %s was answered by %d", method, path, status)
	}
	return err
}

// agentActs changes a conversation at the epoch that the agent sees.
func agentActs(ctx context.Context, h *host.Host, at, act string) error {
	var row wire.ConversationRow
	if err := agentDoes(ctx, h, "GET", at, nil, &row); err != nil {
		return err
	}
	return agentDoes(ctx, h, "POST", at+"/"+act,
		host.Object{"epoch": row.Conversation.Epoch, "from": row.Conversation.Assignee}, nil)
}

// pause waits for the next millisecond, so that ids sort by time.
func pause() {
	for at := time.Now().UnixMilli(); time.Now().UnixMilli() == at; {
		runtime.Gosched()
	}
}
