package dynamo

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// tombstone is an item that has only the time of an erasure.
func tombstone(k key, at time.Time) item {
	it := k.item()
	it["gone"] = num(at.UnixMilli())
	return it
}

func isTomb(it item) bool { return numOf(it, "gone") > 0 }

// PlaceTombstones overwrites rows in an order in which nothing leads to a half-erased visitor:
// first the rows that lead to the visitor, then the visitor's own.
func (s *Store) PlaceTombstones(ctx context.Context, t chat.TenantID, w chat.Subject) error {
	rows := []item{}
	for _, id := range w.Identities {
		free, err := s.freed(ctx, t, id, w)
		if err != nil {
			return err
		}
		if free != nil {
			rows = append(rows, free)
		}
	}
	for _, id := range w.Conversations {
		rows = append(rows, tombstone(headKey(chat.ConversationKey{Tenant: t, ID: id}), w.At))
	}
	if err := s.putAll(ctx, rows); err != nil {
		return err
	}
	return s.bury(ctx, chat.VisitorKey{Tenant: t, ID: w.Visitor}, w.At)
}

// bury deletes the search terms of a profile, and puts a tombstone in its place if it is still the one that was read:
// the terms of a change in between would stay for good, because nothing tells of them any more. ErrConflict if others
// change it all the time; the profile is then still there, so that the next try finds its terms.
func (s *Store) bury(ctx context.Context, v chat.VisitorKey, at time.Time) error {
	return retry(ctx, func() error {
		profile, err := s.get(ctx, profileKey(v), true)
		if errors.Is(err, chat.ErrErased) {
			return nil
		}
		if err == nil {
			err = s.unlist(ctx, profile)
		}
		if err = chat.Except(err, chat.ErrNotFound); err != nil {
			return err
		}
		condition, values := version(numOf(profile, "v"))
		_, err = s.putOnce(ctx, tombstone(profileKey(v), at), condition, values)
		return again(err)
	})
}

// freed is an identity's row that leads to nobody; nil if it already leads to another visitor: the
// same person, who came again.
func (s *Store) freed(ctx context.Context, t chat.TenantID, id chat.Identity, w chat.Subject) (item, error) {
	lead, err := s.Identify(ctx, t, id.Hash)
	if err != nil && !errors.Is(err, chat.ErrNotFound) {
		return nil, err
	}
	if lead.Visitor != "" && lead.Visitor != w.Visitor {
		return nil, nil
	}
	it, err := row(identityKey(t, id.Hash), chat.Bearer{Erased: w.At})
	if err == nil {
		it["vacant"] = num(w.At.UnixMilli())
	}
	return it, err
}

// unlist deletes a visitor's search terms.
func (s *Store) unlist(ctx context.Context, profile item) error {
	v, err := read[chat.Visitor](profile)
	if err != nil {
		return err
	}
	keys := []key{}
	for _, term := range v.Terms() {
		keys = append(keys, termKey(v.Tenant, term, v.ID))
	}
	return s.deleteAll(ctx, keys)
}

func (s *Store) EraseConversation(ctx context.Context, k chat.ConversationKey) (int, error) {
	return s.clear(ctx, conversation(k), "")
}

func (s *Store) EraseVisitor(ctx context.Context, k chat.VisitorKey) (int, error) {
	return s.clear(ctx, visitor(k), "")
}

// erasedCountsKey is the key of the counters that keep deleted visits.
func erasedCountsKey(t chat.TenantID, c chat.Counts, shard int) key {
	return key{countsOfMonth(t, "DE", c.Day[:7], shard), countsName(c)}
}

