package media

import (
	"context"
	"fmt"
	"io"
	"mime"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/gabriel-vasile/mimetype"
)

// Receive keeps a file that came through WhatsApp. Its type is what it begins as, not what
// it claims; what a browser would not show harmlessly is only ever downloaded.
func (s *Store) Receive(ctx context.Context, key chat.ConversationKey, m chat.Media, content *os.File, size int64) (chat.Media, error) {
	first := make([]byte, sniffed)
	n, err := content.ReadAt(first, 0)
	if err != nil && err != io.EOF {
		return m, fmt.Errorf("media: %w", err)
	}
	kind, shown := judge(m.Type, first[:n])
	m.Type, m.Size = kind, size
	if m.Name == "" {
		m.Name = "file" + mimetype.Detect(first[:n]).Extension()
	}
	m.Name = cleanName(m.Name)
	stored, disposition := kind, "inline"
	if !shown {
		stored, disposition = "application/octet-stream", mime.FormatMediaType("attachment", map[string]string{"filename": m.Name})
	}
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return m, fmt.Errorf("media: %w", err)
	}
	_, err = s.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &s.bucket, Key: at(Kept, key, m.Upload), Body: content, ContentLength: &size, ContentType: &stored, ContentDisposition: &disposition,
	})
	if err != nil {
		return m, fmt.Errorf("media: %w", err)
	}
	return m, nil
}

// judge is the type of a file, and whether a browser may show it.
func judge(claimed string, first []byte) (kind string, shown bool) {
	if _, known := limits[claimed]; known && is(claimed, first) {
		return claimed, shownAs(claimed) != chat.KindDocument
	}
	kind, _, _ = strings.Cut(mimetype.Detect(first).String(), ";")
	_, known := limits[kind]
	return kind, known && shownAs(kind) != chat.KindDocument
}
