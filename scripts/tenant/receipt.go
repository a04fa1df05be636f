package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/scripts/again"
	"github.com/botifire/livechat/shared/chat"
)

// receipt has the numbers of deleted things, and the time. It stays in the bucket of files, so that a deletion can be
// proved, and done again after a restore brought the tenant back. Until the end it also says how far the deletion came.
type receipt struct {
	Tenant   chat.TenantID     `json:"tenant"`
	Name     string            `json:"name"`
	Began    time.Time         `json:"began"`
	Ended    time.Time         `json:"ended,omitzero"`
	Accounts int               `json:"accounts"`
	Sites    int               `json:"sites"`
	Files    int               `json:"files"`    // with their versions
	Failures int               `json:"failures"` // among those that the stream and the queues had given up
	Rows     int               `json:"rows"`     // without the tenant's own, which goes last
	Cursor   map[string]string `json:"cursor,omitempty"`
}

func (r receipt) path() string {
	return again.Receipts + string(r.Tenant) + "/" + r.Began.Format("20060102t150405z") + ".json"
}

// begun is the receipt of a deletion that was cut off, or a new one.
func (p parts) begun(ctx context.Context, t chat.Tenant) (*receipt, error) {
	bucket, prefix := p.outputs["Media"], again.Receipts+string(t.ID)+"/"
	had, err := p.files.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: &bucket, Prefix: &prefix})
	if err != nil {
		return nil, fmt.Errorf("receipts: %w", err)
	}
	names := []string{}
	for _, one := range had.Contents {
		names = append(names, aws.ToString(one.Key))
	}
	if slices.Sort(names); len(names) > 0 {
		last, err := p.read(ctx, names[len(names)-1])
		if err != nil || last.Ended.IsZero() {
			return last, err
		}
	}
	return &receipt{Tenant: t.ID, Name: t.Name, Began: time.Now().UTC().Truncate(time.Second)}, nil
}

func (p parts) read(ctx context.Context, key string) (*receipt, error) {
	file, err := p.vault.Get(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("receipts: %w", err)
	}
	defer file.Close()
	raw, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	r := &receipt{}
	return r, json.Unmarshal(raw, r)
}

// keep stores the receipt as it is.
func (p parts) keep(ctx context.Context, r *receipt) error {
	raw, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return p.vault.Put(ctx, r.path(), "application/json", raw)
}

// say tells the operator how far a command is. The result alone goes to the output.
func (p parts) say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
