package lifecycle

import (
	"context"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// unusedFor is the time that a file of a canned reply may lie without a reply that has it: one is being saved.
const unusedFor = 24 * time.Hour

// purgeCanned deletes the files of canned replies that no reply has. A reply deletes its own as it goes; left are those
// of a member who left the team, and those of a call that died. One that fails waits for the next walk.
func (w *Worker) purgeCanned(tenant chat.TenantID) purgeStep {
	return func(ctx context.Context, run *RetentionRun, _ chat.Retention) (bool, error) {
		had := map[chat.AgentID][]chat.CannedReply{}
		n, err := w.Vault.ForgetUnused(ctx, "canned/"+string(tenant)+"/", run.Began.Add(-unusedFor),
			func(path string) (bool, error) {
				owner, upload := cannedAt(path)
				all, read := had[owner]
				if !read {
					var err error
					if all, err = w.Canned(ctx, tenant, owner); err != nil {
						return false, err
					}
					had[owner] = all
				}
				for _, r := range all {
					if r.Has(upload) {
						return true, nil
					}
				}
				return false, nil
			})
		run.deleted("canned", n)
		return true, run.past(ctx, err, "canned", string(tenant))
	}
}

// cannedAt is whose canned reply has the file at a path, and the file's id.
func cannedAt(path string) (owner chat.AgentID, upload string) {
	parts := strings.SplitN(path, "/", 4)
	if len(parts) < 4 {
		return "", path
	}
	if parts[2] == "team" {
		return "", parts[3]
	}
	return chat.AgentID(parts[2]), parts[3]
}
