package again

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/dynamo"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/media"
)

// bucket is the bucket of files.
type bucket struct {
	mu    sync.Mutex
	files map[string]string
}

func (b *bucket) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/box"), "/")
	switch {
	case r.URL.Query().Has("list-type"):
		fmt.Fprint(w, "<ListBucketResult>")
		for name := range b.files {
			if strings.HasPrefix(name, r.URL.Query().Get("prefix")) {
				fmt.Fprintf(w, "<Contents><Key>%s</Key></Contents>", name)
			}
		}
		fmt.Fprint(w, "</ListBucketResult>")
	case r.Method == http.MethodGet:
		_, _ = io.WriteString(w, b.files[key])
	}
}

// client reads the bucket.
func (b *bucket) client(t *testing.T) *s3.Client {
	t.Helper()
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	return s3.NewFromConfig(aws.Config{
		Region: "us-east-1", BaseEndpoint: &server.URL,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	}, media.PathStyle)
}

// The last receipt of a tenant says how far its deletion came.
func TestReceiptsSayHowFarADeletionCame(t *testing.T) {
	b := &bucket{files: map[string]string{
		"receipts/t_gone/20261126t101500z.json":  `{"ended":"2026-11-26T10:16:00Z"}`,
		"receipts/t_half/20261126t101500z.json":  `{"rows":7}`,
		"receipts/t_twice/20261126t101500z.json": `{"ended":"2026-11-26T10:16:00Z"}`,
		"receipts/t_twice/20261127t101500z.json": `{}`,
		"kept/t_1/c/a.png":                       `{}`,
	}}
	all, err := deletions(t.Context(), b.client(t), "box")
	if err != nil || len(all) != 3 || all["t_gone"] != ended || all["t_half"] != begun || all["t_twice"] != begun {
		t.Errorf("they say %v, %v", all, err)
	}
}

// broken is a vault that cannot take the copy of a tombstone.
type broken struct {
	*chattest.Vault
	err error
}

func (b *broken) Put(context.Context, string, string, []byte) error { return b.err }

// drill is an eraser on a table of its own, with a clock that waiting moves.
type drill struct {
	eraser
	*bucket
	files *broken
	now   time.Time
	waits int
}

func newDrill(t *testing.T) *drill {
	t.Helper()
	back := newTable(t)
	must(t, back.PutTenant(t.Context(), chat.Tenant{ID: "t_shop"}))
	d := &drill{now: noon, files: &broken{Vault: chattest.NewVault()}, bucket: &bucket{files: map[string]string{}}}
	desk := chat.New(back)
	desk.Now = func() time.Time { return d.now }
	worker := lifecycle.NewWorker(desk, back, d.files, nil)
	worker.Deliveries = &chattest.Deliveries{}
	worker.Ledger, worker.Drafts = ledger.NewKeeper(desk, back, d.files, chattest.Small), knowledge.Forgetting(back)
	d.eraser = eraser{
		db: back.DB, store: back.Store, desk: desk, worker: worker,
		files: d.bucket.client(t), bucket: "box", wait: func(_ context.Context, rest time.Duration) error {
			d.waits++
			d.now = d.now.Add(rest)
			return nil
		},
	}
	return d
}

// visits puts a person into the table.
func (d *drill) visits(t *testing.T, id chat.VisitorID) {
	t.Helper()
	must(t, d.store.AddVisitor(t.Context(), chat.Visitor{Tenant: "t_shop", ID: id, FirstSeen: noon, LastVisitAt: noon}))
}

// runs erases again, and compares the result.
func (d *drill) runs(t *testing.T, before *dynamo.Store, want Erased, undone bool) {
	t.Helper()
	did, err := d.all(t.Context(), before)
	if did != want || errors.Is(err, errUndone) != undone || (err != nil) != undone {
		t.Errorf("it came to %+v, %v", did, err)
	}
}

// An erasure whose slice failed left a tombstone, so a second run finds nobody back. It finishes the job all the same,
// once that is due.
func TestAnErasureThatFailedIsFinishedByTheNextRun(t *testing.T) {
	d := newDrill(t)
	d.bucket.files["tombstones/t_shop/j_1.json"] = `{"visitor":"v_1","at":"2026-11-26T11:00:00Z"}`
	d.visits(t, "v_1")
	d.files.err = errors.New("no place")
	d.runs(t, nil, Erased{asked: 1}, true)
	d.files.err = nil
	d.runs(t, nil, Erased{asked: 1, finished: 1}, false)
	if d.waits == 0 {
		t.Error("it did not wait until the job was due")
	}
	d.runs(t, nil, Erased{asked: 1}, false)
}

// A job that the sweep has in hand is waited for, by looking at it now and then.
func TestAnErasureInOtherHandsIsWaitedFor(t *testing.T) {
	d := newDrill(t)
	j := lifecycle.Job{
		Tenant: "t_shop", ID: "j_1", Kind: lifecycle.JobErase, State: lifecycle.JobRunning, Due: noon.Add(2 * time.Minute),
		Subject: &chat.Subject{Visitor: "v_1", At: noon},
	}
	must(t, d.store.PutJob(t.Context(), j))
	wait := d.wait
	d.wait = func(ctx context.Context, rest time.Duration) error {
		if rest > glance {
			t.Errorf("it waits for %s", rest)
		}
		if d.waits == 2 { // the sweep is done
			is, err := d.store.Job(ctx, j.Key())
			must(t, err)
			is.State = lifecycle.JobChecking
			must(t, d.store.PutJob(ctx, is))
		}
		return wait(ctx, rest)
	}
	d.runs(t, nil, Erased{finished: 1}, false)
	if d.waits != 3 {
		t.Errorf("it waited %d times", d.waits)
	}
}

// An erasure that the table before still has to do is done on the new one, once for each person. A person who is not in
// the backup was not back, and gets a tombstone.
func TestUnfinishedErasuresOfTheTableBeforeAreDone(t *testing.T) {
	d, before := newDrill(t), newTable(t)
	must(t, before.PutTenant(t.Context(), chat.Tenant{ID: "t_shop"}))
	for _, j := range []lifecycle.Job{
		{ID: "j_1", Kind: lifecycle.JobErase, Subject: &chat.Subject{Visitor: "v_1", At: noon}},
		{ID: "j_2", Kind: lifecycle.JobErase}, // done: its subject is gone
		{ID: "j_3", Kind: lifecycle.JobExportVisitor, Subject: &chat.Subject{Visitor: "v_3"}},
		{ID: "j_4", Kind: lifecycle.JobErase, Subject: &chat.Subject{Visitor: "v_new", At: noon}},
	} {
		j.Tenant = "t_shop"
		must(t, before.PutJob(t.Context(), j))
	}
	d.bucket.files["tombstones/t_shop/j_1.json"] = `{"visitor":"v_1","at":"2026-11-26T11:00:00Z"}`
	d.visits(t, "v_1")
	d.visits(t, "v_3")
	d.runs(t, before.Store, Erased{asked: 2, back: 1}, false)
	for id, want := range map[chat.VisitorID]error{"v_1": chat.ErrErased, "v_new": chat.ErrErased, "v_3": nil} {
		if _, err := d.store.Visitor(t.Context(), chat.VisitorKey{Tenant: "t_shop", ID: id}); !errors.Is(err, want) {
			t.Errorf("%s is %v", id, err)
		}
	}
}
