package main

import (
	"context"
	"time"

	"github.com/botifire/livechat/api/gen/inboxapi"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/media"
	"github.com/botifire/livechat/shared/model"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/team"
	"github.com/botifire/livechat/shared/views"
	"github.com/botifire/livechat/shared/wire"
)

type handler struct {
	desk   *chat.Desk
	office *office.Office
	reader *views.Reader
	files  *media.Store
	canned media.Canned
	team   *team.Team
	drafts drafts
	model  *model.Advisor
	judged func(ctx context.Context, key chat.ConversationKey, answer chat.MessageID) error // counts anew
}

func newHandler(
	desk *chat.Desk, table *dynamo.Store, files *media.Store, people *team.Team, advisor *model.Advisor,
) handler {
	o, canned := office.New(desk, table), files.Canned()
	o.Enclosures = canned
	return handler{desk, o, views.New(desk, table), files, canned, people, table, advisor, judged(desk, table)}
}

// judged has the ledger count a case anew in which an answer was wrong.
func judged(desk *chat.Desk, table *dynamo.Store) func(context.Context, chat.ConversationKey, chat.MessageID) error {
	return ledger.NewJournal(desk, table).Judged
}

func (h handler) ListConversations(
	ctx context.Context, r inboxapi.ListConversationsRequestObject,
) (inboxapi.ListConversationsResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	p := r.Params
	list, err := h.reader.Inbox(ctx, agent, views.InboxQuery{
		Queue: string(p.Queue), Source: httpapi.Or(p.Source), At: httpapi.Or(p.At), Country: httpapi.Or(p.Country),
		Assignee: chat.AgentID(httpapi.Or(p.Assignee)), Label: httpapi.Or(p.Label), Group: httpapi.Or(p.Group),
		Unread: httpapi.Or(p.Unread), Missed: httpapi.Or(p.Missed), Ending: time.Duration(httpapi.Or(p.Ending)) * time.Hour,
		Priority: chat.Priority(httpapi.Or(p.Priority)), Language: httpapi.Or(p.Language),
		Target: string(httpapi.Or(p.Target)), First: ranking(string(httpapi.Or(p.Sort))),
		Earliest: httpapi.Or(p.Sort) == inboxapi.Earliest, Cursor: httpapi.Or(p.Cursor), Limit: httpapi.Or(p.Limit),
	})
	rows := make([]wire.ConversationRow, len(list.Rows))
	for i, row := range list.Rows {
		rows[i] = listed(row)
	}
	return inboxapi.ListConversations200JSONResponse{Rows: rows, Next: httpapi.Some(list.Next)}, err
}

// ranking is the order of a list of the waiting, "" for that of their waiting time.
func ranking(sort string) string {
	if sort == views.TargetFirst || sort == views.PriorityFirst {
		return sort
	}
	return ""
}

// listed is a row as clients get it.
func listed(row views.InboxRow) wire.ConversationRow {
	v := row.Who
	out := wire.ConversationRow{
		Conversation: row.ForAgent(), Name: httpapi.Some(v.Called()), CookieId: httpapi.Some(v.CookieID), Unread: &row.Unread,
	}
	if v.Place != (chat.Place{}) {
		out.Place = &v.Place
	}
	out.Group = httpapi.Some(row.Group)
	if !row.Target.IsZero() {
		out.Target = &row.Target
	}
	return out
}

func (h handler) GetConversation(
	ctx context.Context, r inboxapi.GetConversationRequestObject,
) (inboxapi.GetConversationResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	found, err := h.reader.InboxRow(ctx, agent, key.ID)
	if err != nil {
		return nil, err
	}
	row := listed(found)
	stopped, err := h.desk.Stopped(ctx, found.Head)
	row.Stopped = httpapi.Some(stopped)
	return inboxapi.GetConversation200JSONResponse(row), err
}

// key is the conversation of this id, in the caller's tenant and no other.
func (h handler) key(ctx context.Context, id string) (chat.Agent, chat.ConversationKey) {
	agent, _ := httpapi.Caller(ctx)
	return agent, chat.ConversationKey{Tenant: agent.Tenant, ID: chat.ConversationID(id)}
}

