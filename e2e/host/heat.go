package host

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
)

// Spot is a partition of the table, or of one of its indexes.
type Spot struct{ Index, Key string }

// Units are capacity units that a partition takes, and the transactions on its busiest row; in a Rush a second.
type Units struct{ Read, Write, Row float64 }

// times are the units of so many.
func (u Units) times(n float64) Units { return Units{u.Read * n, u.Write * n, u.Row * n} }

func (u Units) and(v Units) Units {
	return Units{u.Read + v.Read, u.Write + v.Write, max(u.Row, v.Row)}
}

// heat counts the units of each partition. Of an index no answer says which partition took a write, so it
// remembers under which keys each row was listed.
type heat struct {
	spots  map[Spot]Units
	rows   map[Spot]map[string]float64 // the transactions on each row
	listed map[string]map[string]types.AttributeValue
}

func (h *heat) add(s Spot, read, write float64) {
	h.spots[s] = h.spots[s].and(Units{Read: read, Write: write})
}

// locked notes that a transaction names a row: two at once on one row disturb each other.
func (h *heat) locked(k attributes) {
	s, name := Spot{"", k[dynamo.Partition].S}, k[dynamo.Sort].S
	if h.rows[s] == nil {
		h.rows[s] = map[string]float64{}
	}
	h.rows[s][name]++
	h.spots[s] = h.spots[s].and(Units{Row: h.rows[s][name]})
}

// request is the part of a request to DynamoDB that names partitions.
type request struct {
	Key, Item                 attributes
	IndexName                 string
	ExpressionAttributeValues attributes
	RequestItems              map[string]struct{ Keys []attributes }
	TransactItems             []map[string]struct{ Key, Item attributes }
}

type attributes map[string]struct{ S string }

// keys are the rows that a request names.
func (r request) keys() []attributes {
	var all []attributes
	for _, one := range []attributes{r.Key, r.Item} {
		if one != nil {
			all = append(all, one)
		}
	}
	for _, table := range r.RequestItems {
		all = append(all, table.Keys...)
	}
	for _, part := range r.TransactItems {
		for _, one := range part {
			if all = append(all, one.Key); one.Key == nil {
				all[len(all)-1] = one.Item
			}
		}
	}
	return all
}

