package faults

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
)

// turning is a visitor who has looked at more pages than a notebook holds.
func turning(ctx context.Context, h *host.Host) (*host.Visitor, chat.VisitKey, error) {
	v := h.Visitor(host.FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return v, chat.VisitKey{}, err
	}
	for n := range chat.MaxNotebook + 1 {
		if err := v.Rest(ctx); err != nil {
			return v, chat.VisitKey{}, err
		}
		if _, err := v.Ask(ctx, host.Object{"action": "page", "id": newID(), "page": host.Object{
			"url": fmt.Sprint(host.Origin, "/", n), "title": "A page",
		}}); err != nil {
			return v, chat.VisitKey{}, err
		}
	}
	s, err := h.Store.Socket(ctx, chat.ConnectionID("v."+v.Conn()))
	return v, s.VisitKey(), err
}

// visitsAtOnce has two visitors leave in the same moment: their ends are tasks of one batch.
func visitsAtOnce(ctx context.Context, h *host.Host) ([]string, error) {
	var keys []chat.VisitKey
	var visitors []*host.Visitor
	for range 2 {
		v, key, err := turning(ctx, h)
		if err != nil {
			return nil, err
		}
		visitors, keys = append(visitors, v), append(keys, key)
	}
	for _, v := range visitors {
		if err := v.Leave(ctx); err != nil {
			return nil, err
		}
	}
	h.Drain(ctx)
	for range 3 { // a task that failed is looked at again
		if err := h.Elapse(ctx, time.Minute); err != nil {
			return nil, err
		}
	}
	return endedLines(ctx, h, keys...)
}

// lostVisit has the sweep find a visit whose tab vanished without a word.
func lostVisit(ctx context.Context, h *host.Host) ([]string, error) {
	_, key, err := turning(ctx, h)
	if err != nil {
		return nil, err
	}
	h.Drain(ctx)
	if err := h.Silence(ctx, key, chat.SilentSocket+time.Minute); err != nil {
		return nil, err
	}
	for range 2 { // the next run comes back to a visit that failed
		_ = h.Sweep(ctx)
	}
	h.Drain(ctx)
	if err := h.Elapse(ctx, time.Minute); err != nil {
		return nil, err
	}
	return endedLines(ctx, h, key)
}

// manyTabs loads so many pages anew that their visit drops the rows of closed tabs: the pages are in its log before.
func manyTabs(ctx context.Context, h *host.Host) ([]string, error) {
	v, key, oldest := h.Visitor(host.FastSite), chat.VisitKey{}, chat.ConnectionID("")
	const tabs = chat.MaxTabs + 2
	for n := range tabs {
		v = v.Tab()
		if err := v.Arrive(ctx, fmt.Sprint("/", n)); err != nil {
			return nil, err
		}
		s, err := h.Store.Socket(ctx, chat.ConnectionID("v."+v.Conn()))
		if err != nil {
			return nil, err
		}
		if n == 0 {
			oldest = s.ID
		}
		if key = s.VisitKey(); n < tabs-1 {
			if err := v.Leave(ctx); err != nil {
				return nil, err
			}
		}
	}
	_, gone := h.Store.Socket(ctx, oldest)
	if err := v.Leave(ctx); err != nil {
		return nil, err
	}
	h.Drain(ctx)
	for range 3 { // a task that failed is looked at again
		if err := h.Elapse(ctx, time.Minute); err != nil {
			return nil, err
		}
	}
	lines, err := endedLines(ctx, h, key)
	return append(lines, fmt.Sprint("the oldest row is dropped ", gone != nil)), err
}

// endedLines tells how visits ended, and whether a recount finds the same.
func endedLines(ctx context.Context, h *host.Host, keys ...chat.VisitKey) ([]string, error) {
	lines := []string{}
	for _, key := range keys {
		s, err := h.Store.Visit(ctx, key)
		if err != nil {
			return nil, err
		}
		log, err := chat.Log(ctx, h.Store, &s, chat.MaxLog)
		if err != nil {
			return nil, err
		}
		pages := map[string]bool{}
		for n := range chat.MaxNotebook + 1 {
			pages[fmt.Sprint(host.Origin, "/", n)] = true
		}
		for _, e := range log {
			delete(pages, e.Page.URL)
		}
		lines = append(lines, fmt.Sprint("live ", s.Live(), ", ended by ", s.EndReason, ", pages missing ", len(pages),
			", counted as in the log ", s.Pages == len(log) && s.Folded != nil && s.Folded.Pages == len(log)))
	}
	off, err := miscounted(ctx, h)
	return append(lines, fmt.Sprint("counters that are off ", off)), err
}

// miscounted is how far the counters are from the visits that they were made from.
func miscounted(ctx context.Context, h *host.Host) (map[string]int64, error) {
	off := map[string]int64{}
	for _, live := range []bool{true, false} {
		err := chat.EachRow(func(position string) ([]chat.Visit, string, error) {
			return h.Store.ListVisits(ctx, host.Tenant, live, position, chat.MaxPageSize)
		}, func(s chat.Visit) error {
			for name, n := range s.Counted().Values {
				off[name] += n
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	rows, err := h.Store.Counts(ctx, host.Tenant, chat.FirstDay, chat.LastDay(time.Now()))
	for _, row := range rows {
		for name, n := range row.Values {
			off[name] -= n
		}
	}
	maps.DeleteFunc(off, func(_ string, n int64) bool { return n == 0 })
	return off, err
}
