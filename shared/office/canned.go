package office

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// maxCanned is the most canned replies that a team may have: they are all read at once.
const maxCanned = 200

// NewCannedReply stores a text that agents send often.
func (o *Office) NewCannedReply(ctx context.Context, a chat.Agent, title, text string) (chat.CannedReply, error) {
	reply := chat.CannedReply{ID: o.desk.NewID(o.desk.Now()), Title: chat.Titled(title), Text: text}
	f := chat.Faults{}
	f.Wrong(reply.Title == "", "title", "title_needed", "Give this reply a title: you find it by that.")
	f.Wrong(chat.Blank(text), "text", "text_needed", "Write what this reply says.")
	if err := f.Err(); err != nil {
		return reply, err
	}
	had, err := o.store.CannedReplies(ctx, a.Tenant)
	if err != nil {
		return reply, err
	}
	if len(had) >= maxCanned {
		return reply, chat.Errorf(chat.Invalid, "too_many_replies",
			"A team has at most %d canned replies. Delete one that is not used.", maxCanned)
	}
	return reply, o.store.PutCannedReply(ctx, a.Tenant, reply)
}

// CannedReplies lists the team's canned replies.
func (o *Office) CannedReplies(ctx context.Context, a chat.Agent) ([]chat.CannedReply, error) {
	return o.store.CannedReplies(ctx, a.Tenant)
}

// DeleteCannedReply deletes one of them.
func (o *Office) DeleteCannedReply(ctx context.Context, a chat.Agent, id string) error {
	return o.store.DeleteCannedReply(ctx, a.Tenant, id)
}
