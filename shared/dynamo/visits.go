package dynamo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
)

// currentName is the attribute of a visitor's row that names their current visit.
const currentName = "now"

func currentOf(it item) (chat.Current, error) {
	var current chat.Current
	now := textOf(it, currentName)
	if now == "" {
		return current, chat.ErrNotFound
	}
	err := json.Unmarshal([]byte(now), &current)
	return current, err
}

func currentText(c chat.Current) types.AttributeValue {
	raw, _ := json.Marshal(c) // a struct of texts and a number always encodes
	return text(string(raw))
}

func (s *Store) VisitorNow(ctx context.Context, k chat.VisitorKey) (chat.Visitor, chat.Current, error) {
	it, err := s.get(ctx, profileKey(k), false)
	if errors.Is(err, chat.ErrNotFound) {
		it, err = s.get(ctx, profileKey(k), true) // they came just now
	}
	if err != nil {
		return chat.Visitor{}, chat.Current{}, err
	}
	current, err := currentOf(it)
	if chat.Except(err, chat.ErrNotFound) != nil {
		return chat.Visitor{}, current, err
	}
	v, err := read[chat.Visitor](it)
	return v, current, err
}

func (s *Store) Current(ctx context.Context, k chat.VisitorKey) (chat.Current, error) {
	it, err := s.get(ctx, profileKey(k), true)
	if err != nil {
		return chat.Current{}, err
	}
	return currentOf(it)
}

// Begin raises the version of the visitor's row, so that a caller who changes the visitor at the same time begins
// again from the row as it is then.
func (s *Store) Begin(ctx context.Context, visit chat.Visit, was chat.Current) error {
	it, err := newVisit(visit)
	if err != nil {
		return err
	}
	change, condition := "SET #now = :now ADD v :one", "attribute_exists(d) AND attribute_not_exists(#now)"
	values := item{":one": num(1), ":now": currentText(was.Next(visit))}
	if was.Number > 0 {
		condition, values[":was"] = "#now = :was", currentText(was)
	}
	now := types.TransactWriteItem{Update: &types.Update{
		TableName: s.table, Key: profileKey(chat.VisitorKey{Tenant: visit.Tenant, ID: visit.Visitor}).item(),
		UpdateExpression: &change, ConditionExpression: &condition,
		ExpressionAttributeNames: map[string]string{"#now": currentName}, ExpressionAttributeValues: values,
	}}
	_, err = s.transact(ctx, []types.TransactWriteItem{now, s.putting(it, absent, nil)})
	return lost(err)
}

// Arrive needs no transaction: until the visit is stored, nothing leads to the visitor.
func (s *Store) Arrive(ctx context.Context, v chat.Visitor, visit chat.Visit) error {
	profile, err := row(profileKey(v.Key()), v)
	if err != nil {
		return err
	}
	profile["v"], profile[currentName] = num(1), currentText(chat.Current{}.Next(visit))
	it, err := newVisit(visit)
	if err != nil {
		return err
	}
	for _, it := range []item{profile, it} {
		if _, err := s.put(ctx, it, "", nil); err != nil {
			return err
		}
	}
	return nil
}

func newVisit(visit chat.Visit) (item, error) {
	it, err := row(visitKey(visit.Key()), visit)
	if err == nil {
		it["v"] = num(1)
		index(it, &visit)
	}
	return it, err
}

func (s *Store) Visit(ctx context.Context, k chat.VisitKey) (chat.Visit, error) {
	return s.visit(ctx, k, true)
}

func (s *Store) VisitEventually(ctx context.Context, k chat.VisitKey) (chat.Visit, error) {
	return s.visit(ctx, k, false)
}

func (s *Store) visit(ctx context.Context, k chat.VisitKey, upToDate bool) (chat.Visit, error) {
	it, err := s.get(ctx, visitKey(k), upToDate)
	if err != nil {
		return chat.Visit{}, err
	}
	visit, err := read[chat.Visit](it)
	visit.Version = numOf(it, "v")
	return visit, err
}

func (s *Store) UpdateVisit(
	ctx context.Context, k chat.VisitKey, change func(*chat.Visit) error,
) (chat.Visit, error) {
	return updateCheaply(ctx, s, visitKey(k), change)
}

// eventRow is a row of a visit's log: the first event as it was once stored alone, and more after it.
type eventRow struct {
	chat.VisitEvent
	More []chat.VisitEvent `json:"more,omitempty"`
}

// AddEvents lets a row with more events stand: it has these as well.
func (s *Store) AddEvents(ctx context.Context, k chat.VisitKey, all []chat.VisitEvent) error {
	it, err := row(eventKey(k, all[0].ID), eventRow{all[0], all[1:]})
	if err != nil {
		return err
	}
	n := num(int64(len(all)))
	it["n"] = n
	_, err = s.put(ctx, it, "attribute_not_exists(n) OR n <= :n", item{":n": n})
	return chat.Except(err, chat.ErrExists)
}

