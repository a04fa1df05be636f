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
)

// Receive stores a file from WhatsApp. Its type is detected from its content; browsers only download
// a file that they could not show safely.
func (s *Store) Receive(
	ctx context.Context, key chat.ConversationKey, m chat.Media, content *os.File, size int64,
) (chat.Media, error) {
	read := func(from, to int64) ([]byte, error) { return io.ReadAll(io.NewSectionReader(content, from, to-from+1)) }
	head, err := read(0, sniffed-1)
	if err != nil {
		return m, fmt.Errorf("media: %w", err)
	}
	seen := sample{head: head, size: size, read: read}
	claimed, _, _ := mime.ParseMediaType(strings.ToLower(m.Type))
	kind, _ := seen.judge(claimed)
	if seen.failed != nil {
		return m, fmt.Errorf("media: %w", seen.failed)
	}
	m.Type, m.Size, m.Name = kind, size, SafeName(m.Name, kind)
	stored, disposition := received(kind, m.Name)
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return m, fmt.Errorf("media: %w", err)
	}
	_, err = s.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &s.bucket, Key: at(s.stored, key, m.Upload), Body: content, ContentLength: &size, ContentType: &stored,
		ContentDisposition: &disposition,
	})
	if err != nil {
		return m, fmt.Errorf("media: %w", err)
	}
	return m, nil
}

// received is the type and the disposition under which a file is served: a type that is not listed
// is bytes, which browsers save.
func received(kind, name string) (stored, disposition string) {
	if known(kind) {
		return kind, disposed(ShownAs(kind), name)
	}
	return "application/octet-stream", disposed(chat.KindDocument, name)
}
