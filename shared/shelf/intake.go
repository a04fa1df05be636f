package shelf

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
)

var _ knowledge.Intake = (*Shelf)(nil)

const uploadTime = 15 * time.Minute // for 20 MB on a slow line

// anyFile is the type of uploads: its name tells how it is read.
const anyFile = "application/octet-stream"

func intake(t chat.TenantID, id knowledge.ImportID, name string) *string {
	return aws.String(fmt.Sprintf("%s%s/%s/%s", knowledge.ImportPrefix, t, id, name))
}

// Upload makes an address to which a browser puts the file of an import.
func (s *Shelf) Upload(
	ctx context.Context, t chat.TenantID, id knowledge.ImportID, size int64,
) (knowledge.Upload, error) {
	signed, err := s3.NewPresignClient(s.client).PresignPutObject(ctx, &s3.PutObjectInput{
		Bucket: &s.bucket, Key: intake(t, id, "file"), ContentType: aws.String(anyFile), ContentLength: &size,
	}, s3.WithPresignExpires(uploadTime))
	if err != nil {
		return knowledge.Upload{}, wrap(err)
	}
	return knowledge.Upload{URL: signed.URL, Headers: map[string]string{"Content-Type": anyFile}}, nil
}

// File reads the file of an import.
func (s *Shelf) File(ctx context.Context, t chat.TenantID, id knowledge.ImportID) ([]byte, error) {
	raw, _, err := s.read(ctx, intake(t, id, "file"), knowledge.MaxFile)
	return raw, err
}

// read reads a file with its tag, chat.ErrNotFound if there is none. A caller that asks for one that may be gone needs
// the right to list the bucket.
func (s *Shelf) read(ctx context.Context, key *string, most int64) (raw []byte, tag string, err error) {
	out, err := s.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.bucket, Key: key})
	if gone(err) {
		return nil, "", chat.ErrNotFound
	}
	if err != nil {
		return nil, "", wrap(err)
	}
	defer out.Body.Close()
	raw, err = io.ReadAll(io.LimitReader(out.Body, most+1))
	if err == nil && int64(len(raw)) > most {
		err = errors.New("a file is larger than it may be")
	}
	return raw, aws.ToString(out.ETag), wrap(err)
}

// Reading is the stored reading of an import.
func (s *Shelf) Reading(ctx context.Context, t chat.TenantID, id knowledge.ImportID) (knowledge.Reading, error) {
	var r knowledge.Reading
	_, err := s.unpack(ctx, intake(t, id, "reading"), &r)
	return r, err
}

// KeepReading stores the reading of an import.
func (s *Shelf) KeepReading(
	ctx context.Context, t chat.TenantID, id knowledge.ImportID, r knowledge.Reading,
) error {
	return s.pack(ctx, intake(t, id, "reading"), r)
}

// Forget deletes everything of an import.
func (s *Shelf) Forget(ctx context.Context, t chat.TenantID, id knowledge.ImportID) error {
	var failed error
	for _, name := range []string{"file", "reading"} {
		_, err := s.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &s.bucket, Key: intake(t, id, name)})
		failed = errors.Join(failed, err)
	}
	return wrap(failed)
}

// pack stores a document as compressed JSON, and unpack reads it with the tag of its file.
func (s *Shelf) pack(ctx context.Context, key *string, doc any, only ...func(*s3.PutObjectInput)) error {
	raw, err := json.Marshal(doc)
	if err != nil {
		return wrap(err)
	}
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	if _, err := zip.Write(raw); err != nil {
		return wrap(err)
	}
	if err := zip.Close(); err != nil {
		return wrap(err)
	}
	in := &s3.PutObjectInput{
		Bucket: &s.bucket, Key: key, Body: bytes.NewReader(packed.Bytes()), ContentType: aws.String("application/gzip"),
	}
	for _, set := range only {
		set(in)
	}
	if _, err = s.client.PutObject(ctx, in); len(only) > 0 && changed(err) {
		return chat.ErrConflict
	}
	return wrap(err)
}

func (s *Shelf) unpack(ctx context.Context, key *string, doc any) (tag string, err error) {
	packed, tag, err := s.read(ctx, key, maxEdition)
	if err != nil {
		return "", err
	}
	plain, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return "", wrap(err)
	}
	raw, err := io.ReadAll(io.LimitReader(plain, maxEdition+1))
	if err == nil && len(raw) > maxEdition {
		err = errors.New("a file holds more than all entries")
	}
	if err == nil {
		err = json.Unmarshal(raw, doc)
	}
	return tag, wrap(err)
}
