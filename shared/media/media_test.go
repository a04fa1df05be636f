package media

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
)

// Files are judged by how they begin, not by what they are called.
func TestFilesAreWhatTheySay(t *testing.T) {
	png := "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
	for _, c := range []struct {
		kind, first string
		want        bool
	}{
		{"image/png", png, true},
		{"image/jpeg", png, false},
		{"image/jpeg", "\xff\xd8\xff\xe0\x00\x10JFIF\x00", true},
		{"image/gif", "GIF89a\x01\x00\x01\x00", true},
		{"image/png", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", false},
		{"application/pdf", "%PDF-1.7\n", true},
		{"application/pdf", "<html><script>alert(1)</script>", false},
		{"text/plain", "Dear team,\nthe kettle leaks.", true},
		{"text/plain", "{\"a\":1}", true},
		{"text/plain", "<!DOCTYPE html><html><script>alert(1)</script></html>", false},
		{"text/plain", "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>", false},
		{"text/plain", "MZ\x90\x00\x03\x00\x00\x00", false},
		{"audio/ogg", "OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00OpusHead", true},
		{"video/mp4", "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", true},
	} {
		if got := is(c.kind, []byte(c.first)); got != c.want {
			t.Errorf("%.20q as %s: %v", c.first, c.kind, got)
		}
	}
}

func TestSizesAndTypes(t *testing.T) {
	for _, c := range []struct {
		kind string
		size int64
		code string
	}{
		{"image/png", 5 << 20, ""}, {"image/png", 5<<20 + 1, "file_too_large"}, {"image/svg+xml", 10, "type_not_allowed"},
		{"text/html", 10, "type_not_allowed"}, {"application/zip", 10, "type_not_allowed"}, {"application/pdf", 16 << 20, ""},
	} {
		if got := chat.CodeOf(check(c.kind, c.size)); c.code != "" && got != c.code {
			t.Errorf("%s of %d bytes: %s", c.kind, c.size, got)
		} else if c.code == "" && check(c.kind, c.size) != nil {
			t.Errorf("%s of %d bytes is refused", c.kind, c.size)
		}
	}
}

func FuzzNames(f *testing.F) {
	for _, name := range []string{"photo.png", "../../etc/passwd", "a\u202egnp.exe", "\x00", "  ", strings.Repeat("é", 500) + ".pdf"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		got := cleanName(name)
		if got == "" || !utf8.ValidString(got) || strings.ContainsAny(got, "/\\\x00\r\n\u202e") || utf8.RuneCountInString(got) > maxName {
			t.Errorf("%q became %q", name, got)
		}
	})
}

// What came through WhatsApp is shown only if it is what a browser shows harmlessly.
func TestReceivedFilesAreJudged(t *testing.T) {
	png := "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
	for _, c := range []struct {
		claimed, first, kind string
		shown                bool
	}{
		{"image/png", png, "image/png", true},
		{"image/jpeg", png, "image/png", true},
		{"image/jpeg", "<html><script>alert(1)</script>", "text/html", false},
		{"image/png", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", "image/svg+xml", false},
		{"application/pdf", "%PDF-1.7\n", "application/pdf", false},
		{"text/plain", "hello", "text/plain", false},
		{"application/vnd.ms-excel", "MZ\x90\x00\x03", "application/vnd.microsoft.portable-executable", false},
		{"audio/ogg", "OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00OpusHead", "audio/ogg", true},
		{"", "", "text/plain", false},
	} {
		if kind, shown := judge(c.claimed, []byte(c.first)); kind != c.kind || shown != c.shown {
			t.Errorf("%.20q as %s: %s, shown %v", c.first, c.claimed, kind, shown)
		}
	}
}
