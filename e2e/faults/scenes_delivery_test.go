package faults

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/e2e/meta"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/deliveries"
	"github.com/botifire/livechat/shared/lifecycle"
)

// padded is a delivery of more bytes than are taken in while Meta waits.
func padded(messages ...host.Object) []byte {
	messages[0]["pad"] = strings.Repeat("x", 20_000)
	return host.Kettle.Delivery(messages, nil)
}

// waiting are the deliveries that are not worked off yet.
func waiting(h *host.Host) (n int) {
	for name := range h.Files() {
		if strings.HasPrefix(name, "media/"+deliveries.Waiting) {
			n++
		}
	}
	return n
}

// largeDelivery has two customers write several messages each, all in one delivery that is stored first. Meta repeats
// it while it waits, and once more when it was worked off.
func largeDelivery(ctx context.Context, h *host.Host) ([]string, error) {
	run, at := newID(), time.Now().Truncate(time.Second).Add(-20*time.Second)
	numbers := []string{"5531" + newDigits(), "5532" + newDigits()}
	var messages []host.Object
	for i, text := range []string{"When do you open?", "And on Sundays?", "How long does delivery take?"} {
		for _, from := range numbers {
			wamid := fmt.Sprint("wamid.", run, from, i)
			messages = append(messages, meta.Message(from, wamid, text, at.Add(time.Duration(i)*time.Second)))
		}
	}
	body := padded(messages...)
	for range 2 {
		if err := delivers(ctx, h, body); err != nil {
			return nil, err
		}
	}
	h.Work(ctx)
	if err := delivers(ctx, h, body); err != nil {
		return nil, err
	}
	lines := []string{}
	for _, from := range numbers {
		_, key, err := talkOf(ctx, h, from)
		if err != nil {
			return nil, err
		}
		allSent(ctx, h, key)
		more, err := h.Transcript(ctx, key)
		if err != nil {
			return nil, err
		}
		for _, line := range more {
			if strings.HasPrefix(line, "visitor") { // the bot's answer depends on those before it
				lines = append(lines, line)
			}
		}
	}
	return append(lines, fmt.Sprint(waiting(h), " wait")), nil
}

// erasedMeanwhile erases a customer whose words are in a stored delivery, beside those of a neighbour. The delivery's
// task was given up long ago. No receipt is given before the delivery is worked off, and then nothing is left but the
// neighbour's words.
func erasedMeanwhile(ctx context.Context, h *host.Host) ([]string, error) {
	run, at := newID(), time.Now().Truncate(time.Second).Add(-time.Second)
	gone, stays := "5533"+newDigits(), "5534"+newDigits()
	if err := delivers(ctx, h, host.Kettle.Delivery([]host.Object{
		meta.Message(gone, "wamid."+run+"1", "When do you open?", at),
	}, nil)); err != nil {
		return nil, err
	}
	h.Drain(ctx)
	visitor, key, err := talkOf(ctx, h, gone)
	if err != nil {
		return nil, err
	}
	if err := delivers(ctx, h, padded(
		meta.Message(gone, "wamid."+run+"2", "words of somebody who goes", at),
		meta.Message(stays, "wamid."+run+"3", "And on Sundays?", at),
	)); err != nil {
		return nil, err
	}
	h.GiveUp("delivery")
	for _, prefix := range []string{deliveries.Waiting, deliveries.Known} {
		h.AgeFiles("media", prefix, 4*time.Hour)
	}
	for range 3 { // an answer that was lost: the person may be erased already
		if status, err := h.Call(ctx, olu, "POST", "/v1/erasures", host.Object{"visitor": visitor.ID}, nil); err == nil &&
			status < 500 {
			break
		}
	}
	early, done := false, false
	for round := 0; round < 2 || !done && round < 30; round++ { // each fault costs an erasure one of them
		if done, err = erasuresGoOn(ctx, h); err != nil {
			return nil, err
		}
		if early = early || done && waiting(h) > 0; round > 0 {
			h.Drain(ctx)
		}
	}
	left, err := h.Store.Since(ctx, key, "", 10)
	_, unknown := h.Store.Visitor(ctx, visitor)
	_, neighbour, bad := talkOf(ctx, h, stays)
	if err = errors.Join(err, bad); err != nil {
		return nil, err
	}
	lines, err := h.Transcript(ctx, neighbour)
	return []string{
		lines[0], fmt.Sprint("receipt: ", done, ", before the delivery was worked off: ", early),
		fmt.Sprintf("%d wait, %d messages are left, the visitor is erased: %v", waiting(h), len(left),
			errors.Is(unknown, chat.ErrErased)),
	}, err
}

// aboutDeliveries are the calls that work deliveries off, and those by which an erasure looks for them and goes on:
// TestErasureSurvivesItsProcess disturbs the others.
func aboutDeliveries(c host.Call) bool {
	return c.Function == "whatsapp-delivery" || c.Op == "S3.ListObjectsV2" || c.Op == "SQS.SendMessage" ||
		c.Op == "S3.PutObject" || c.Op == "DynamoDB.PutItem"
}

// erasuresGoOn makes all jobs due, has the sweep go on with them, and tells whether every erasure is done.
func erasuresGoOn(ctx context.Context, h *host.Host) (bool, error) {
	jobs, err := h.Store.Jobs(ctx, host.Tenant, 100)
	for _, j := range jobs {
		if !j.Due.IsZero() {
			j.Due = now().Add(-time.Second)
			err = errors.Join(err, chat.Except(h.Store.PutJob(ctx, j), chat.ErrConflict))
		}
	}
	if err = errors.Join(err, h.Sweep(ctx)); err != nil {
		return false, err
	}
	jobs, err = h.Store.Jobs(ctx, host.Tenant, 100)
	done := true
	for _, j := range jobs {
		done = done && (j.Kind != lifecycle.JobErase || j.State == lifecycle.JobDone)
	}
	return done, err
}
