package e2e

import (
	"strings"
	"sync"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/wire"
)

// Two agents take a conversation over at the same time. One gets it; the other is told the owner's
// name, and can take it only by naming that owner.
func TestTakeoverByTwoAtOnce(t *testing.T) {
	amara := newVisitor(t, "lagos")
	amara.opensTab("/").says("When do you open?")
	team := []*agent{demo(t, chat.RoleAgent), demo(t, chat.RoleLead)}
	var row wire.ConversationRow
	soon(t, "the conversation is there", func() bool {
		status, _ := team[0].call("GET", "/v1/conversations/"+amara.conversation, nil, &row)
		return status == 200
	})
	path, saw := "/v1/conversations/"+amara.conversation, object{"epoch": row.Conversation.Epoch}
	var wait sync.WaitGroup
	statuses, refusals := make([]int, 2), make([]wire.Error, 2)
	for i, a := range team {
		wait.Go(func() { statuses[i], refusals[i] = a.call("POST", path+"/take-over", saw, nil) })
	}
	wait.Wait()
	if statuses[0]+statuses[1] != 200+409 {
		t.Fatalf("they are answered by %v: %+v", statuses, refusals)
	}
	late := 0
	if statuses[1] == 409 {
		late = 1
	}
	team[late].does("GET", path, nil, &row)
	has := row.Conversation.AssigneeName
	if refusals[late].Code != "owner_changed" ||
		!strings.HasPrefix(refusals[late].Message, has+" has this conversation now.") {
		t.Errorf("%s has it, and the other reads %+v", has, refusals[late])
	}
	if code := team[late].refused("POST", path+"/take-over",
		object{"epoch": row.Conversation.Epoch}); code != "owned_by_other" {
		t.Errorf("without saying from whom: %q", code)
	}
	if code := team[late].refused("POST", path+"/messages",
		object{"id": newID(), "kind": "text", "text": "mine"}); code != "owned_by_other" {
		t.Errorf("words in a colleague's conversation: %q", code)
	}
	if head := team[late].acts(amara.conversation, "take-over"); head.Epoch != row.Conversation.Epoch+1 {
		t.Errorf("knowingly taken, the head is %+v", head)
	}
}
