package media

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
)

// Canned keeps the files of canned replies. They lie apart from those of conversations: what ends a conversation does
// not end a reply.
type Canned struct{ store Store }

// Canned is the part of the bucket that has the files of canned replies.
func (s *Store) Canned() Canned {
	return Canned{Store{s.client, s.presign, s.bucket, Enclosed}}
}

// at is where the files of a person's replies lie, or those of the whole team's. It has the shape of a conversation's
// place, and no conversation has such an id.
func (Canned) at(tenant chat.TenantID, owner chat.AgentID) chat.ConversationKey {
	if owner == "" {
		owner = "team"
	}
	return chat.ConversationKey{Tenant: tenant, ID: chat.ConversationID(owner)}
}

// Upload makes a place for one file. It waits with the person who uploads it, for whomever the reply is.
func (c Canned) Upload(ctx context.Context, a chat.Agent, id, name, kind string, size int64) (Place, error) {
	return c.store.Upload(ctx, c.at(a.Tenant, a.ID), id, name, kind, size)
}

// KeepFile judges an upload of a person, and stores it with its owner's replies. The upload stays until it expires,
// within a day: a reply that is refused after its files were kept may be saved again, and then for another owner.
func (c Canned) KeepFile(
	ctx context.Context, a chat.Agent, owner chat.AgentID, upload, name string,
) (chat.CannedFile, error) {
	body, err := c.store.keep(ctx, c.at(a.Tenant, a.ID), c.at(a.Tenant, owner), chat.ByAgent, upload, name)
	if err != nil {
		return chat.CannedFile{}, err
	}
	m := body.Media
	return chat.CannedFile{Upload: m.Upload, Name: m.Name, Type: m.Type, Size: m.Size}, nil
}

// DropFile deletes one.
func (c Canned) DropFile(ctx context.Context, tenant chat.TenantID, owner chat.AgentID, upload string) error {
	return c.store.Drop(ctx, c.at(tenant, owner), upload)
}

// Address is a presigned address of one. Gone if it is no longer stored.
func (c Canned) Address(ctx context.Context, tenant chat.TenantID, owner chat.AgentID, upload string) (string, error) {
	return c.store.Address(ctx, c.at(tenant, owner), upload)
}