func (s *Store) EraseVisit(ctx context.Context, k chat.VisitKey) error {
	err := retry(ctx, func() error {
		was, err := s.get(ctx, visitKey(k), true)
		if err != nil {
			return chat.Except(err, chat.ErrNotFound)
		}
		visit, err := read[chat.Visit](was)
		if err != nil {
			return err
		}
		if err := s.eraseNotebooks(ctx, &visit); err != nil {
			return err
		}
		if err := s.eraseLead(ctx, &visit); err != nil {
			return err
		}
		condition, values := version(numOf(was, "v"))
		rows := []types.TransactWriteItem{{Delete: &types.Delete{
			TableName: s.table, Key: visitKey(k).item(), ConditionExpression: &condition, ExpressionAttributeValues: values,
		}}}
		if counted := visit.Counted(); len(counted.Values) > 0 {
			rows = append(rows, s.adding(erasedCountsKey(k.Tenant, counted, shardOf(k.ID)), counted.Values))
		}
		_, err = s.transact(ctx, rows)
		return again(err)
	})
	if err != nil {
		return err
	}
	_, err = s.clear(ctx, of(k.Tenant, "S", string(k.ID)), "")
	return err
}

// eraseNotebooks deletes the rows of a visit's own sockets, and of those whose hello is on its way.
func (s *Store) eraseNotebooks(ctx context.Context, visit *chat.Visit) error {
	keys := []key{}
	for _, id := range visit.Sockets {
		keys = append(keys, socketKey(id))
	}
	rows, err := s.batchRead(ctx, keys, true)
	if err != nil {
		return err
	}
	keys = keys[:0]
	for k, it := range rows {
		socket, err := socketOf(it)
		if err != nil {
			return err
		}
		if socket.Visitor == "" || socket.VisitKey() == visit.Key() {
			keys = append(keys, k)
		}
	}
	return s.deleteAll(ctx, keys)
}

func (s *Store) EraseMessage(ctx context.Context, k chat.ConversationKey, m chat.Message) error {
	keys := []key{messageKey(k, m.ID)}
	for i := range m.Bubbles {
		if m.Bubbles[i].InFlow() {
			keys = append(keys, flowRowKey(k, m.ID, i))
		}
	}
	if p, late := latePointer(k, m); late {
		keys = append(keys, p)
	}
	if help, is := chat.HelpOf(k.ID, &m); is {
		keys = append(keys, helpKey(k.Tenant, help))
	}
	if m.Author.Kind == chat.ByVisitor && time.Since(m.At) < longestHeld { // an answer to it may have waited
		keys = append(keys, heldKey(k, m.ID))
	}
	return s.deleteAll(ctx, keys)
}

func (s *Store) EraseWamid(ctx context.Context, t chat.TenantID, wamid string) error {
	_, err := s.clear(ctx, wamidRows(t, wamid), "")
	return err
}

func (s *Store) EraseBudget(ctx context.Context, t chat.TenantID, what string) error {
	_, err := s.clear(ctx, of(t, "B", what), "")
	return err
}

func (s *Store) EraseGap(ctx context.Context, t chat.TenantID, a chat.Asking) ([]chat.BubbleRef, error) {
	k := gapKey(t, a.Bot, a.Gap)
	asked := askedKey(k, a.Gap, a.Message)
	if err := s.dropAsking(ctx, t, a); err != nil {
		return nil, err
	}
	gone := false
	err := retry(ctx, func() error {
		was, err := s.get(ctx, k, true)
		if gone = errors.Is(err, chat.ErrNotFound); gone {
			return s.delete(ctx, asked)
		}
		if err != nil {
			return err
		}
		gap, err := read[chat.GapRow](was)
		if err != nil {
			return err
		}
		gap.Count--
		condition, values := version(numOf(was, "v"))
		change := types.TransactWriteItem{
			Delete: &types.Delete{
				TableName: s.table, Key: k.item(), ConditionExpression: &condition, ExpressionAttributeValues: values,
			},
		}
		if gap.Count > 0 {
			it, _, err := next(k, was, &gap)
			if err != nil {
				return err
			}
			it[ListPartition] = was[ListPartition]
			change = s.putting(it, condition, values)
		}
		there := "attribute_exists(pk)"
		at, err := s.transact(ctx, []types.TransactWriteItem{
			{Delete: &types.Delete{TableName: s.table, Key: asked.item(), ConditionExpression: &there}}, change,
		})
		if errors.Is(err, chat.ErrExists) && at == 0 {
			return nil // it was removed before
		}
		return again(err)
	})
	if err != nil {
		return nil, err
	}
	others, err := s.askers(ctx, k, a.Gap, false)
	if err == nil && (gone || len(others) == 0) {
		return nil, s.forgetWordings(ctx, t, a.Bot, []string{a.Gap})
	}
	return others, err
}

