package loss

import (
	"github.com/botifire/livechat/shared/config"
	"github.com/botifire/livechat/shared/dynamo"
)

// closed tells whether the functions do not know the table.
func (t template) closed() bool {
	for _, r := range t.Resources {
		environment, _ := r.Properties["Environment"].(map[string]any)
		variables, _ := environment["Variables"].(map[string]any)
		if r.Type == "AWS::Lambda::Function" && variables[config.Table] == dynamo.Closed {
			return true
		}
	}
	return false
}

// closing finds a deploy that opens a stage, which nobody but the person who restores it should do, and a move to
// another table while functions still write to the one before.
func closing(is, will template) (all []Loss) {
	if is.closed() && !will.closed() {
		all = append(all, Loss{"closed", "the stage is closed for a restore, and this deploy would open it: everything " +
			"that people write would be lost with the table that is left. If the restore is still under way, put the setting " +
			"closed back (scripts/restore close); if it is over, name this: LOSE=closed"})
	}
	if now := will.restored(); now != "" && now != is.restored() && !is.closed() {
		all = append(all, Loss{"", "the stage would move to the table " + now + " while it is open: until all functions " +
			"have moved, some write to the table before, which nobody reads later. Close it first, and deploy: " +
			"scripts/restore close"})
	}
	return all
}
