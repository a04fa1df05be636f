package model

import "github.com/botifire/livechat/shared/course"

// opinion is a property of each tool's input: whether the customer needs a person. The model is asked anyway, so its
// judgement costs no call.
const opinion = "needs_person"

// whenNeeded tells the model when that is so. It stands in the system's turn, since tokens of a tool count for each.
const whenNeeded = " With each tool say whether the customer needs a person (" + opinion + "): true if somebody of " +
	"the team should look at this conversation now, because the customer is angry, upset, bitterly ironic or giving up; " +
	"was not helped before, waits in vain or repeats a problem; threatens to leave, to complain or to go to law; speaks " +
	"of danger or an injury; asks in any words for a person; or has a matter of their own that no general answer " +
	"settles. False for ordinary questions, thanks, jokes, praise and small talk, however lively."

// opinionOf is the model's judgement of the words, which it may have left out.
func opinionOf(needs *bool) course.Opinion {
	switch {
	case needs == nil:
		return course.Unasked
	case *needs:
		return course.Needed
	}
	return course.Unneeded
}
