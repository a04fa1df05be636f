package host

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/dynamotest"
)

// Spot is a partition of the table, or of one of its indexes.
type Spot struct{ Index, Key string }

// Units are capacity units that a partition takes; in a Rush a second.
type Units struct{ Read, Write float64 }

// heat counts the units of each partition. Of an index no answer says which partition took a write, so it
// remembers under which keys each row was listed.
type heat struct {
	spots  map[Spot]Units
	listed map[string]map[string]types.AttributeValue
}

func (h *heat) add(s Spot, read, write float64) {
	u := h.spots[s]
	h.spots[s] = Units{u.Read + read, u.Write + write}
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

// Rush is a load on one company, a second.
type Rush struct{ Visits, Connects float64 }

// Busiest is the rush that one company must bear, with 100,000 sockets held meanwhile.
var Busiest = Rush{Visits: 170, Connects: 400}

// lanes is how many functions read the stream of one partition of the table at once, as in infra/stage.
const lanes = 4

// Heat plays n visits, of which some load their pages anew and every tenth has a talk with the bot, and returns the
// units that each partition which visitors share would take in the rush. The rows of one visitor are left out: they
// take the costs of one visit, however many others there are.
func (h *Host) Heat(ctx context.Context, rush Rush, n int) (map[Spot]Units, error) {
	h.Drain(ctx)
	h.Outside.mu.Lock()
	h.heat = &heat{map[Spot]Units{}, map[string]map[string]types.AttributeValue{}}
	h.Outside.mu.Unlock()
	connects := 0.0
	for i := range n {
		connects += rush.Connects / rush.Visits
		loads := int(connects)
		connects -= float64(loads)
		if err := h.busy(ctx, loads, i%10 == 0); err != nil {
			return nil, err
		}
	}
	h.Drain(ctx)
	err := h.Elapse(ctx, 60*1e9)
	h.Outside.mu.Lock()
	defer h.Outside.mu.Unlock()
	found, total := map[Spot]Units{}, 0.0
	for s, u := range h.heat.spots {
		u = Units{u.Read * rush.Visits / float64(n), u.Write * rush.Visits / float64(n)}
		total += u.Write
		if !own(s.Key) {
			found[s] = u
		}
	}
	h.heat = nil
	// Each function that reads the stream asks once a second for each of two lists.
	gates := Spot{"", "T#" + string(Tenant)}
	u := found[gates]
	u.Write += 2 * lanes * max(4, math.Ceil(total/1000)) // a new table has four partitions
	found[gates] = u
	return found, err
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
