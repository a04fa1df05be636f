package chat

import "context"

// maxCanned is how many canned replies a team may have: they are read all at once.
const maxCanned = 200

// NewCannedReply keeps a text that agents send often.
func (d *Desk) NewCannedReply(ctx context.Context, a Agent, title, text string) (CannedReply, error) {
	reply := CannedReply{ID: d.NewID(d.Now()), Title: titled(title), Text: text}
	f := faults{}
	f.wrong(reply.Title == "", "title", "title_needed", "Give this reply a title: you find it by that.")
	f.wrong(Blank(text), "text", "text_needed", "Write what this reply says.")
	if err := f.err(); err != nil {
		return reply, err
	}
	had, err := d.Store.CannedReplies(ctx, a.Tenant)
	if err != nil {
		return reply, err
	}
	if len(had) >= maxCanned {
		return reply, Errorf(Invalid, "too_many_replies", "A team has at most %d canned replies. Delete one that is not used.", maxCanned)
	}
	return reply, d.Store.PutCannedReply(ctx, a.Tenant, reply)
}
