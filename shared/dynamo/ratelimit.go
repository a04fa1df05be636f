package dynamo

import (
	"context"
	"crypto/rand"
	"errors"
	"maps"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// Admit is one conditional write for a socket at rest.
func (s *Store) Admit(ctx context.Context, id chat.ConnectionID, now time.Time, sign chat.Sign) (chat.Socket, error) {
	set, after, values := signs(sign, now)
	return s.admit(ctx, id, now, admission{set: set, after: after, values: values})
}

// admission is a frame's change of its socket's row, beside the budget.
type admission struct {
	set, after string // update expressions
	condition  string // "" for none
	values     item
	names      map[string]string
}

// admit charges a frame. budget is the time at which the socket will have its whole burst again. Each frame moves
// it by FrameRefill: from now for a socket at rest, from its old value for a busy one. ErrExists if the admission's
// own condition failed.
func (s *Store) admit(ctx context.Context, id chat.ConnectionID, now time.Time, a admission) (chat.Socket, error) {
	refill, burst := chat.FrameRefill.Milliseconds(), chat.FrameBurst*chat.FrameRefill.Milliseconds()
	ms := now.UnixMilli()
	rest, err := s.charge(ctx, id, "budget <= :now", "budget = :next", a, item{":now": num(ms), ":next": num(ms + refill)})
	if !errors.Is(err, chat.ErrExists) || !rest.Budget.After(now) {
		return rest, err
	}
	busy, err := s.charge(ctx, id, "budget > :now AND budget <= :full", "budget = budget + :refill", a,
		item{":now": num(ms), ":full": num(ms + burst - refill), ":refill": num(refill)})
	if errors.Is(err, chat.ErrExists) && busy.Budget.UnixMilli() > ms+burst-refill {
		return busy, chat.Errorf(chat.TooMany, "slow_down", "That is too fast. Wait a few seconds.")
	}
	return busy, err
}

// signs translates a frame's activity signal into an update: set precedes the budget's change,
// after follows it.
func signs(sign chat.Sign, now time.Time) (set, after string, values item) {
	set, values = "SET seen = :now, ", item{}
	switch sign {
	case chat.Here, chat.Back:
		set, after = set+"active = :now, ", " REMOVE away"
	case chat.Opens:
		set, after = set+"active = :now, chat = :now, ", " REMOVE away"
	case chat.Still, chat.Hidden:
		set += "away = if_not_exists(away, :away), "
		values[":away"] = num(sign.Away(now).UnixMilli())
	}
	if sign.Tells() {
		after += " ADD told :one"
		values[":one"] = num(1)
	}
	return set, after, values
}

// charge changes a socket's budget under a condition. ErrExists, with the socket, if a condition
// fails; ErrGone if there is no such socket, or if it is closed.
func (s *Store) charge(
	ctx context.Context, id chat.ConnectionID, condition, budget string, a admission, values item,
) (chat.Socket, error) {
	condition = "attribute_exists(pk) AND attribute_not_exists(closed) AND " + condition + a.condition
	change := a.set + budget + a.after
	maps.Copy(values, a.values)
	it, err := s.modify(ctx, "admit", &dynamodb.UpdateItemInput{
		Key: socketKey(id).item(), ExpressionAttributeNames: a.names,
		ConditionExpression: &condition, UpdateExpression: &change, ExpressionAttributeValues: values,
		ReturnValues:                        types.ReturnValueAllOld,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	})
	if err != nil && !errors.Is(err, chat.ErrExists) {
		return chat.Socket{}, err
	}
	socket, bad := socketOf(it)
	if it == nil || !socket.Closed.IsZero() {
		return chat.Socket{}, chat.ErrGone
	}
	if err == nil {
		err = bad
	}
	return socket, err
}

func (s *Store) Take(
	ctx context.Context, t chat.TenantID, what string, window time.Time, n, limit int64, until time.Time,
) (bool, error) {
	if n > limit { // a window in which nothing was taken has no row to compare with
		return false, nil
	}
	condition, change := "attribute_not_exists(n) OR n <= :most", "SET #ttl = :ttl ADD n :n"
	_, err := s.modify(ctx, "spend", &dynamodb.UpdateItemInput{
		Key: spending(t, what, window).item(), ConditionExpression: &condition,
		UpdateExpression:          &change,
		ExpressionAttributeNames:  map[string]string{"#ttl": TTL},
		ExpressionAttributeValues: item{":n": num(n), ":most": num(limit - n), ":ttl": num(until.Unix())},
	})
	return err == nil, chat.Except(err, chat.ErrExists)
}

func spending(t chat.TenantID, what string, window time.Time) key {
	return key{of(t, "B", what), stamp(window)}
}

func (s *Store) Taken(ctx context.Context, t chat.TenantID, what string, window time.Time) (int64, error) {
	it, err := s.get(ctx, spending(t, what, window), false)
	return numOf(it, "n"), chat.Except(err, chat.ErrNotFound)
}

func (s *Store) Salt(ctx context.Context, day time.Time) ([]byte, error) {
	k := key{"SALT", day.UTC().Format(time.DateOnly)}
	salt, err := load[[]byte](ctx, s, k)
	if !errors.Is(err, chat.ErrNotFound) {
		return salt, err
	}
	salt = make([]byte, 32)
	rand.Read(salt)
	it, err := row(k, salt)
	if err != nil {
		return nil, err
	}
	it[TTL] = num(day.Add(48 * time.Hour).Unix())
	if _, err = s.put(ctx, it, absent, nil); errors.Is(err, chat.ErrExists) {
		return load[[]byte](ctx, s, k)
	}
	return salt, err
}

func (s *Store) Throttle(
	ctx context.Context, t chat.TenantID, list string, second time.Time, alone bool,
) (bool, error) {
	was, err := s.get(ctx, tenantKey(t, "GATE#"+list), false) // a write that is refused costs as much as one that is not
	if chat.Except(err, chat.ErrNotFound) != nil {
		return false, err
	}
	last := time.Unix(numOf(was, "s"), 0)
	switch {
	case !last.Before(second):
		return false, nil
	case alone && chat.Lone(last, second):
		return true, nil
	}
	condition, change := "attribute_not_exists(s) OR s < :s", "SET s = :s"
	_, err = s.modify(ctx, "gate", &dynamodb.UpdateItemInput{
		Key:                 tenantKey(t, "GATE#"+list).item(),
		ConditionExpression: &condition, UpdateExpression: &change, ExpressionAttributeValues: item{":s": num(second.Unix())},
	})
	return err == nil, chat.Except(err, chat.ErrExists)
}
