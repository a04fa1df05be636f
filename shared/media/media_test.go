package media

import (
	"archive/zip"
	"bytes"
	"math/rand"
	"path"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
)

const (
	ogg  = "OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00OpusHead"
	heic = "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
	cdf  = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" // the first bytes of old office documents, and of those with a password
)

// archive is a zip archive of some files, in their order.
func archive(t *testing.T, names ...string) string { return zipOf(t, 20, names...) }

// big is an archive that is larger than the judged beginning and end.
func big(t *testing.T, names ...string) string {
	return zipOf(t, sniffed+listed, append([]string{"docProps/thumbnail.jpeg"}, names...)...)
}

func zipOf(t *testing.T, size int, names ...string) string {
	t.Helper()
	var raw bytes.Buffer
	z := zip.NewWriter(&raw)
	for _, name := range names {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		noise := make([]byte, size)
		rand.New(rand.NewSource(1)).Read(noise)
		_, _ = w.Write(noise)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return raw.String()
}

func see(raw string) *sample {
	return &sample{
		head: []byte(raw[:min(sniffed, len(raw))]), size: int64(len(raw)),
		read: func(from, to int64) ([]byte, error) {
			return []byte(raw[from : to+1]), nil
		},
	}
}

// Files are judged by their content, not by their names.
func TestFilesAreWhatTheySay(t *testing.T) {
	word, sheet, slides := archive(t, "[Content_Types].xml", "_rels/.rels", "word/document.xml"),
		archive(t, "docProps/app.xml", "xl/workbook.xml", "[Content_Types].xml"),
		big(t, "ppt/presentation.xml", "[Content_Types].xml")
	macros := archive(t, "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
	locked := cdf + strings.Repeat("\x00", sniffed) + string(utf16("EncryptedPackage"))
	for _, c := range []struct {
		kind, raw string
		want      string // "" if it is refused
	}{
		{"image/png", png, "image/png"},
		{"image/jpeg", png, ""},
		{"image/jpeg", "\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image/jpeg"},
		{"image/gif", "GIF89a\x01\x00\x01\x00", "image/gif"},
		{"image/png", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", ""},
		{"application/pdf", "%PDF-1.7\n", "application/pdf"},
		{"application/pdf", "<html><script>alert(1)</script>", ""},
		{"application/pdf", exe, ""},
		{"text/plain", "Dear team,\nthe kettle leaks.", "text/plain"},
		{"text/plain", "{\"a\":1}", "text/plain"},
		{"text/plain", "@echo off\ncalc", "text/plain"},
		{"text/plain", "<?xml version=\"1.0\"?><log><line/></log>", "text/plain"},
		{"text/csv", "a;b\n1;2\n", "text/csv"},
		{"text/csv", "\xff\xfea\x00,\x00b\x00\n\x00", "text/csv"},
		{"text/plain", "<!DOCTYPE html><html><script>alert(1)</script></html>", ""},
		{"text/csv", "<html><script>alert(1)</script>", ""},
		{"text/plain", "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", ""},
		{"text/plain", "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"/>", ""},
		{"text/plain", exe, ""},
		{"text/csv", exe, ""},
		{"audio/ogg", ogg, "audio/ogg"},
		{"video/mp4", "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "video/mp4"},
		{docx, word, docx},
		{xlsx, sheet, xlsx},
		{pptx, slides, pptx},
		{docx, sheet, ""},
		{xlsx, slides, ""},
		{docx, archive(t, "a.txt"), ""},
		{docx, archive(t, "word/a.txt"), ""},
		{docx, exe, ""},
		{docx, cdf, ""},
		{docx, locked, docx},
		{docx, macros, ""},
		{pptx, "PK\x03\x04", ""},
		{docx, "%PDF-1.7\n", ""},
		{zipped, archive(t, "a.txt"), zipped},
		{zipped, word, docx},
		{zipped, slides, pptx},
		{zipped, macros, zipped},
		{zipped, archive(t, "META-INF/MANIFEST.MF", "a.class"), zipped},
		{zipped, archive(t), zipped},
		{zipped, exe, ""},
		{zipped, "hello", ""},
		{"application/msword", cdf, "application/msword"},
		{"application/msword", word, ""},
		{"application/vnd.ms-excel", exe, ""},
	} {
		if got, holds := see(c.raw).judge(c.kind); holds != (c.want != "") || (holds && got != c.want) {
			t.Errorf("%.20q as %s: %s, %v", c.raw, c.kind, got, holds)
		}
	}
}

func TestAnUploadNeedsAnAllowedTypeAndSize(t *testing.T) {
	for _, c := range []struct {
		kind string
		size int64
		code string
	}{
		{"image/png", 20 << 20, ""},
		{"image/png", 20<<20 + 1, "file_too_large"},
		{docx, 20 << 20, ""},
		{docx, 20<<20 + 1, "file_too_large"},
		{"application/zip", 10, ""},
		{"audio/ogg", 16<<20 + 1, "file_too_large"},
		{"image/svg+xml", 10, "type_not_allowed"},
		{"text/html", 10, "type_not_allowed"},
		{"application/java-archive", 10, "type_not_allowed"},
		{"application/vnd.ms-word.document.macroenabled.12", 10, "type_not_allowed"},
		{"application/x-msdownload", 10, "type_not_allowed"},
		{"image/heic", 10, "type_not_allowed"},
		{"", 10, "type_not_allowed"},
	} {
		err := check(c.kind, c.size)
		if c.code == "" && err != nil || c.code != "" && chat.CodeOf(err) != c.code {
			t.Errorf("%s of %d bytes: %v", c.kind, c.size, err)
		}
	}
	if text := check("image/heic", 1).Error(); !strings.Contains(text, "JPEG") {
		t.Errorf("HEIC is refused with %q", text)
	}
}

// A file's name gets the ending of its type.
func TestNamesEndAsTheirTypes(t *testing.T) {
	for _, c := range []struct{ name, kind, want string }{
		{"photo.png", "image/png", "photo.png"},
		{"Photo.JPEG", "image/jpeg", "Photo.JPEG"},
		{"photo", "image/png", "photo.png"},
		{"", "application/pdf", "file.pdf"},
		{"run.bat", "text/plain", "run.bat.txt"},
		{"a.mht", "text/plain", "a.mht.txt"},
		{"archive.pdf.exe", "application/pdf", "archive.pdf.exe.pdf"},
		{"bill.pdf", "text/plain", "bill.pdf.txt"},
		{"a\u202egpj.exe", "text/plain", "agpj.exe.txt"},
		{"run.bat. . ", "text/plain", "run.bat.txt"},
		{"notes.txt ...", "text/plain", "notes.txt"},
		{"CON.txt", "text/plain", "_CON.txt"},
		{"nul", "application/pdf", "_nul.pdf"},
		{"com1.tar.pdf", "application/pdf", "_com1.tar.pdf"},
		{"LPT² .png", "image/png", "_LPT².png"},
		{"common.png", "image/png", "common.png"},
		{"com10.png", "image/png", "com10.png"},
		{".bashrc", "text/plain", "bashrc.txt"},
		{".txt", "text/plain", "file.txt"},
		{"../../etc/passwd", "text/plain", "etcpasswd.txt"},
		{`C:\a.txt:b.exe`, "text/plain", "Ca.txtb.exe.txt"},
		{"a\x00.png\r\n", "image/png", "a.png"},
		{"photo.jpg\u3164\u2800\u00a0.png", "image/png", "photo.jpg.png"},
		{"x.svg", "image/svg+xml", "x.svg.txt"},
		{"x.apk", "application/vnd.android.package-archive", "x.apk.bin"},
	} {
		if got := SafeName(c.name, c.kind); got != c.want {
			t.Errorf("%q of %s is called %q, want %q", c.name, c.kind, got, c.want)
		}
	}
}

func FuzzNames(f *testing.F) {
	for _, name := range []string{
		"photo.png", "../../etc/passwd", "a\u202egnp.exe", "\x00", "  ", strings.Repeat("é", 500) + ".pdf",
		strings.Repeat("🫖", 90), "CON", "com¹.x", "...", "a.txt. .", "\xff\xfe",
	} {
		for _, kind := range []string{"image/png", "text/plain", docx, "text/html", "application/x-msdownload", ""} {
			f.Add(name, kind)
		}
	}
	f.Fuzz(func(t *testing.T, name, kind string) {
		got := SafeName(name, kind)
		end := strings.ToLower(strings.TrimPrefix(path.Ext(got), "."))
		first, _, _ := strings.Cut(got, ".")
		switch {
		case !utf8.ValidString(got), utf8.RuneCountInString(got) > maxName, len(got) > maxBytes:
			t.Errorf("%q became %q", name, got)
		case strings.ContainsAny(got, "/\\:*?\"<>|\x00\r\n\t\u202e\u2066\u200b\ufeff"), strings.HasPrefix(got, "."),
			device(strings.TrimSpace(first)):
			t.Errorf("%q became %q", name, got)
		case !slices.Contains(endings(kind), end),
			slices.Contains([]string{"exe", "bat", "html", "js", "svg", "lnk", "scr"}, end):
			t.Errorf("%q of %s ends in %q", name, kind, end)
		case SafeName(got, kind) != got:
			t.Errorf("%q is called %q, then %q", name, got, SafeName(got, kind))
		}
	})
}

// Judging any file ends, and its declared type alone is never enough.
func FuzzJudge(f *testing.F) {
	for _, raw := range []string{png, exe, heic, ogg, cdf, "hello", "PK\x05\x06" + strings.Repeat("\x00", 18), "<html>"} {
		f.Add([]byte(raw), docx)
	}
	f.Fuzz(func(t *testing.T, raw []byte, claimed string) {
		kind, holds := see(string(raw)).judge(claimed)
		if kind == "" || (holds && kind != claimed && claimed != zipped) {
			t.Errorf("%q as %q: %s, %v", raw, claimed, kind, holds)
		}
	})
}
