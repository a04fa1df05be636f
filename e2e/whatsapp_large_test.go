package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// A delivery of more updates than are taken in at once comes through the public door, is stored, and is worked off:
// each customer is in the inbox with their words, once.
func TestPhonesInOneLargeDelivery(t *testing.T) {
	ana := demo(t, chat.RoleAgent)
	phones := []*phone{newPhone(t), newPhone(t)}
	began := time.Now().Add(-time.Minute).Unix()
	var messages []object
	for i := range 24 {
		p := phones[i%2]
		messages = append(messages, object{
			"from": p.number, "id": fmt.Sprint("wamid.large-", p.number, i), "timestamp": fmt.Sprint(began + int64(i)),
			"type": "text", "text": object{"body": fmt.Sprint("large ", i)}, "pad": strings.Repeat("x", 1000),
		})
	}
	for range 2 { // Meta repeats it
		phones[0].post("/tell", object{"field": "messages", "number": true, "value": object{"messages": messages}})
	}
	for first, p := range phones {
		conversation := ana.conversationOf(p)
		soon(t, "all of the words are there, once and in their order", func() bool {
			said := []string{}
			for _, m := range ana.reads(conversation) {
				if m.Author.Kind == chat.ByVisitor {
					said = append(said, strings.TrimPrefix(m.Bubbles[0].Text, "large "))
				}
			}
			want := []string{}
			for i := first; i < len(messages); i += 2 {
				want = append(want, fmt.Sprint(i))
			}
			return slices.Equal(said, want)
		})
	}
}
