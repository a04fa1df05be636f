package digest

import (
	"context"
	"crypto/hmac"
	"errors"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/mail"
)

// place stands for a conversation in the links and the tags of a digest, so that a bounce of it is told apart.
const place = chat.ConversationID("digest")

// Place is the part of the page of links on which an owner ends their mail.
const Place = "#digest="

var errGone = chat.Errorf(chat.NotFound, "link_gone", "This link leads nowhere any more.")

// stop is the text of a link that ends the mail of one owner. It proves itself, as those to visitors do.
func (l *Letters) stop(ctx context.Context, tenant chat.TenantID, id chat.AgentID) (string, error) {
	proof, err := proofOf(ctx, l.desk, tenant, id)
	return strings.Join([]string{string(tenant), string(place), string(id), proof}, "."), err
}

func proofOf(ctx context.Context, desk *chat.Desk, tenant chat.TenantID, id chat.AgentID) (string, error) {
	t, err := desk.Tenant(ctx, tenant)
	if err != nil {
		return "", err
	}
	key, err := desk.Keys.TenantKey(ctx, t)
	if err != nil {
		return "", err
	}
	return key.Proof("digest-stop", string(tenant), string(id)), nil
}

// Stops tells whether a link is one that ends a digest.
func Stops(link string) bool {
	parts := strings.Split(link, ".")
	return len(parts) == 4 && parts[1] == string(place)
}

// Stop ends the mail of the owner whose letter had the link; they may turn it on again in their settings. It may be
// called any number of times.
func Stop(ctx context.Context, desk *chat.Desk, link string) error {
	if !Stops(link) || len(link) > mail.MaxLink {
		return errGone
	}
	parts := strings.Split(link, ".")
	tenant, id := chat.TenantID(parts[0]), chat.AgentID(parts[2])
	ours, err := proofOf(ctx, desk, tenant, id)
	if err == nil && !hmac.Equal([]byte(ours), []byte(parts[3])) {
		err = errGone
	}
	if errors.Is(err, chat.ErrNotFound) {
		return errGone
	}
	if err != nil {
		return err
	}
	err = desk.UpdateRoster(ctx, tenant, func(r *chat.Roster) error {
		m := r.Find(id)
		if m == nil || m.NoDigest {
			return errNothing
		}
		m.NoDigest = true
		return nil
	})
	return chat.Except(err, errNothing)
}
