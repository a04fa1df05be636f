package chattest

import (
	"context"
	"sync"

	"github.com/botifire/livechat/shared/chat"
)

// Enclosures keeps the files of canned replies by their paths. An upload is a file of its name's bytes.
type Enclosures struct {
	mu    sync.Mutex
	Files map[string]chat.CannedFile
	Fails error // of each call, unless it is nil
}

func enclosedAt(t chat.TenantID, owner chat.AgentID, upload string) string {
	if owner == "" {
		owner = "team"
	}
	return "canned/" + string(t) + "/" + string(owner) + "/" + upload
}

func (e *Enclosures) KeepFile(
	_ context.Context, a chat.Agent, owner chat.AgentID, upload, name string,
) (chat.CannedFile, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.Fails != nil {
		return chat.CannedFile{}, e.Fails
	}
	f := chat.CannedFile{Upload: upload, Name: name, Type: "image/png", Size: int64(len(name))}
	e.Files[enclosedAt(a.Tenant, owner, upload)] = f
	return f, nil
}

func (e *Enclosures) DropFile(_ context.Context, t chat.TenantID, owner chat.AgentID, upload string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.Fails == nil {
		delete(e.Files, enclosedAt(t, owner, upload))
	}
	return e.Fails
}