// warm counts a call.
func (o *Outside) warm(call Call) {
	var r request
	if json.Unmarshal(call.Body, &r) != nil {
		return
	}
	if call.Op == "DynamoDB.Query" {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.heat.add(Spot{r.IndexName, r.ExpressionAttributeValues[":p"].S}, call.Read, 0)
		return
	}
	keys := r.keys()
	write := call.Write
	for _, k := range keys {
		if call.Write > 0 {
			write -= o.relisted(k)
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, k := range keys {
		if call.Op == "DynamoDB.TransactWriteItems" {
			o.heat.locked(k)
		}
		if n := float64(len(keys)); !strings.HasPrefix(k[dynamo.Sort].S, "GATE#") { // Heat knows how many functions write it
			o.heat.add(Spot{"", k[dynamo.Partition].S}, call.Read/n, max(0, write)/n)
		}
	}
}

// relisted compares the places of a row in the indexes with those before, and returns how many units that took.
func (o *Outside) relisted(k attributes) (units float64) {
	table, pk, sk := dynamotest.Table, k[dynamo.Partition].S, k[dynamo.Sort].S
	out, err := o.host.Engine.DB.GetItem(context.Background(), &dynamodb.GetItemInput{
		TableName: &table, ConsistentRead: aws.Bool(true), Key: map[string]types.AttributeValue{
			dynamo.Partition: &types.AttributeValueMemberS{Value: pk}, dynamo.Sort: &types.AttributeValueMemberS{Value: sk},
		},
	})
	if err != nil {
		return 0
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	was := o.heat.listed[pk+"\x00"+sk]
	o.heat.listed[pk+"\x00"+sk] = out.Item
	for index, names := range map[string][2]string{
		dynamo.ListIndex: {dynamo.ListPartition, dynamo.ListSort}, dynamo.WorkIndex: {dynamo.WorkPartition, dynamo.WorkSort},
		dynamo.DueIndex: {dynamo.DuePartition, dynamo.DueSort},
	} {
		from, to := place(was, names), place(out.Item, names)
		if from == to {
			continue
		}
		for _, at := range [][2]string{from, to} {
			if at[0] != "" {
				o.heat.add(Spot{index, at[0]}, 0, 1)
				units++
			}
		}
	}
	return units
}

func place(it map[string]types.AttributeValue, names [2]string) (at [2]string) {
	for i, name := range names {
		if s, ok := it[name].(*types.AttributeValueMemberS); ok {
			at[i] = s.Value
		}
	}
	return at
}

// Rush is a load on one company: the visits and connects of a second, and the sockets that are held meanwhile.
type Rush struct{ Visits, Connects, Held float64 }

// Busiest is the rush that one company must bear.
var Busiest = Rush{Visits: 170, Connects: 400, Held: 100_000}

// lanes is how many functions read the stream of one partition of the table at once, as in infra/stage.
const lanes = 4

const (
	transacts = 10 * time.Millisecond // a transaction in AWS, while which another one on its rows is refused
	looks     = 30 * time.Second      // a look of the sweep at all live visits
)

// Heat plays n visits, of which some load their pages anew and every tenth has a talk with the bot, beside n sockets
// that are held, and returns the units that each partition which visitors share would take in the rush. The rows of one
// visitor are left out: they take the costs of one visit, however many others there are. A transaction that meets
// another on a row is written again, so the busier a row, the more its partition takes.
func (h *Host) Heat(ctx context.Context, rush Rush, n int) (map[Spot]Units, error) {
	found, total := map[Spot]Units{}, 0.0
	add := func(times float64, play func() error) error {
		spots, err := h.heated(ctx, play)
		for s, u := range spots {
			u = u.times(times)
			if total += u.Write; !own(s.Key) {
				found[s] = found[s].and(u)
			}
		}
		return err
	}
	err := add(rush.Visits/float64(n), func() error { return h.visits(ctx, rush, n) })
	held := rush.Held / float64(n)
	sweeps := func() error { return h.Sweep(ctx) }
	if err == nil {
		err = add(-held/looks.Seconds(), sweeps) // what a look costs without them
	}
	var pings func() error
	if err == nil {
		pings, err = h.hold(ctx, n)
	}
	if err == nil {
		err = errors.Join(add(held/looks.Seconds(), sweeps), add(held/chat.PingTime.Seconds(), pings))
	}
	for s, u := range found {
		u.Write *= math.Exp(u.Row * transacts.Seconds())
		found[s] = u
	}
	// Each function that reads the stream asks once a second for each of two lists.
	gates := Spot{"", "T#" + string(Tenant)}
	found[gates] = found[gates].and(Units{Write: 2 * lanes * max(4, math.Ceil(total/1000))}) // a new table has four
	return found, err
}

// heated are the units that each partition takes while something is played.
func (h *Host) heated(ctx context.Context, play func() error) (map[Spot]Units, error) {
	h.Drain(ctx)
	h.Outside.mu.Lock()
	h.heat = &heat{map[Spot]Units{}, map[Spot]map[string]float64{}, map[string]map[string]types.AttributeValue{}}
	h.Outside.mu.Unlock()
	err := play()
	h.Drain(ctx)
	h.Outside.mu.Lock()
	defer h.Outside.mu.Unlock()
	spots := h.heat.spots
	h.heat = nil
	return spots, err
}

// visits plays visits to their ends.
func (h *Host) visits(ctx context.Context, rush Rush, n int) error {
	connects := 0.0
	for i := range n {
		connects += rush.Connects / rush.Visits
		loads := int(connects)
		connects -= float64(loads)
		if err := h.busy(ctx, loads, i%10 == 0); err != nil {
			return err
		}
	}
	h.Drain(ctx)
	return h.Elapse(ctx, time.Minute)
}

// hold opens n sockets of visitors who stay, and returns how each of them says that it is still there.
func (h *Host) hold(ctx context.Context, n int) (pings func() error, err error) {
	all := make([]*Visitor, n)
	for i := range all {
		all[i] = h.Visitor(FastSite)
		if err := all[i].Arrive(ctx, "/"); err != nil {
			return nil, err
		}
	}
	return func() error {
		for _, v := range all {
			if _, err := v.Ask(ctx, Object{"action": "ping"}); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// own tells whether a partition has the rows of one visitor or one address only.
func own(key string) bool {
	for _, part := range []string{"CONN#", "#V#", "#S#", "#C#", "#I#", "#B#frames#", "#B#connect-address#"} {
		if strings.Contains(key, part) {
			return true
		}
	}
	return false
}

// busy is a visit of three pages and more, the first of each load.
func (h *Host) busy(ctx context.Context, loads int, talks bool) error {
	v := h.Visitor(FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return err
	}
	if talks {
		if _, err := v.Say(ctx, "When do you open?"); err != nil {
			return err
		}
	}
	for _, page := range []string{"/kettles", "/kettles/copper"} {
		if err := v.Turn(ctx, page, false); err != nil {
			return err
		}
	}
	for range loads - 1 {
		if err := v.Turn(ctx, "/cart", true); err != nil {
			return err
		}
	}
	return v.Leave(ctx)
}

// Hottest are the partitions in the order of their writes.
func Hottest(spots map[Spot]Units) []Spot {
	all := make([]Spot, 0, len(spots))
	for s := range spots {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b Spot) int {
		return cmp.Or(cmp.Compare(spots[b].Write, spots[a].Write), cmp.Compare(spots[b].Read, spots[a].Read),
			cmp.Compare(a.Key, b.Key))
	})
	return all
}
