package host

import (
	"context"
	"fmt"
	"time"
)

// Story is something whose cost is counted. It is one of many in a busy company, where all share
// the cost of the hints to the team, at most one a second.
type Story struct {
	Name string
	Tell func(ctx context.Context, h *Host, n int) error // n times
}

// Stories are the product's most frequent work.
var Stories = []Story{
	{"first exchange", firstExchanges},
	{"exchange, fast bot", exchanges(FastSite, false)},
	{"exchange without an answer", misses},
	{"exchange, slow bot", exchanges(SlowSite, false)},
	{"exchange, bot with a model", modelExchanges},
	{"exchange that tells what was read", exchanges(FastSite, true)},
	{"what was read, told on closing", closings},
	{"session", sessions(1, false)},
	{"silent visit, 5 pages, one socket", sessions(5, false)},
	{"silent visit, 5 pages, each reloads", sessions(5, true)},
	{"WhatsApp exchange with three statuses", phoneExchanges},
	{"WhatsApp message in", phoneWords(true, false)},
	{"WhatsApp message out with three statuses", phoneWords(false, true)},
	{"WhatsApp photo in", phonePhotos},
}

// firstExchanges counts the first message and its answer; the arrival comes before.
func firstExchanges(ctx context.Context, h *Host, n int) error {
	visitors, err := h.arrivals(ctx, FastSite, n)
	if err != nil {
		return err
	}
	return h.exchange(ctx, visitors, known)
}

const known = "When do you open?"

// misses counts a question that the bot cannot answer, one visitor after the other: those who ask the same at the same
// moment wait for each other's write, and pay for each try.
func misses(ctx context.Context, h *Host, n int) error {
	visitors, err := h.arrivals(ctx, FastSite, n)
	if err != nil {
		return err
	}
	if err := h.exchange(ctx, visitors, known); err != nil {
		return err
	}
	for _, v := range visitors {
		if err := v.Rest(ctx); err != nil {
			return err
		}
	}
	h.Reset()
	for _, v := range visitors {
		if _, err := v.Say(ctx, "Do zebras wear hats?"); err != nil {
			return err
		}
		h.Drain(ctx)
	}
	return nil
}

// exchanges counts the second exchange of each visitor.
func exchanges(site string, reads bool) func(context.Context, *Host, int) error {
	return func(ctx context.Context, h *Host, n int) error {
		visitors, err := h.arrivals(ctx, site, n)
		if err != nil {
			return err
		}
		if err := h.exchange(ctx, visitors, known); err != nil {
			return err
		}
		for _, v := range visitors {
			v.tells = reads
		}
		return h.exchange(ctx, visitors, known)
	}
}

// modelExchanges counts the second exchange of each visitor with a bot that asks a model.
func modelExchanges(ctx context.Context, h *Host, n int) error {
	visitors, err := h.arrivals(ctx, ModelSite, n)
	if err != nil {
		return err
	}
	if err := h.exchange(ctx, visitors, ForModel); err != nil {
		return err
	}
	return h.exchange(ctx, visitors, ForModel)
}

// closings counts the cost of closing the panel after its messages were read.
func closings(ctx context.Context, h *Host, n int) error {
	visitors, err := h.arrivals(ctx, FastSite, n)
	if err != nil {
		return err
	}
	if err := h.exchange(ctx, visitors, known); err != nil {
		return err
	}
	for _, v := range visitors {
		if err := v.Rest(ctx); err != nil {
			return err
		}
	}
	h.Reset()
	for _, v := range visitors {
		if _, err := v.Ask(ctx, Object{"action": "read", "upTo": v.newest()}); err != nil {
			return err
		}
	}
	h.Drain(ctx)
	return nil
}

// arrivals has visitors come to the first page of a site.
func (h *Host) arrivals(ctx context.Context, site string, n int) ([]*Visitor, error) {
	var visitors []*Visitor
	for range n {
		v := h.Visitor(site)
		if err := v.Arrive(ctx, "/"); err != nil {
			return nil, err
		}
		visitors = append(visitors, v)
	}
	return visitors, nil
}

// exchange has each visitor say something and get an answer, and counts only that.
func (h *Host) exchange(ctx context.Context, visitors []*Visitor, says string) error {
	h.Drain(ctx)
	for _, v := range visitors {
		if err := v.Rest(ctx); err != nil {
			return err
		}
	}
	h.Reset()
	for _, v := range visitors {
		if _, err := v.Say(ctx, says); err != nil {
			return err
		}
	}
	h.Drain(ctx)
	return nil
}

// sessions has visitors look at pages without opening the chat and leave; then the sweep closes
// their visits.
func sessions(pages int, reload bool) func(context.Context, *Host, int) error {
	return func(ctx context.Context, h *Host, n int) error {
		h.Drain(ctx)
		h.Reset()
		for range n {
			v := h.Visitor(FastSite)
			if err := v.Arrive(ctx, "/"); err != nil {
				return err
			}
			for page := 1; page < pages; page++ {
				if err := v.Turn(ctx, fmt.Sprintf("/kettles/copper-%d", page), reload); err != nil {
					return err
				}
			}
			if err := v.Leave(ctx); err != nil {
				return err
			}
		}
		h.Drain(ctx)
		return h.Elapse(ctx, time.Minute)
	}
}

// Turn goes to another page: within the same document, or by a reload that closes the socket.
func (v *Visitor) Turn(ctx context.Context, page string, reload bool) error {
	if reload {
		if err := v.Leave(ctx); err != nil {
			return err
		}
		v.h.Drain(ctx)
		if err := v.Arrive(ctx, page); err != nil {
			return err
		}
		return v.h.Elapse(ctx, time.Minute) // they read it: the task of the tab before finds this one
	}
	if err := v.Rest(ctx); err != nil {
		return err
	}
	return v.Look(ctx, page)
}

// Sweep runs the sweep at the full hour, when it looks at everything.
func (h *Host) Sweep(ctx context.Context) error {
	var err error
	for range 3 { // it runs each minute
		if err = h.Invoke(ctx, "sweep", Object{"time": "2026-01-01T00:00:00Z"}, nil); err == nil {
			return nil
		}
	}
	return err
}
