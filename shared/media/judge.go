package media

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/gabriel-vasile/mimetype"
)

func init() { mimetype.SetLimit(sniffed) }

const (
	zipped = "application/zip"
	ooxml  = "application/vnd.openxmlformats-officedocument."
	docx   = ooxml + "wordprocessingml.document"
	xlsx   = ooxml + "spreadsheetml.sheet"
	pptx   = ooxml + "presentationml.presentation"
	ole    = "application/x-ole-storage"
)

// twins are types with the same container: their first bytes do not distinguish them.
var twins = map[string][]string{
	"audio/ogg": {"application/ogg", "video/ogg"}, "audio/webm": {"video/webm"},
	"audio/mp4":  {"audio/x-m4a", "video/mp4", "video/quicktime"},
	"video/mp4":  {"audio/mp4", "video/quicktime", "video/x-m4v"},
	"video/3gpp": {"video/mp4", "video/quicktime"}, "image/heif": {"image/heic"}, "image/heic": {"image/heif"},
	"application/msword": {ole}, "application/vnd.ms-excel": {ole}, "application/vnd.ms-powerpoint": {ole},
}

// judge detects the type of a file by its content, and tells whether it is the declared one. Its
// name does not matter.
func (s *sample) judge(claimed string) (kind string, holds bool) {
	seen := mimetype.Detect(s.head)
	kind, _, _ = strings.Cut(seen.String(), ";")
	switch {
	case within(seen, zipped):
		kind = s.zipped(kind)
		if !Takes(kind) && claimed == zipped {
			kind = zipped // programs inside an archive, too
		}
		return kind, claimed == kind || claimed == zipped
	case strings.HasPrefix(claimed, "text/") && within(seen, "text/plain"):
		if Takes(claimed) && !runs(seen) {
			return claimed, true
		}
		return kind, claimed == kind
	case seen.Is(claimed), slices.ContainsFunc(twins[claimed], seen.Is), strings.HasPrefix(claimed, ooxml) && s.locked():
		return claimed, true
	}
	return kind, false
}

// zipped is the type of a zip archive by its central directory, which programs use to unpack it.
// Without a readable directory the beginning of the file decides.
func (s *sample) zipped(begins string) string {
	archive, err := zip.NewReader(s, s.size)
	if err != nil {
		return begins
	}
	described, kind := false, ""
	for _, file := range archive.File {
		name := strings.ReplaceAll(file.Name, `\`, "/")
		described = described || name == "[Content_Types].xml"
		switch folder, _, _ := strings.Cut(name, "/"); {
		case strings.HasSuffix(name, "/vbaProject.bin"):
			return zipped // a document with macros has endings and types of its own
		case folder == "word":
			kind = docx
		case folder == "xl":
			kind = xlsx
		case folder == "ppt":
			kind = pptx
		}
	}
	switch {
	case described && kind != "":
		return kind
	case strings.HasPrefix(begins, ooxml):
		return zipped
	}
	return begins
}

// locked tells whether it is an office document with a password, which is not a zip archive.
func (s *sample) locked() bool {
	name := utf16("EncryptedPackage")
	if !bytes.HasPrefix(s.head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return false
	}
	end := make([]byte, min(listed, s.size))
	n, _ := s.ReadAt(end, s.size-int64(len(end)))
	return bytes.Contains(s.head, name) || bytes.Contains(end[:n], name)
}

func utf16(ascii string) []byte {
	wide := []byte{}
	for _, c := range []byte(ascii) {
		wide = append(wide, c, 0)
	}
	return wide
}

// runs tells whether it is text that a browser would execute.
func runs(seen *mimetype.MIME) bool {
	return slices.ContainsFunc([]string{"text/html", "application/xhtml+xml", "image/svg+xml", "text/javascript"},
		func(kind string) bool { return within(seen, kind) })
}

// within tells whether it is of a type, or of one that is derived from it.
func within(seen *mimetype.MIME, kind string) bool {
	for ; seen != nil; seen = seen.Parent() {
		if seen.Is(kind) {
			return true
		}
	}
	return false
}

// unlike is the error for a file whose content is not of its type.
func unlike(claimed string) error {
	if strings.HasPrefix(claimed, "text/") {
		return chat.Errorf(chat.Invalid, "not_what_it_says",
			"This is no plain text: it begins like a web page, a script or a program. Pack it into a zip file, and send that.")
	}
	return chat.Errorf(chat.Invalid, "not_what_it_says",
		"The file is not of the type that its name says. Save it again as that type, and send it.")
}