func (h handler) ListMessages(
	ctx context.Context, r inboxapi.ListMessagesRequestObject,
) (inboxapi.ListMessagesResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	if at := httpapi.Or(r.Params.At); at != "" {
		rows, older, later, err := h.reader.TranscriptAt(ctx, agent, key.ID, chat.MessageID(at), httpapi.Or(r.Params.Limit))
		return inboxapi.ListMessages200JSONResponse{Rows: rows, Older: httpapi.Some(older), Newer: httpapi.Some(later)}, err
	}
	newer := r.Params.Direction != nil && *r.Params.Direction == "newer"
	rows, older, later, err := h.reader.Transcript(ctx, agent, key.ID, httpapi.Or(r.Params.Cursor), newer,
		httpapi.Or(r.Params.Limit))
	if err != nil {
		return nil, err
	}
	return inboxapi.ListMessages200JSONResponse{Rows: rows, Older: httpapi.Some(older), Newer: httpapi.Some(later)}, nil
}

func (h handler) TakeOver(
	ctx context.Context, r inboxapi.TakeOverRequestObject,
) (inboxapi.TakeOverResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	head, err := h.desk.TakeOver(ctx, agent, key, seen(r.Body.Epoch, r.Body.From))
	return inboxapi.TakeOver200JSONResponse(head.ForAgent()), err
}

func (h handler) HandBack(
	ctx context.Context, r inboxapi.HandBackRequestObject,
) (inboxapi.HandBackResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	head, err := h.desk.HandBack(ctx, agent, key, seen(r.Body.Epoch, r.Body.From))
	return inboxapi.HandBack200JSONResponse(head.ForAgent()), err
}

func (h handler) CloseConversation(
	ctx context.Context, r inboxapi.CloseConversationRequestObject,
) (inboxapi.CloseConversationResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	as := seen(r.Body.Epoch, r.Body.From)
	if httpapi.Or(r.Body.Bulk) {
		head, err := chat.CloseInBulk(ctx, h.desk, agent, key, as)
		return inboxapi.CloseConversation200JSONResponse(head.ForAgent()), err
	}
	head, err := h.desk.Close(ctx, agent, key, as)
	return inboxapi.CloseConversation200JSONResponse(head.ForAgent()), err
}

func (h handler) SetPriority(
	ctx context.Context, r inboxapi.SetPriorityRequestObject,
) (inboxapi.SetPriorityResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	p := chat.Priority(r.Body.Priority)
	if p == "none" {
		p = ""
	}
	head, err := chat.SetPriority(ctx, h.desk, agent, key, p)
	return inboxapi.SetPriority200JSONResponse(head.ForAgent()), err
}

func (h handler) NoReplyNeeded(
	ctx context.Context, r inboxapi.NoReplyNeededRequestObject,
) (inboxapi.NoReplyNeededResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	head, err := h.desk.NoReplyNeeded(ctx, agent, key, seen(r.Body.Epoch, r.Body.From))
	return inboxapi.NoReplyNeeded200JSONResponse(head.ForAgent()), err
}

func (h handler) AssignConversation(
	ctx context.Context, r inboxapi.AssignConversationRequestObject,
) (inboxapi.AssignConversationResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	to := chat.Giving{
		To: chat.AgentID(httpapi.Or(r.Body.To)), Group: httpapi.Or(r.Body.Group), Note: httpapi.Or(r.Body.Note),
	}
	head, err := chat.Assign(ctx, h.desk, agent, key, to, seen(r.Body.Epoch, r.Body.From))
	return inboxapi.AssignConversation200JSONResponse(head.ForAgent()), err
}

func (h handler) ListPresence(
	ctx context.Context, _ inboxapi.ListPresenceRequestObject,
) (inboxapi.ListPresenceResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	rows, err := h.team.Colleagues(ctx, agent)
	return inboxapi.ListPresence200JSONResponse{Rows: rows}, err
}

func (h handler) SetPresence(
	ctx context.Context, r inboxapi.SetPresenceRequestObject,
) (inboxapi.SetPresenceResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	return inboxapi.SetPresence204Response{}, h.team.SetAway(ctx, agent, r.Body.Away)
}

func (h handler) ChangeLabels(
	ctx context.Context, r inboxapi.ChangeLabelsRequestObject,
) (inboxapi.ChangeLabelsResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	head, err := chat.ChangeLabels(ctx, h.desk, agent, key, chat.LabelChange{
		Add: httpapi.Or(r.Body.Add), Remove: httpapi.Or(r.Body.Remove),
	})
	return inboxapi.ChangeLabels200JSONResponse(head.ForAgent()), err
}

