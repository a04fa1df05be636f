// Package documents reads documents as blocks of plain words: Markdown, PDF and docx. A document comes from outside:
// reading it is bounded in time, memory and length.
package documents

import (
	"context"
	"path"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
)

// maxBlocks is more than the blocks of a document from which five thousand entries could be made, and maxWords more
// than its bytes.
const (
	maxBlocks = 50_000
	maxWords  = 10 << 20
)

var (
	errTooLong = chat.WrongField("file", "document_too_long",
		"The document is too long to be read at once. Split it into several files.")
	errBroken = chat.WrongField("file", "document_broken",
		"The file cannot be read: it is damaged, or not of the type that its name says. Save it again as that type.")
)

// Blocks returns the headings of a document and the words between them, in order. The ending of its name tells how it
// is read. An error of kind Invalid says why it cannot be read.
func Blocks(ctx context.Context, name string, raw []byte) ([]knowledge.Block, error) {
	var blocks []knowledge.Block
	var err error
	switch strings.ToLower(path.Ext(name)) {
	case ".pdf":
		blocks, err = pdf(ctx, raw)
	case ".docx":
		blocks, err = docx(raw)
	default:
		blocks, err = markdown(string(raw))
	}
	if err != nil {
		return nil, err
	}
	words := 0
	for _, b := range blocks {
		words += len(b.Words)
	}
	if len(blocks) > maxBlocks || words > maxWords {
		return nil, errTooLong
	}
	return blocks, nil
}
