package faults

import (
	"testing"

	"github.com/botifire/livechat/e2e/host"
)

// One line of code makes one shape, whatever the story. Another attribute, condition or kind of row is another one.
func TestAShapeIsOfTheCodeAndNotOfTheStory(t *testing.T) {
	put := func(body string) string {
		c := host.Call{Op: "DynamoDB.PutItem", Body: []byte(body)}
		return c.Shape()
	}
	first := put(`{"Item":{"PK":{"S":"C#t_1#c_1"},"SK":{"S":"M#01K"},"v":{"N":"1"}},"ConditionExpression":"v = :v"}`)
	if again := put(
		`{"Item":{"PK":{"S":"C#t_2#c_7"},"SK":{"S":"M#01Z"},"v":{"N":"4"}},"ConditionExpression":"v = :v"}`,
	); again != first {
		t.Errorf("two stories have the shapes\n%s\n%s", first, again)
	}
	for range 20 { // the order of a map is another one each time
		many := host.Call{Op: "DynamoDB.BatchWriteItem", Body: []byte(`{"RequestItems":{"table-1":[],"table-2":[{}]},
			"ReturnValuesOnConditionCheckFailure":"ALL_OLD","ExpressionAttributeValues":{":v":{"N":"1"}}}`)}
		if want := `DynamoDB.BatchWriteItem {"ExpressionAttributeValues":{":v":{"N":"*"}},"RequestItems":{"*":[]},` +
			`"ReturnValuesOnConditionCheckFailure":"ALL_OLD"}`; many.Shape() != want {
			t.Fatalf("the shape is\n%s\nand not\n%s", many.Shape(), want)
		}
	}
	for _, other := range []string{
		`{"Item":{"PK":{"S":"V#t_1#c_1"},"SK":{"S":"M#01K"},"v":{"N":"1"}},"ConditionExpression":"v = :v"}`,
		`{"Item":{"PK":{"S":"C#t_1#c_1"},"SK":{"S":"M#01K"},"w":{"N":"1"}},"ConditionExpression":"v = :v"}`,
		`{"Item":{"PK":{"S":"C#t_1#c_1"},"SK":{"S":"M#01K"},"v":{"N":"1"}},"ConditionExpression":"v > :v"}`,
	} {
		if put(other) == first {
			t.Errorf("it has the shape of another line: %s", other)
		}
	}
}

// Each point is disturbed once, and never twice in a row: the second try of a piece of work succeeds.
func TestAPointIsDisturbedOnce(t *testing.T) {
	d := newDisturbance(scene{}, host.Kill, nil)
	d.last = map[string]int{}
	call := func(point uint64, event int) host.Call {
		return host.Call{Function: "answer", Op: "SQS.SendMessage", Point: point, Event: event}
	}
	d.expect(call(1, 1))
	d.expect(call(2, 2))
	for _, step := range []struct {
		call host.Call
		want host.Fault
	}{
		{call(1, 1), host.Kill},
		{call(2, 2), host.Pass}, // the same work again
		{call(1, 3), host.Pass}, // had its fault
		{call(2, 3), host.Kill},
		{call(3, 9), host.Pass}, // no further one is due
	} {
		if got := d.decide(step.call); got != step.want {
			t.Errorf("%+v: %d, want %d", step.call, got, step.want)
		}
	}
	if d.left() != 0 || len(d.hits) != 2 {
		t.Errorf("%d are left after %v", d.left(), d.hits)
	}
}
