package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/scripts/stack"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/whatsapp"
	"github.com/oklog/ulid/v2"
)

// crowd has so many deliveries of a thousand messages come through the public door of a local cloud while four busy
// loops hold the processors, and counts the messages in the table once all deliveries are worked off.
func (b *bench) crowd(ctx context.Context, run string, n int) error {
	found, err := (stack.Place{Run: run}).Outputs(ctx)
	if err != nil {
		return err
	}
	took, failed, err := crowded(ctx, found[stack.Address], n)
	if err != nil {
		return err
	}
	title(fmt.Sprintf("%d deliveries of 1,000 updates through the local cloud's door, beside four busy loops", n))
	fmt.Printf("  %d answered 200, p50 %s, p99 %s\n", len(took), ms(took.median()), ms(took.at(0.99)))
	began := time.Now()
	for left := 1; left > 0 && ctx.Err() == nil; time.Sleep(5 * time.Second) {
		if left, err = atRest(ctx, found["Media"]); err != nil {
			return err
		}
	}
	once, twice, err := counted(ctx, found["Table"])
	if err != nil {
		return err
	}
	fmt.Printf("  worked off %s later: %d messages are stored once, and %d twice\n",
		time.Since(began).Round(time.Second), once, twice)
	if lost := n*1000 - once; failed+lost+twice > 0 {
		return fmt.Errorf("%d deliveries were not answered 200, %d messages are lost, and %d stored twice", failed, lost,
			twice)
	}
	return nil
}

// crowded is how long each delivery took that was answered 200, and how many were not.
func crowded(ctx context.Context, door string, n int) (took times, failed int, err error) {
	for range 4 {
		loop := exec.CommandContext(ctx, "sh", "-c", "while :; do :; done")
		if err := loop.Start(); err != nil {
			return nil, 0, err
		}
		defer func() { _ = loop.Process.Kill(); _ = loop.Wait() }()
	}
	for range n {
		body, began := unanswered(1000), time.Now()
		status, err := posted(ctx, door, body)
		if err != nil || status != http.StatusOK {
			fmt.Printf("  a delivery is answered with %d, %v\n", status, err)
			failed++
			continue
		}
		took = append(took, time.Since(began))
	}
	if len(took) == 0 {
		return nil, failed, fmt.Errorf("no delivery is answered 200")
	}
	return took, failed, nil
}

// crowdID begins the ids of these messages.
const crowdID = "wamid.crowd-"

// unanswered is a delivery of messages of a kind to which no bot answers, so that only they are measured.
func unanswered(n int) []byte {
	var all []meta.Object
	for i := range n {
		m := meta.Message(phoneOf(i), crowdID+ulid.Make().String(), "", time.Now())
		m["type"] = "hologram"
		all = append(all, m)
	}
	demo := meta.Business{WABA: setup.DemoWABA, Number: setup.DemoNumber, Display: setup.DemoDisplay}
	return demo.Delivery(all, nil)
}

// posted sends a delivery as Meta does, signed, and returns the status of its answer.
func posted(ctx context.Context, door string, body []byte) (int, error) {
	to := door + "/webhooks/whatsapp/" + setup.DemoApp
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Hub-Signature-256", whatsapp.Sign(body, []byte(setup.DemoAppSecret)))
	answer, err := (&http.Client{Timeout: 2 * lambdaWaits}).Do(request)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}

// atRest is the number of deliveries that are not worked off yet.
func atRest(ctx context.Context, bucket string) (n int, err error) {
	prefix := deliveries.Waiting
	files := s3.NewFromConfig(stack.AWS(), func(o *s3.Options) { o.UsePathStyle = true })
	pages := s3.NewListObjectsV2Paginator(files, &s3.ListObjectsV2Input{Bucket: &bucket, Prefix: &prefix})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return 0, err
		}
		n += len(page.Contents)
	}
	return n, nil
}

var ofCrowd = regexp.MustCompile(`"wamid":"(` + regexp.QuoteMeta(crowdID) + `[^"]+)"`)

// counted are the messages of the crowd in the table that are there once, and those that are there again.
func counted(ctx context.Context, table string) (once, twice int, err error) {
	seen := map[string]bool{}
	pages := dynamodb.NewScanPaginator(dynamodb.NewFromConfig(stack.AWS()), &dynamodb.ScanInput{TableName: &table})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return 0, 0, err
		}
		for _, row := range page.Items {
			at, _ := row["sk"].(*types.AttributeValueMemberS)
			doc, _ := row["d"].(*types.AttributeValueMemberS)
			if at == nil || doc == nil || !strings.HasPrefix(at.Value, "M#") {
				continue
			}
			if id := ofCrowd.FindStringSubmatch(doc.Value); id != nil && seen[id[1]] {
				twice++
			} else if id != nil {
				seen[id[1]] = true
			}
		}
	}
	return len(seen), twice, nil
}
