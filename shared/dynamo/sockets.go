package dynamo

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

func (s *Store) OpenSocket(ctx context.Context, socket chat.Socket) error {
	it, err := socketRow(socket)
	if err == nil {
		_, err = s.put(ctx, it, "", nil)
	}
	return err
}

// socketRow is the row of a new socket. The fields that every frame changes are attributes.
func socketRow(socket chat.Socket) (item, error) {
	it, err := row(socketKey(socket.ID), atRest(socket))
	if err != nil {
		return nil, err
	}
	it[TypeName] = text(TypeSocket)
	it["seen"] = num(socket.Seen.UnixMilli())
	it["active"] = num(socket.Active.UnixMilli())
	it["budget"] = num(socket.Budget.UnixMilli())
	if socket.Caller != "" {
		it["caller"] = text(socket.Caller)
	}
	it[TTL] = num(socket.Opened.Add(chat.SocketLife).Unix())
	return it, nil
}

// atRest is the part of a socket that only a bind changes.
func atRest(s chat.Socket) chat.Socket {
	s.Seen, s.Active, s.Away, s.Budget, s.Closed = time.Time{}, time.Time{}, time.Time{}, time.Time{}, time.Time{}
	s.Told, s.Noted, s.Trail, s.Caller, s.Chat = 0, 0, nil, "", time.Time{}
	return s
}

func socketOf(it item) (chat.Socket, error) {
	if it == nil {
		return chat.Socket{}, nil
	}
	socket, err := read[chat.Socket](it)
	if err != nil {
		return socket, err
	}
	at := func(name string) time.Time {
		if ms := numOf(it, name); ms != 0 {
			return time.UnixMilli(ms).UTC()
		}
		return time.Time{}
	}
	socket.Seen, socket.Active, socket.Away, socket.Closed = at("seen"), at("active"), at("away"), at("closed")
	socket.Chat = at("chat")
	socket.Budget = time.UnixMilli(numOf(it, "budget")).UTC()
	socket.Told, socket.Noted = int(numOf(it, "told")), int(numOf(it, "noted"))
	socket.Caller = textOf(it, "caller")
	socket.Trail, err = trailOf(socket.ID, socket.Noted, textsOf(it, "trail"))
	return socket, err
}

func (s *Store) Socket(ctx context.Context, id chat.ConnectionID) (chat.Socket, error) {
	it, err := s.get(ctx, socketKey(id), true)
	if errors.Is(err, chat.ErrNotFound) {
		return chat.Socket{}, chat.ErrGone
	}
	if err != nil {
		return chat.Socket{}, err
	}
	socket, err := socketOf(it)
	if err == nil && !socket.Closed.IsZero() {
		err = chat.ErrGone
	}
	return socket, err
}

func (s *Store) BindSocket(ctx context.Context, socket chat.Socket) error {
	set, values, err := binding(socket)
	if err != nil {
		return err
	}
	change, condition := "SET "+set, "attribute_exists(pk) AND attribute_not_exists(closed)"
	if socket.Visitor != "" {
		unchanged, was := asRead(socket.Noted)
		maps.Copy(values, was)
		values[":none"] = &types.AttributeValueMemberL{}
		change, condition = change+", trail = :none", condition+" AND "+unchanged
	}
	is, err := s.modify(ctx, "bind", &dynamodb.UpdateItemInput{
		Key: socketKey(socket.ID).item(), ConditionExpression: &condition,
		UpdateExpression: &change, ExpressionAttributeValues: values,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	})
	if errors.Is(err, chat.ErrExists) && is != nil && numOf(is, "closed") == 0 {
		return chat.ErrConflict
	}
	if errors.Is(err, chat.ErrExists) {
		return chat.ErrGone
	}
	if err != nil || socket.Agent == nil {
		return err
	}
	return s.putExpiring(ctx, teamKey(socket.Tenant, socket.ID), listedSocket{socket.ID, socket.Agent},
		socket.Opened.Add(chat.SocketLife))
}

// binding is the update of a socket's document.
func binding(socket chat.Socket) (set string, values item, err error) {
	it, err := row(socketKey(socket.ID), atRest(socket))
	if err != nil {
		return "", nil, err
	}
	set, values = "d = :d", item{":d": it["d"]}
	if v, ok := it[schemaName]; ok {
		set, values[":sv"] = set+", "+schemaName+" = :sv", v
	}
	return set, values, nil
}

// listedSocket is a row that leads from a team or a conversation to a socket.
type listedSocket struct {
	ID    chat.ConnectionID `json:"id"`
	Agent *chat.Agent       `json:"agent,omitempty"`
}

