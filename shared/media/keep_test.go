package media

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/oklog/ulid/v2"
)

var (
	when = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	here = chat.ConversationKey{Tenant: "t", ID: "c"}
)

const (
	png = "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
	exe = "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"
)

// puts uploads a file to its presigned address, as a browser does.
func (b *bucket) puts(id, kind, raw string) {
	b.files[*at(Quarantine, here, id)] = file{raw: raw, kind: kind}
}

func (b *bucket) kept(id string) file { return b.files[*at(Kept, here, id)] }

// The stored file is the judged one, and stays: a second upload to the same place changes neither
// the file nor its metadata.
func TestAKeptFileIsNeverReplaced(t *testing.T) {
	store, b := newBucket(t)
	id := ulid.Make().String()
	b.puts(id, "image/png", png+"first")
	body, err := store.Keep(t.Context(), here, chat.ByAgent, id, "cup.png")
	if err != nil || body.Kind != chat.KindImage || b.kept(id).raw != png+"first" {
		t.Fatalf("%+v, %v", body, err)
	}
	if _, left := b.files[*at(Quarantine, here, id)]; left {
		t.Error("the upload is left beside what was kept")
	}
	if stolen, err := store.Keep(t.Context(), here, chat.ByVisitor, id, "cup.png"); chat.CodeOf(err) != "no_upload" {
		t.Errorf("the other side sends it as its own: %+v, %v", stolen, err)
	}
	b.puts(id, "text/plain", "something else")
	again, err := store.Keep(t.Context(), here, chat.ByAgent, id, "cup.png")
	if err != nil || *again.Media != *body.Media || again.Kind != body.Kind || b.kept(id).raw != png+"first" {
		t.Errorf("kept again it is %+v, %v, and %q lies there", again.Media, err, b.kept(id).raw)
	}
}

// A file that is replaced while it is judged is not stored, whichever part was read last; a file that
// another call stored meanwhile is returned.
func TestAFileIsNotExchangedWhileItIsLookedAt(t *testing.T) {
	for _, c := range []struct {
		name, kind, first string
		reads             int // after which it is exchanged
	}{
		{"a picture", "image/png", png, 1},
		{"a small document", docx, archive(t, "[Content_Types].xml", "word/document.xml"), 1},
		{"a document, after its end was read", docx, big(t, "[Content_Types].xml", "word/document.xml"), 2},
	} {
		store, b := newBucket(t)
		id, reads := ulid.Make().String(), 0
		b.puts(id, c.kind, c.first)
		b.looked = func() {
			if reads++; reads == c.reads {
				b.puts(id, c.kind, exe)
			}
		}
		if body, err := store.Keep(t.Context(), here, chat.ByAgent, id, "cup"); chat.CodeOf(err) != "no_upload" ||
			b.kept(id).raw != "" {
			t.Errorf("%s: %+v, %v, and %.10q lies there", c.name, body, err, b.kept(id).raw)
		}
	}
	store, b := newBucket(t)
	id := ulid.Make().String()
	b.puts(id, "image/png", png)
	b.looked = func() {
		b.looked = func() {}
		if _, err := store.Keep(t.Context(), here, chat.ByAgent, id, "a.png"); err != nil {
			t.Error(err)
		}
	}
	if body, err := store.Keep(t.Context(), here, chat.ByAgent, id, "a.png"); err != nil ||
		body.Media.Size != int64(len(png)) || b.kept(id).raw != png {
		t.Errorf("kept twice at once: %+v, %v", body, err)
	}
}

// An upload address works only for a file of the declared type and length.
func TestAnAddressIsBoundToItsFile(t *testing.T) {
	store, _ := newBucket(t)
	place, err := store.Upload(t.Context(), here, ulid.Make().String(), "a.png", "image/png", 7)
	if err != nil || !strings.Contains(place.URL, "X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost") {
		t.Errorf("%s, %v", place.URL, err)
	}
}

// A dropped file is gone for everybody, and dropping it again does no harm.
func TestADroppedFileIsGone(t *testing.T) {
	store, b := newBucket(t)
	id := ulid.Make().String()
	b.puts(id, "image/png", png)
	if _, err := store.Keep(t.Context(), here, chat.ByAgent, id, "a.png"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := store.Drop(t.Context(), here, id); err != nil {
			t.Error(err)
		}
	}
	if _, err := store.Address(t.Context(), here, id); chat.CodeOf(err) != "file_gone" {
		t.Errorf("its address: %v", err)
	}
	if _, err := store.Keep(t.Context(), here, chat.ByAgent, id, "a.png"); chat.CodeOf(err) != "no_upload" {
		t.Errorf("kept again: %v", err)
	}
}

// A file from WhatsApp is stored under its detected type and a name of that type; an unknown type is
// stored as bytes.
func TestReceivedFilesLieAsWhatTheyAre(t *testing.T) {
	for _, c := range []struct{ claimed, name, raw, kind, stored, called, disposition string }{
		{
			"application/pdf", "bill.pdf", "%PDF-1.7\n", "application/pdf", "application/pdf", "bill.pdf",
			"attachment; filename=bill.pdf",
		},
		{
			docx, "letter.docx", archive(t, "[Content_Types].xml", "word/document.xml"), docx, docx, "letter.docx",
			"attachment; filename=letter.docx",
		},
		{
			"application/octet-stream", "letter.docx", big(t, "[Content_Types].xml", "word/document.xml"), docx, docx,
			"letter.docx", "attachment; filename=letter.docx",
		},
		{"audio/ogg; codecs=opus", "", ogg, "audio/ogg", "audio/ogg", "file.ogg", "inline; filename=file.ogg"},
		{
			"application/pdf", "bill.pdf", exe, "application/vnd.microsoft.portable-executable", "application/octet-stream",
			"bill.pdf.bin", "attachment; filename=bill.pdf.bin",
		},
		{
			"application/vnd.android.package-archive", "game.apk", archive(t, "AndroidManifest.xml", "classes.dex"),
			"application/vnd.android.package-archive", "application/octet-stream", "game.apk.bin",
			"attachment; filename=game.apk.bin",
		},
		{
			"text/html", "page.html", "<html><script>1</script>", "text/html", "application/octet-stream", "page.html.txt",
			"attachment; filename=page.html.txt",
		},
		{"image/heic", "IMG_1.HEIC", heic, "image/heic", "image/heic", "IMG_1.HEIC", "inline; filename=IMG_1.HEIC"},
	} {
		store, b := newBucket(t)
		on, err := os.Create(t.TempDir() + "/file")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = on.WriteString(c.raw)
		got, err := store.Receive(t.Context(), here, chat.Media{Upload: "u", Name: c.name, Type: c.claimed},
			on, int64(len(c.raw)))
		lies := b.kept("u")
		if err != nil || got.Type != c.kind || got.Name != c.called || got.Size != int64(len(c.raw)) ||
			lies.kind != c.stored || lies.disposition != c.disposition || lies.raw != c.raw {
			t.Errorf("%s of %s: %+v, %v; it lies as %s, %s", c.name, c.claimed, got, err, lies.kind, lies.disposition)
		}
		on.Close()
	}
}
