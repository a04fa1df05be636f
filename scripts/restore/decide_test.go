package main

import (
	"context"
	"fmt"

	"github.com/botifire/livechat/scripts/again"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/chat"
)

// The list names the stage in the next command, says how some decisions are repeated alone, and has a deleted tenant
// until it is deleted again.
func Example_decisions() {
	repeat := func(what string) func(context.Context) error {
		return func(context.Context) error {
			_, err := fmt.Println("  repeated:", what)
			return err
		}
	}
	all := []again.Decision{
		{ID: "t_gone", What: "t_gone was deleted", Delete: &chat.Tenant{ID: "t_gone", Name: "Kettle & Co."}},
		{ID: "t_1", What: "t_1 was suspended", Repeat: repeat("t_1")},
		{ID: "k_1", What: "t_1: the API key k_1 was revoked", Repeat: repeat("k_1")},
	}
	of := tables{stack.Place{Stage: "prod"}, "NEW", "OLD"}
	for _, c := range []choice{{}, {fields("k_1, k_2"), true}} {
		if err := of.take(context.Background(), all, c); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// - t_gone was deleted
	// - t_1 was suspended
	// - t_1: the API key k_1 was revoked
	// 2 decisions are not in NEW. Unless they are the accident itself, repeat them:
	//   go run ./scripts/restore decisions -stage prod -table NEW -from OLD -repeat
	// or only some of them, with -only and the ids of tenants, keys and members
	// t_gone was deleted, and is back. Delete it again once the stage uses NEW:
	//   go run ./scripts/tenant delete -stage prod -tenant t_gone -confirm "Kettle & Co."
	// - there is no decision about k_2, or it is repeated already
	// - t_1: the API key k_1 was revoked
	//   repeated: k_1
	// 1 decisions are repeated
}
