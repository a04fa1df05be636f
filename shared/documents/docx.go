package documents

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
)

// Bounds of a docx: an archive may unpack to far more than its own size.
const (
	maxPart  = 64 << 20 // bytes of one part, unpacked
	maxToken = 1 << 20  // of these, one element with its attributes, or the words between two
	maxDepth = 200      // elements within each other

	maxStyles = 20_000
)

// ole is how an encrypted Word file begins: it is no archive.
const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

var errLocked = chat.WrongField("file", "document_locked",
	"The file has a password. Save it without one, and choose it again.")

// docx reads the main text of a Word file (ECMA-376, part 1, WordprocessingML). Its pages are those of Word's last look
// at it: the file itself has none.
func docx(raw []byte) ([]knowledge.Block, error) {
	if bytes.HasPrefix(raw, []byte(ole)) {
		return nil, errLocked
	}
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, errBroken
	}
	styles := styles{}
	if err := part(archive, "word/styles.xml", styles.take); err != nil && !errors.Is(err, errMissing) {
		return nil, err
	}
	text := story{headings: styles.headings(), page: 1}
	if err := part(archive, "word/document.xml", text.take); errors.Is(err, errMissing) {
		return nil, errBroken
	} else if err != nil {
		return nil, err
	}
	return text.blocks, nil
}

var errMissing = errors.New("documents: the archive has no such part")

// part hands every token of one part of the archive to take, within bounds.
func part(archive *zip.Reader, name string, take func(xml.Token) error) error {
	i := slices.IndexFunc(archive.File, func(f *zip.File) bool { return f.Name == name })
	if i < 0 {
		return errMissing
	}
	file, err := archive.File[i].Open()
	if err != nil {
		return errBroken
	}
	defer file.Close()
	all := &io.LimitedReader{R: file, N: maxPart}
	one := &io.LimitedReader{R: all}
	decoder, depth := xml.NewDecoder(one), 0
	for {
		one.N = maxToken
		token, err := decoder.Token()
		switch {
		case all.N <= 0 || one.N <= 0:
			return errTooLong
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return errBroken
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > maxDepth {
			return errBroken
		}
		if err := take(token); err != nil {
			return err
		}
	}
}

// attr is the value of an attribute, whatever its namespace.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// styles are the paragraph styles of a document by their ids, which differ by the language of the Word that wrote it.
type styles struct {
	at    string
	known map[string]*style
}

type style struct {
	heading bool
	based   string
}

func (s *styles) take(token xml.Token) error {
	start, is := token.(xml.StartElement)
	if !is {
		return nil
	}
	if start.Name.Local == "style" {
		if s.known == nil {
			s.known = map[string]*style{}
		}
		s.at = attr(start, "styleId")
		s.known[s.at] = &style{}
		if len(s.known) > maxStyles {
			return errBroken
		}
		return nil
	}
	now, is := s.known[s.at]
	if !is {
		return nil
	}
	switch val := attr(start, "val"); start.Name.Local {
	case "name":
		name := strings.ToLower(val)
		now.heading = now.heading || strings.HasPrefix(name, "heading ") || name == "title"
	case "outlineLvl":
		now.heading = now.heading || outline(val)
	case "basedOn":
		now.based = val
	}
	return nil
}

// outline tells whether a level of an outline is a heading's. 9 is body text.
func outline(level string) bool { return len(level) == 1 && level >= "0" && level <= "8" }

// headings are the ids of the styles of headings, and of those that are based on one.
func (s *styles) headings() map[string]bool {
	all := map[string]bool{}
	for id := range s.known {
		for at, steps := id, 0; steps < 10; steps++ {
			one, is := s.known[at]
			if !is {
				break
			}
			if one.heading {
				all[id] = true
			}
			at = one.based
		}
	}
	return all
}