func (s *Store) putExpiring(ctx context.Context, k key, doc any, at time.Time) error {
	it, err := row(k, doc)
	if err != nil {
		return err
	}
	it[TTL] = num(at.Unix())
	_, err = s.put(ctx, it, "", nil)
	return err
}

func (s *Store) CloseSocket(ctx context.Context, id chat.ConnectionID, at time.Time) error {
	change := "SET closed = :at, #ttl = :until REMOVE caller"
	condition := "attribute_exists(noted) AND attribute_not_exists(closed)"
	was, err := s.modify(ctx, "close", &dynamodb.UpdateItemInput{
		Key: socketKey(id).item(), ConditionExpression: &condition, UpdateExpression: &change,
		ExpressionAttributeNames: map[string]string{"#ttl": TTL},
		ExpressionAttributeValues: item{
			":at": num(at.UnixMilli()), ":until": num(at.Add(chat.ClosedLife).Unix()),
		},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	})
	if !errors.Is(err, chat.ErrExists) {
		return err
	}
	if was == nil || numOf(was, "closed") != 0 {
		return chat.ErrNotFound
	}
	return s.delete(ctx, socketKey(id)) // it never was a visitor's
}

func (s *Store) UnbindSocket(ctx context.Context, socket chat.Socket) error {
	if socket.Agent != nil {
		if err := s.delete(ctx, teamKey(socket.Tenant, socket.ID)); err != nil {
			return err
		}
	}
	if socket.Viewing == "" {
		return nil
	}
	return s.Unwatch(ctx, chat.ConversationKey{Tenant: socket.Tenant, ID: socket.Viewing}, socket.ID)
}

func (s *Store) SocketsByID(ctx context.Context, ids []chat.ConnectionID) (map[chat.ConnectionID]chat.Socket, error) {
	keys := make([]key, 0, len(ids))
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		keys = append(keys, socketKey(id))
	}
	rows, err := s.batch(ctx, keys)
	if err != nil {
		return nil, err
	}
	found := map[chat.ConnectionID]chat.Socket{}
	for _, it := range rows {
		socket, err := socketOf(it)
		if err != nil {
			return nil, err
		}
		found[socket.ID] = socket
	}
	return found, nil
}

func (s *Store) Team(ctx context.Context, t chat.TenantID) (map[chat.ConnectionID]chat.Agent, error) {
	return s.agents(ctx, "T#"+string(t)+"#TEAM", "")
}

func (s *Store) Watch(ctx context.Context, k chat.ConversationKey, id chat.ConnectionID, a chat.Agent) error {
	return s.putExpiring(ctx, viewerKey(k, id), listedSocket{id, &a}, s.Now().Add(chat.SocketLife))
}

func (s *Store) Unwatch(ctx context.Context, k chat.ConversationKey, id chat.ConnectionID) error {
	return s.delete(ctx, viewerKey(k, id))
}

func (s *Store) Viewers(ctx context.Context, k chat.ConversationKey) (map[chat.ConnectionID]chat.Agent, error) {
	return s.agents(ctx, conversation(k), "W#")
}

func (s *Store) agents(ctx context.Context, partition, prefix string) (map[chat.ConnectionID]chat.Agent, error) {
	// A push is a hint, so an eventual read is good enough.
	rows, err := queryDocs[listedSocket](ctx, s, queryIn{partition: partition, stale: true}, prefix, 2000)
	agents := map[chat.ConnectionID]chat.Agent{}
	for _, r := range rows {
		if r.Agent != nil {
			agents[r.ID] = *r.Agent
		}
	}
	return agents, err
}

func ticketKey(hash string) key { return key{"TICKET#" + hash, "TICKET"} }

func (s *Store) PutTicket(ctx context.Context, t chat.Ticket) error {
	return s.putExpiring(ctx, ticketKey(t.Hash), t, t.Expires.Add(time.Hour))
}

func (s *Store) TakeTicket(ctx context.Context, hash string) (chat.Ticket, error) {
	condition := "attribute_exists(pk)"
	was, err := s.remove(ctx, &dynamodb.DeleteItemInput{
		Key: ticketKey(hash).item(), ConditionExpression: &condition, ReturnValues: types.ReturnValueAllOld,
	})
	if errors.Is(err, chat.ErrExists) {
		return chat.Ticket{}, chat.ErrNotFound // it was taken
	}
	if err != nil {
		return chat.Ticket{}, err
	}
	return read[chat.Ticket](was)
}
