package media

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/oklog/ulid/v2"
)

// A file of a canned reply waits with the person who uploads it, is judged as any other, and lies apart from those of
// conversations, with the owner of the reply.
func TestFilesOfCannedRepliesLieApart(t *testing.T) {
	store, b := newBucket(t)
	canned, ana, sam := store.Canned(), chat.Agent{Tenant: "t", ID: "a_ana"}, chat.Agent{Tenant: "t", ID: "a_sam"}
	put := func(raw string) string {
		id := ulid.Make().String()
		b.files["quarantine/t/a_ana/"+id] = file{raw: raw, kind: "image/png"}
		return id
	}
	team, own := put(png+"team"), put(png+"own")
	if _, err := canned.KeepFile(t.Context(), sam, "", team, "cup"); chat.CodeOf(err) != "no_upload" {
		t.Errorf("somebody else saves it: %v", err)
	}
	for range 2 { // the answer was lost
		kept, err := canned.KeepFile(t.Context(), ana, "", team, "cup")
		want := chat.CannedFile{Upload: team, Name: "cup.png", Type: "image/png", Size: int64(len(png) + 4)}
		if err != nil || kept != want || b.files["canned/t/team/"+team].raw != png+"team" {
			t.Fatalf("%+v, %v", kept, err)
		}
	}
	if _, err := canned.KeepFile(t.Context(), ana, ana.ID, own, "cup.png"); err != nil {
		t.Fatal(err)
	}
	if b.files["canned/t/a_ana/"+own].raw == "" || b.files["canned/t/team/"+own].raw != "" {
		t.Errorf("there lie %v", b.files)
	}
	if _, err := canned.KeepFile(t.Context(), ana, "", put(exe), "cup.png"); chat.CodeOf(err) != "not_what_it_says" {
		t.Errorf("a program is kept: %v", err)
	}
	if _, err := canned.Address(t.Context(), "t", "", own); chat.CodeOf(err) != "file_gone" {
		t.Errorf("the team opens a person's own file: %v", err)
	}
	if err := canned.DropFile(t.Context(), "t", "", team); err != nil || b.files["canned/t/team/"+team].raw != "" {
		t.Errorf("it is deleted: %v", err)
	}
}

// A reply for the team is refused after its file was kept, and its author saves it for themselves then: the file is
// there still, for either.
func TestAnUploadServesTheNextTry(t *testing.T) {
	store, b := newBucket(t)
	canned, ana, id := store.Canned(), chat.Agent{Tenant: "t", ID: "a_ana"}, ulid.Make().String()
	b.files["quarantine/t/a_ana/"+id] = file{raw: png, kind: "image/png"}
	for _, owner := range []chat.AgentID{"", ana.ID, ""} {
		if _, err := canned.KeepFile(t.Context(), ana, owner, id, "cup.png"); err != nil {
			t.Errorf("kept for %q: %v", owner, err)
		}
	}
}
