package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/oklog/ulid/v2"
)

// sender is the metadata key of the side that sent a file.
const sender = "sender"

var noUpload = chat.Errorf(chat.NotFound, "no_upload", "The file is not there. Upload it again.")

// Keep judges an upload, and stores it with its conversation if it is of its declared type. It is
// idempotent: asked again, Keep returns the stored file, also if another was uploaded to the same place
// since. A file belongs to the side that sent it: nobody can send the other side's file as their
// own, and then take it back.
func (s *Store) Keep(
	ctx context.Context, key chat.ConversationKey, by chat.AuthorKind, id, name string,
) (chat.Body, error) {
	body, err := s.keep(ctx, key, key, by, id, name)
	if err == nil {
		// The upload is no longer needed. If it is not deleted now, it expires within a day.
		_, _ = s.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &s.bucket, Key: at(Quarantine, key, id)})
	}
	return body, err
}

// keep stores what was uploaded to one place at another. The upload stays.
func (s *Store) keep(
	ctx context.Context, from, key chat.ConversationKey, by chat.AuthorKind, id, name string,
) (chat.Body, error) {
	if _, err := ulid.ParseStrict(id); err != nil {
		return chat.Body{}, noUpload
	}
	body, err := s.kept(ctx, key, by, id, name)
	if !missing(err) {
		return body, err
	}
	found, err := s.look(ctx, from, id)
	if err != nil {
		return chat.Body{}, err
	}
	body = bodyOf(id, name, found.kind, found.size)
	err = s.copyOut(ctx, from, key, by, body, found)
	if changed(err) || missing(err) {
		// Another call stored it at the same moment, or another file was uploaded while we judged this one.
		if body, err = s.kept(ctx, key, by, id, name); missing(err) {
			return chat.Body{}, noUpload
		}
		return body, err
	}
	if err != nil {
		return chat.Body{}, fmt.Errorf("media: %w", err)
	}
	return body, nil
}

// kept is a file that was stored before.
func (s *Store) kept(
	ctx context.Context, key chat.ConversationKey, by chat.AuthorKind, id, name string,
) (chat.Body, error) {
	found, err := s.client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &s.bucket, Key: at(s.stored, key, id)})
	if err != nil {
		return chat.Body{}, fmt.Errorf("media: %w", err)
	}
	if found.Metadata[sender] != string(by) {
		return chat.Body{}, noUpload
	}
	return bodyOf(id, name, value(found.ContentType), value(found.ContentLength)), nil
}

// upload is the version of a file in quarantine that was judged.
type upload struct {
	kind string
	size int64
	etag *string
}

// look reads the beginning and the end of an upload, and refuses it if it is not of its declared
// type.
func (s *Store) look(ctx context.Context, key chat.ConversationKey, id string) (upload, error) {
	file, head, err := s.part(ctx, key, id, 0, sniffed-1, nil)
	if missing(err) {
		return upload{}, noUpload
	}
	if err != nil {
		return upload{}, fmt.Errorf("media: %w", err)
	}
	found := upload{value(file.ContentType), whole(file), file.ETag}
	if err := check(found.kind, found.size); err != nil {
		return upload{}, err
	}
	seen := sample{head: head, size: found.size, read: func(from, to int64) ([]byte, error) {
		_, raw, err := s.part(ctx, key, id, from, to, file.ETag)
		return raw, err
	}}
	kind, holds := seen.judge(found.kind)
	if changed(seen.failed) || missing(seen.failed) {
		return upload{}, noUpload
	}
	if seen.failed != nil {
		return upload{}, fmt.Errorf("media: %w", seen.failed)
	}
	if !holds {
		return upload{}, unlike(found.kind)
	}
	found.kind = kind
	if err := check(kind, found.size); err != nil {
		return upload{}, err
	}
	return found, shows(kind, head)
}

// part reads some bytes of an upload, if it is still the same version.
func (s *Store) part(
	ctx context.Context, key chat.ConversationKey, id string, from, to int64, same *string,
) (*s3.GetObjectOutput, []byte, error) {
	bytes := fmt.Sprintf("bytes=%d-%d", from, to)
	file, err := s.client.GetObject(ctx, &s3.GetObjectInput{
		Bucket: &s.bucket, Key: at(Quarantine, key, id), Range: &bytes, IfMatch: same,
	})
	if err != nil {
		return nil, nil, err
	}
	defer file.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(file.Body, to-from+1))
	return file, raw, err
}

// copyOut stores exactly the version that was judged, unless a file is stored there already.
func (s *Store) copyOut(
	ctx context.Context, from, key chat.ConversationKey, by chat.AuthorKind, body chat.Body, found upload,
) error {
	id, none := body.Media.Upload, "*"
	source, disposition := s.bucket+"/"+*at(Quarantine, from, id), disposed(body.Kind, body.Media.Name)
	_, err := s.client.CopyObject(ctx, &s3.CopyObjectInput{
		Bucket: &s.bucket, Key: at(s.stored, key, id), CopySource: &source, CopySourceIfMatch: found.etag, IfNoneMatch: &none,
		ContentType: &found.kind, ContentDisposition: &disposition, MetadataDirective: "REPLACE",
		Metadata: map[string]string{sender: string(by)},
	})
	return err
}

func bodyOf(id, name, kind string, size int64) chat.Body {
	return chat.Body{
		Kind: ShownAs(kind), Media: &chat.Media{Upload: id, Name: SafeName(name, kind), Type: kind, Size: size},
	}
}

// disposed is the Content-Disposition of a file: browsers save all files but pictures and
// recordings, under their names. No type that they show can be mistaken for a page, because S3
// cannot send the header that forbids sniffing.
func disposed(kind chat.BodyKind, name string) string {
	as := "inline"
	if kind == chat.KindDocument {
		as = "attachment"
	}
	return mime.FormatMediaType(as, map[string]string{"filename": name})
}

// changed tells whether the condition of a call failed, or another write was in progress.
func changed(err error) bool {
	var answer interface{ HTTPStatusCode() int }
	return errors.As(err, &answer) &&
		(answer.HTTPStatusCode() == http.StatusPreconditionFailed || answer.HTTPStatusCode() == http.StatusConflict)
}