func (s *Store) Events(ctx context.Context, k chat.VisitKey, limit int) ([]chat.VisitEvent, error) {
	rows, err := queryDocs[eventRow](ctx, s,
		queryIn{partition: of(k.Tenant, "S", string(k.ID)), stale: true}, "E#", limit)
	log := []chat.VisitEvent{}
	for _, r := range rows {
		log = append(append(log, r.VisitEvent), r.More...)
	}
	return log[:min(len(log), limit)], err
}

func (s *Store) VisitsOf(ctx context.Context, k chat.VisitorKey, limit int) ([]chat.Visit, error) {
	return queryAll[chat.Visit](ctx, s, visitor(k), "S#", true, limit)
}

func (s *Store) ListVisits(
	ctx context.Context, t chat.TenantID, live bool, position string, limit int,
) ([]chat.Visit, string, error) {
	name := "past"
	if live {
		name = "live"
	}
	return s.listed(ctx, t, name, queryIn{backwards: true, position: position, limit: limit})
}

func (s *Store) Fold(
	ctx context.Context, k chat.VisitKey, change func(*chat.Visit) (chat.Counts, error),
) (chat.Visit, error) {
	var visit chat.Visit
	upToDate := false // the first try is cheaper, and its write is made under the row's version
	err := retry(ctx, func() error {
		was, err := s.get(ctx, visitKey(k), upToDate)
		if first := !upToDate; first {
			if upToDate = true; err != nil {
				return errAgain
			}
		}
		if err != nil {
			return err
		}
		if visit, err = read[chat.Visit](was); err != nil {
			return err
		}
		counts, err := change(&visit)
		if err != nil {
			return err
		}
		it, same, err := next(visitKey(k), was, &visit)
		if err != nil || same {
			return err
		}
		condition, values := version(numOf(was, "v"))
		if len(counts.Values) == 0 {
			_, err = s.putOnce(ctx, it, condition, values)
		} else {
			_, err = s.transact(ctx, []types.TransactWriteItem{
				s.putting(it, condition, values), s.adding(countsKey(k.Tenant, counts, shardOf(k.ID)), counts.Values),
			})
		}
		return again(err)
	})
	return ifStored(visit, err)
}

// adding increments the counters of a row.
func (s *Store) adding(k key, values map[string]int64) types.TransactWriteItem {
	up := &types.Update{
		TableName: s.table, Key: k.item(), ExpressionAttributeNames: map[string]string{}, ExpressionAttributeValues: item{},
	}
	var parts []string
	for name, n := range values {
		i := len(parts)
		up.ExpressionAttributeNames[fmt.Sprintf("#n%d", i)] = "n:" + name
		up.ExpressionAttributeValues[fmt.Sprintf(":n%d", i)] = num(n)
		parts = append(parts, fmt.Sprintf("#n%d :n%d", i, i))
	}
	expression := "ADD " + strings.Join(parts, ", ")
	up.UpdateExpression = &expression
	return types.TransactWriteItem{Update: up}
}

// unchanged is the condition that counters of a row are as they were.
func unchanged(was item, counters map[string]int64) (condition string, names map[string]string, values item) {
	var all []string
	names, values = map[string]string{}, item{}
	for counter := range counters {
		i := len(all)
		name, value, old := fmt.Sprintf("#w%d", i), fmt.Sprintf(":w%d", i), numOf(was, "n:"+counter)
		names[name], values[value] = "n:"+counter, num(old)
		is := name + " = " + value
		if old == 0 { // a counter may be stored as zero
			is = "(attribute_not_exists(" + name + ") OR " + is + ")"
		}
		all = append(all, is)
	}
	return strings.Join(all, " AND "), names, values
}

func (s *Store) Counts(ctx context.Context, t chat.TenantID, from, to string) ([]chat.Counts, error) {
	return s.counts(ctx, t, "D", from, to)
}

// months are the months from day to day.
func months(from, to string) ([]string, error) {
	month, err := time.Parse("2006-01", from[:min(len(from), 7)])
	if err != nil {
		return nil, chat.Errorf(chat.Invalid, "bad_day", "A day looks like 2026-11-22.")
	}
	var all []string
	for ; month.Format("2006-01") <= to; month = month.AddDate(0, 1, 0) {
		all = append(all, month.Format("2006-01"))
	}
	return all, nil
}

func countsOf(it item) chat.Counts {
	parts := strings.SplitN(textOf(it, Sort), "#", 4)
	c := chat.Counts{
		Day: parts[0], Source: chat.Source(parts[1]), Country: parts[2], Bot: chat.BotID(parts[3]),
		Values: map[string]int64{},
	}
	for name := range it {
		if counter, ok := strings.CutPrefix(name, "n:"); ok {
			if n := numOf(it, name); n != 0 {
				c.Values[counter] = n
			}
		}
	}
	return c
}