// askers returns some of the messages that asked a question: the first ones, or the latest.
func (s *Store) askers(ctx context.Context, gap key, id string, latest bool) ([]chat.BubbleRef, error) {
	items, _, err := s.query(ctx, queryIn{partition: gap.pk + "#" + id, backwards: latest, limit: 5})
	refs := []chat.BubbleRef{}
	for _, it := range items {
		c, err := read[chat.ConversationID](it)
		if err != nil {
			return nil, err
		}
		refs = append(refs, chat.BubbleRef{
			Conversation: c, Message: chat.MessageID(strings.TrimPrefix(textOf(it, Sort), "O#")),
		})
	}
	return refs, err
}

func (s *Store) RewordGap(ctx context.Context, t chat.TenantID, bot chat.BotID, id, question string) error {
	k := gapKey(t, bot, id)
	return retry(ctx, func() error {
		was, err := s.get(ctx, k, true)
		if err != nil {
			return chat.Except(err, chat.ErrNotFound)
		}
		gap, err := read[chat.GapRow](was)
		if err != nil {
			return err
		}
		gap.Question = question
		it, same, err := next(k, was, &gap)
		if err != nil || same {
			return err
		}
		it[ListPartition] = was[ListPartition]
		condition, values := version(numOf(was, "v"))
		_, err = s.putOnce(ctx, it, condition, values)
		return again(err)
	})
}

func (s *Store) DropGaps(ctx context.Context, t chat.TenantID, bot chat.BotID, gaps []chat.GapRow) error {
	ids := []string{}
	err := sideBySide(gaps, func(g chat.GapRow) error {
		_, err := s.clear(ctx, gapKey(t, bot, g.ID).pk+"#"+g.ID, "")
		return err
	})
	for _, g := range gaps {
		ids = append(ids, g.ID)
	}
	if err = errors.Join(err, s.forgetWordings(ctx, t, bot, ids)); err != nil {
		return err // the questions stay, so that this is done again
	}
	return sideBySide(gaps, func(g chat.GapRow) error { return s.delete(ctx, gapKey(t, bot, g.ID)) })
}

func (s *Store) ErasePoison(ctx context.Context, names []string) (int, error) {
	parked, err := s.Poisoned(ctx, 1000)
	if err != nil {
		return 0, err
	}
	keys := []key{}
	for _, p := range parked {
		if slices.ContainsFunc(names, func(name string) bool { return strings.Contains(p.Partition+" "+p.Sort, name) }) {
			keys = append(keys, poisonKey(p))
		}
	}
	return len(keys), s.deleteAll(ctx, keys)
}

func (s *Store) EraseJobsAbout(ctx context.Context, t chat.TenantID, v chat.VisitorID, but string) error {
	jobs, err := s.Jobs(ctx, t, 1000)
	if err != nil {
		return err
	}
	keys := []key{}
	for _, j := range jobs {
		if j.Subject != nil && j.Subject.Visitor == v && j.ID != but {
			keys = append(keys, jobKey(j.Key()))
		}
	}
	return s.deleteAll(ctx, keys)
}

func (s *Store) ErasedCounts(ctx context.Context, t chat.TenantID, from, to string) ([]chat.Counts, error) {
	return s.counts(ctx, t, "DE", from, to)
}
