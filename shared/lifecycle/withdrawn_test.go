package lifecycle_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/lifecycle"
)

// An erasure withdraws every export, because the person may be in it; the job of a withdrawn export says so.
func TestAnErasureWithdrawsExports(t *testing.T) {
	w := chattest.New(t)
	files := chattest.NewVault()
	w.Vault, w.Archives = files, chattest.Archives{Vault: files}
	stays, goes := w.Guest(), w.Guest()
	stays.Opens("/")
	goes.Opens("/")
	stays.Says("I stay")
	goes.Says("I go")
	w.Streams()
	ids := []string{}
	for _, id := range []chat.VisitorID{stays.Socket.Visitor, goes.Socket.Visitor} {
		j, err := w.Runs(w.ExportVisitor(w.Ctx(), chattest.Olu, id))
		w.Must(err)
		ids = append(ids, j.ID)
	}
	j, err := w.Runs(w.ExportTenant(w.Ctx(), chattest.Olu))
	w.Must(err)
	ids = append(ids, j.ID)
	if n := len(files.Files); n < 3 {
		t.Fatalf("%d files were exported", n)
	}
	_, err = w.Runs(w.Erase(w.Ctx(), chattest.Olu, goes.Socket.Visitor))
	w.Must(err)
	noExports(t, files.Files)
	for i, id := range ids {
		j, err := w.Store.Job(w.Ctx(), lifecycle.JobKey{Tenant: chattest.Tenant, ID: id})
		if i == 1 {
			if !errors.Is(err, chat.ErrNotFound) {
				t.Errorf("the export of the erased visitor: %+v, %v", j, err)
			}
			continue
		}
		if err != nil || j.State != lifecycle.JobFailed || j.Files != nil || !strings.Contains(j.Failure, "withdrawn") {
			t.Errorf("an export whose file is gone: %+v, %v", j, err)
		}
	}
}

// overtaken are archives that let something happen just before one is written.
type overtaken struct {
	chattest.Archives
	happens func()
}

func (o *overtaken) Write(ctx context.Context, path string, d lifecycle.Archive) error {
	o.happens()
	return o.Archives.Write(ctx, path, d)
}

// An export that is being made while an erasure withdraws it ends as withdrawn, and leaves no file.
func TestAnErasureOvertakesAnExport(t *testing.T) {
	w := chattest.New(t)
	files := chattest.NewVault()
	archives := &overtaken{Archives: chattest.Archives{Vault: files}}
	w.Vault, w.Archives = files, archives
	stays, goes := w.Guest(), w.Guest()
	stays.Opens("/")
	goes.Opens("/")
	stays.Says("I stay")
	goes.Says("I go")
	w.Streams()
	exports := func(id chat.VisitorID) (lifecycle.Job, error) {
		archives.happens = func() {
			_, err := w.Runs(w.Erase(w.Ctx(), chattest.Olu, goes.Socket.Visitor))
			w.Must(err)
		}
		j, err := w.Runs(w.ExportVisitor(w.Ctx(), chattest.Olu, id))
		noExports(t, files.Files)
		return j, err
	}
	j, err := exports(stays.Socket.Visitor)
	if err != nil || j.State != lifecycle.JobFailed || !strings.Contains(j.Failure, "withdrawn") {
		t.Errorf("another visitor's export ended as %+v, %v", j, err)
	}
	goes = w.Guest()
	goes.Opens("/")
	goes.Says("I go too")
	w.Streams()
	if j, err := exports(goes.Socket.Visitor); !errors.Is(err, chat.ErrErased) {
		t.Errorf("the erased visitor's own export ended as %+v, %v", j, err)
	}
}

// late is a vault in which something happens right after files are deleted.
type late struct {
	*chattest.Vault
	happens func()
}

func (l *late) Forget(ctx context.Context, prefix string) (int, error) {
	n, err := l.Vault.Forget(ctx, prefix)
	if strings.HasPrefix(prefix, "exports/") {
		l.happens()
	}
	return n, err
}

// An export that waits while an erasure deletes the files of others is withdrawn, too, and never made.
func TestAnExportThatWaitsIsWithdrawn(t *testing.T) {
	w := chattest.New(t)
	files := &late{Vault: chattest.NewVault()}
	w.Vault, w.Archives = files, chattest.Archives{Vault: files.Vault}
	stays, goes := w.Guest(), w.Guest()
	stays.Opens("/")
	goes.Opens("/")
	goes.Says("I go")
	w.Streams()
	waits, err := w.ExportVisitor(w.Ctx(), chattest.Olu, stays.Socket.Visitor)
	w.Must(err)
	files.happens = func() {
		j, err := w.RunJob(w.Ctx(), waits.Key())
		w.Must(err)
		if j.State != lifecycle.JobFailed || !strings.Contains(j.Failure, "withdrawn") {
			t.Errorf("the export that waited is %+v", j)
		}
	}
	_, err = w.Runs(w.Erase(w.Ctx(), chattest.Olu, goes.Socket.Visitor))
	w.Must(err)
	noExports(t, files.Files)
}

// noExports fails for each file of an export that is left.
func noExports(t *testing.T, files map[string]string) {
	t.Helper()
	for path := range files {
		if strings.HasPrefix(path, "exports/") {
			t.Errorf("%s is still there", path)
		}
	}
}