func (h handler) CountQueues(
	ctx context.Context, r inboxapi.CountQueuesRequestObject,
) (inboxapi.CountQueuesResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	counts, err := h.reader.QueueCounts(ctx, agent, httpapi.Or(r.Params.All))
	return inboxapi.CountQueues200JSONResponse(counts), err
}

func (h handler) SnoozeConversation(
	ctx context.Context, r inboxapi.SnoozeConversationRequestObject,
) (inboxapi.SnoozeConversationResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	head, err := h.desk.Snooze(ctx, agent, key, r.Body.Until, seen(r.Body.Epoch, r.Body.From))
	return inboxapi.SnoozeConversation200JSONResponse(head.ForAgent()), err
}

func (h handler) ReopenConversation(
	ctx context.Context, r inboxapi.ReopenConversationRequestObject,
) (inboxapi.ReopenConversationResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	to, as := chat.Owner(r.Body.To), seen(r.Body.Epoch, nil)
	if other := chat.AgentID(httpapi.Or(r.Body.Agent)); to == chat.OwnerAgent && other != "" && other != agent.ID {
		head, err := chat.ReopenFor(ctx, h.desk, agent, key, other, as)
		return inboxapi.ReopenConversation200JSONResponse(head.ForAgent()), err
	}
	head, err := h.desk.Reopen(ctx, agent, key, to, as)
	return inboxapi.ReopenConversation200JSONResponse(head.ForAgent()), err
}

// seen is the owner and the epoch on the caller's screen at the moment of the act.
func seen(epoch int, from *string) chat.Seen {
	return chat.Seen{Epoch: epoch, From: chat.AgentID(httpapi.Or(from))}
}

func (h handler) NewUpload(
	ctx context.Context, r inboxapi.NewUploadRequestObject,
) (inboxapi.NewUploadResponseObject, error) {
	_, key := h.key(ctx, r.Conversation)
	head, err := h.desk.Conversation(ctx, key)
	if err != nil {
		return nil, err
	}
	if err := h.leaves(head, *r.Body); err != nil {
		return nil, err
	}
	place, err := h.files.Upload(ctx, key, h.desk.NewID(h.desk.Now()), r.Body.Name, r.Body.Type, r.Body.Size)
	return inboxapi.NewUpload201JSONResponse{Id: place.ID, Url: place.URL, Headers: place.Headers}, err
}

// leaves returns the reason why WhatsApp would refuse a file, before it is uploaded for nothing. If we
// refuse its type ourselves, the error lists the types that we accept.
func (h handler) leaves(head chat.Head, f wire.NewUpload) error {
	if head.Source != chat.WhatsApp || !media.Takes(f.Type) {
		return nil
	}
	body := chat.Body{Kind: media.ShownAs(f.Type), Media: &chat.Media{Name: f.Name, Type: f.Type, Size: f.Size}}
	if f.Type == "image/webp" {
		body.Kind = chat.KindSticker
	}
	return h.desk.Rules.ValidateOutgoing(chat.Outgoing{To: head.Reached, Body: body})
}

func (h handler) GetFile(ctx context.Context, r inboxapi.GetFileRequestObject) (inboxapi.GetFileResponseObject, error) {
	_, key := h.key(ctx, r.Conversation)
	if _, err := h.desk.Conversation(ctx, key); err != nil {
		return nil, err
	}
	address, err := h.files.Address(ctx, key, r.Upload)
	return inboxapi.GetFile200JSONResponse{Url: address}, err
}

func (h handler) MarkRead(
	ctx context.Context, r inboxapi.MarkReadRequestObject,
) (inboxapi.MarkReadResponseObject, error) {
	agent, key := h.key(ctx, r.Conversation)
	return inboxapi.MarkRead204Response{}, h.desk.MarkRead(ctx, agent, key.ID, r.Body.At)
}

func (h handler) NewSocketTicket(
	ctx context.Context, _ inboxapi.NewSocketTicketRequestObject,
) (inboxapi.NewSocketTicketResponseObject, error) {
	agent, expires := httpapi.Caller(ctx)
	ticket, err := h.desk.NewTicket(ctx, agent, httpapi.Origin(ctx), httpapi.Issued(ctx), expires)
	return inboxapi.NewSocketTicket201JSONResponse{Ticket: ticket}, err
}
