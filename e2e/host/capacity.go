package host

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/botifire/livechat/shared/dynamo"
)

// consumed are the read and write units of an answer of DynamoDB. A failed condition costs as much
// as the write would have cost, at least one unit; its answer does not say so.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html
func consumed(op string, status int, raw []byte) (read, write float64) {
	type units struct{ CapacityUnits float64 }
	var one struct{ ConsumedCapacity units }
	var many struct{ ConsumedCapacity []units }
	total := 0.0
	switch {
	case status != 200 && strings.Contains(string(raw), "ConditionalCheckFailed"):
		total = 1
		if strings.Contains(op, "Transact") {
			total = 4
		}
	case json.Unmarshal(raw, &one) == nil:
		total = one.ConsumedCapacity.CapacityUnits
	case json.Unmarshal(raw, &many) == nil:
		for _, u := range many.ConsumedCapacity {
			total += u.CapacityUnits
		}
	}
	switch op {
	case "DynamoDB.GetItem", "DynamoDB.BatchGetItem", "DynamoDB.Query", "DynamoDB.TransactGetItems":
		return total, 0
	}
	return 0, total
}

// listed are the write units of the index of lists in an answer of DynamoDB.
func listed(raw []byte) float64 {
	type units struct {
		GlobalSecondaryIndexes map[string]struct{ CapacityUnits float64 }
	}
	var one struct{ ConsumedCapacity units }
	var many struct{ ConsumedCapacity []units }
	if json.Unmarshal(raw, &one) == nil {
		return one.ConsumedCapacity.GlobalSecondaryIndexes[dynamo.ListIndex].CapacityUnits
	}
	total := 0.0
	if json.Unmarshal(raw, &many) == nil {
		for _, u := range many.ConsumedCapacity {
			total += u.GlobalSecondaryIndexes[dynamo.ListIndex].CapacityUnits
		}
	}
	return total
}

// moves tells whether the call changes a conversation's place in a list: its old entry goes, and a new one comes.
func (c *Call) moves() bool { return c.Listed >= 2 && bytes.Contains(c.Body, []byte(`"HEAD"`)) }

// asksTeam tells whether the call looks for members of a team who are to be told that a list changed.
func (c *Call) asksTeam() bool {
	return c.Op == "DynamoDB.Query" && bytes.Contains(c.Body, []byte(`#TEAM"`))
}

// asksSettings tells whether the call reads an owner's settings, which a warm function keeps for chat.SettingsLife and
// then reads anew, whatever it does meanwhile.
func (c *Call) asksSettings() bool {
	has := func(part string) bool { return bytes.Contains(c.Body, []byte(part)) }
	switch c.Op {
	case "DynamoDB.GetItem":
		return has(`"TENANT"`) || has(`"BOT#`) || has(`"ROSTER"`) || has(`"SALT"`)
	case "DynamoDB.Query":
		return has(`"NUM#`)
	}
	return false
}

// Bill is the cost of calls, by part.
type Bill struct {
	Read, Write float64        // capacity units
	Settings    float64        // the read units of owners' settings, which come with the time
	Moves       float64        // the write units of conversations that go to another place in a list
	Hints       float64        // the write units of hints to the team, which come with the time: one a second
	Events      map[string]int // invocations, by function
	Indexed     float64        // the read units of search-work, which reads some hundred messages at once, each once
	Asked       float64        // the read units of hints to the team, which come with the time as well
	Posts       int            // to sockets
	Tasks       int            // sent to queues, all but Ends
	Ends        int            // sent to the queue of visits that may have ended
	Searches    int            // of Tasks, those that name messages to be found
	Found       int            // the messages that they name
	Sends       int            // to Graph
}

// Bill sums the calls since Reset, without those of the tests themselves, and without the reads of hints, which come
// with the time as well.
func (o *Outside) Bill() Bill {
	b := Bill{Events: map[string]int{}}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, c := range o.calls {
		if c.Function == "setup" {
			continue
		}
		if c.asksTeam() {
			b.Asked += c.Read
			continue
		}
		if c.Function == "search-work" {
			b.Indexed += c.Read
		} else {
			b.Read += c.Read
		}
		if c.asksSettings() {
			b.Settings += c.Read
		}
		b.Write += c.Write
		if c.Op == "DynamoDB.UpdateItem" && bytes.Contains(c.Body, []byte(`"GATE#`)) {
			b.Hints += c.Write
		}
		if c.moves() {
			b.Moves += c.Listed
		}
		switch c.Op {
		case "sockets.post":
			b.Posts++
		case "SQS.SendMessage":
			b.sent(c.Body)
		case "graph":
			b.Sends++
		}
	}
	for function, n := range o.events {
		b.Events[function] = n
	}
	return b
}

// sent counts a task.
func (b *Bill) sent(body []byte) {
	if bytes.Contains(body, []byte(`/end"`)) {
		b.Ends++
		return
	}
	b.Tasks++
	if bytes.Contains(body, []byte(`/search"`)) {
		b.Searches++
		b.Found += bytes.Count(body, []byte(`\"m\":`))
	}
}
