package notices

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/egress"
	"github.com/botifire/livechat/shared/trace"
)

// target is where notices go: a channel or a device.
type target struct {
	tenant chat.TenantID
	id     string
	of     string // names its address, by whose failures it rests
	ends   func(ctx context.Context) error
}

// theirs writes the line of a failure that is the team's affair or its service's. It is no error of ours, which an
// alarm counts: no operator can help, and the owners see it in their settings.
func theirs(ctx context.Context, what string, err error, tenant chat.TenantID, id string) {
	slog.WarnContext(ctx, what, "tenant", tenant, "channel", id, "error", err.Error())
}

// counts notes that a call of a target failed, or with no error that one did not.
func (r *Room) counts(ctx context.Context, to target, failed error) error {
	return chat.Except(r.tell(ctx, to, func(told *Told, now time.Time) error {
		if failed == nil {
			return told.works(to.of)
		}
		told.failed(to.of, statusOf(failed), now)
		return nil
	}), errNothing)
}

// hand ends a claim by the outcome of its notice.
func (r *Room) hand(ctx context.Context, to target, claim claimed, err error) error {
	if _, refused := errors.AsType[*egress.Refused](err); refused {
		if bad := r.unclaim(ctx, to, claim, err); bad != nil {
			return bad
		}
		return err
	}
	what := "the outcome of a notice is unknown"
	_, theirFault := errors.AsType[*egress.Unsure](err)
	switch {
	case errors.Is(err, egress.ErrGone):
		what, err = "a target that is gone is still told", to.ends(ctx)
	case theirFault:
		theirs(ctx, what, err, to.tenant, to.id)
		what, err = "a target that fails does not count as failing", r.counts(ctx, to, err)
	case err == nil: // whichever call came before it
		what, err = "a target that answers again counts as failing", r.counts(ctx, to, nil)
	}
	if err != nil { // the notice must not go again for this
		trace.Failed(ctx, what, err, "tenant", to.tenant, "channel", to.id)
	}
	return nil
}
