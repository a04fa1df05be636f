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
	for _, other := range []string{
		`{"Item":{"PK":{"S":"V#t_1#c_1"},"SK":{"S":"M#01K"},"v":{"N":"1"}},"ConditionExpression":"v = :v"}`,
		`{"Item":{"PK":{"S":"C#t_1#c_1"},"SK":{"S":"M#01K"},"w":{"N":"1"}},"ConditionExpression":"v = :v"}`,
		`{"Item":{"PK":{"S":"C#t_1#c_1"},"SK":{"S":"M#01K"},"v":{"N":"1"}},"ConditionExpression":"v > :v"}`,
	} {
		if put(other) == first {
			t.Errorf("it has the shape of another line: %s", other)
		}
	}
	twice := host.Call{Function: "answer", N: 1, Event: 1, Op: "SQS.SendMessage"}
	later := host.Call{Function: "answer", N: 2, Event: 2, Op: "SQS.SendMessage"}
	after := host.Call{Function: "answer", N: 3, Event: 2, Op: "SQS.SendMessage"}
	all := []host.Call{twice, later, after}
	if fresh := newPoints().fresh(all, all); len(fresh) != 2 || fresh[1].N != 3 {
		t.Errorf("of three calls these are disturbed: %+v", fresh)
	}
}
