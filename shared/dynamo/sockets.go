package dynamo

import (
	"context"
	"errors"
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

func socketRow(socket chat.Socket) (item, error) {
	it, err := row(socketKey(socket.ID), socket)
	if err != nil {
		return nil, err
	}
	it[TypeName] = text(TypeSocket)
	it["seen"] = num(socket.Seen.UnixMilli())
	it["active"] = num(socket.Active.UnixMilli())
	it["budget"] = num(socket.Budget.UnixMilli())
	if !socket.Away.IsZero() {
		it["away"] = num(socket.Away.UnixMilli())
	}
	it[TTL] = num(socket.Opened.Add(chat.SocketLife).Unix())
	return it, nil
}

func socketOf(it item) (chat.Socket, error) {
	socket, err := read[chat.Socket](it)
	socket.Seen = time.UnixMilli(numOf(it, "seen")).UTC()
	socket.Active = time.UnixMilli(numOf(it, "active")).UTC()
	socket.Budget = time.UnixMilli(numOf(it, "budget")).UTC()
	socket.Away, socket.Told = time.Time{}, int(numOf(it, "told"))
	if away := numOf(it, "away"); away != 0 {
		socket.Away = time.UnixMilli(away).UTC()
	}
	return socket, err
}

func (s *Store) Socket(ctx context.Context, id chat.ConnectionID) (chat.Socket, error) {
	it, err := s.get(ctx, socketKey(id), true)
	if err != nil {
		return chat.Socket{}, err
	}
	return socketOf(it)
}

func (s *Store) BindSocket(ctx context.Context, socket chat.Socket) error {
	it, err := socketRow(socket)
	if err != nil {
		return err
	}
	change, values := "SET d = :d", item{":d": it["d"]}
	if v, ok := it[schemaName]; ok {
		change, values[":sv"] = change+", "+schemaName+" = :sv", v
	}
	condition := "attribute_exists(pk)"
	_, err = s.modify(ctx, "bind", &dynamodb.UpdateItemInput{
		Key: socketKey(socket.ID).item(), ConditionExpression: &condition,
		UpdateExpression: &change, ExpressionAttributeValues: values,
	})
	if errors.Is(err, chat.ErrExists) {
		return chat.ErrGone
	}
	if err != nil {
		return err
	}
	k, ok := listedAt(socket)
	if !ok {
		return nil
	}
	return s.putExpiring(ctx, k, listedDoc(socket), socket.Opened.Add(chat.SocketLife))
}

func listedAt(socket chat.Socket) (key, bool) {
	switch {
	case socket.Agent != nil:
		return teamKey(socket.Tenant, socket.ID), true
	case socket.Visitor != "":
		return visitorSocketKey(socket.VisitorKey(), socket.ID), true
	}
	return key{}, false
}

// listedSocket is a row that leads from a visitor, a team or a conversation to a socket.
type listedSocket struct {
	ID    chat.ConnectionID `json:"id"`
	Agent *chat.Agent       `json:"agent,omitempty"`
}

func listedDoc(socket chat.Socket) listedSocket { return listedSocket{socket.ID, socket.Agent} }

func (s *Store) putExpiring(ctx context.Context, k key, doc any, at time.Time) error {
	it, err := row(k, doc)
	if err != nil {
		return err
	}
	it[TTL] = num(at.Unix())
	_, err = s.put(ctx, it, "", nil)
	return err
}

func (s *Store) CloseSocket(ctx context.Context, id chat.ConnectionID) error {
	was, err := s.remove(ctx, &dynamodb.DeleteItemInput{Key: socketKey(id).item(), ReturnValues: types.ReturnValueAllOld})
	if err == nil && len(was) == 0 {
		return chat.ErrNotFound
	}
	return err
}

func (s *Store) UnbindSocket(ctx context.Context, socket chat.Socket) error {
	if k, ok := listedAt(socket); ok {
		if err := s.delete(ctx, k); err != nil {
			return err
		}
	}
	if socket.Viewing == "" {
		return nil
	}
	return s.Unwatch(ctx, chat.ConversationKey{Tenant: socket.Tenant, ID: socket.Viewing}, socket.ID)
}

func (s *Store) SocketsOf(ctx context.Context, k chat.VisitorKey) ([]chat.ConnectionID, error) {
	return s.socketIDs(ctx, k, true)
}

func (s *Store) socketIDs(ctx context.Context, k chat.VisitorKey, stale bool) ([]chat.ConnectionID, error) {
	rows, err := queryDocs[listedSocket](ctx, s, queryIn{partition: visitor(k), stale: stale}, "K#", 100)
	ids := make([]chat.ConnectionID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return ids, err
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

// OpenSockets leaves out listed sockets that are closed: a late TTL or a lost stream record may
// leave such rows.
func (s *Store) OpenSockets(ctx context.Context, k chat.VisitorKey) ([]chat.Socket, error) {
	ids, err := s.socketIDs(ctx, k, false)
	if err != nil {
		return nil, err
	}
	sockets := []chat.Socket{}
	for _, id := range ids {
		socket, err := s.Socket(ctx, id)
		if errors.Is(err, chat.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		sockets = append(sockets, socket)
	}
	return sockets, nil
}

func (s *Store) Team(ctx context.Context, t chat.TenantID) (map[chat.ConnectionID]chat.Agent, error) {
	return s.agents(ctx, "T#"+string(t)+"#TEAM", "")
}

func (s *Store) Watch(ctx context.Context, k chat.ConversationKey, id chat.ConnectionID, a chat.Agent) error {
	return s.putExpiring(ctx, viewerKey(k, id), listedSocket{id, &a}, time.Now().Add(chat.SocketLife))
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
