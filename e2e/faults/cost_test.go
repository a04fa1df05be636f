package faults

import (
	"fmt"
	"testing"

	"github.com/botifire/livechat/e2e/host"
)

func TestX(t *testing.T) {
	h := newCloud(t)
	show := func(what string) {
		r, w := 0.0, 0.0
		fmt.Println("##", what)
		for _, c := range h.Calls() {
			if c.Function == "setup" {
				continue
			}
			fmt.Println("  ", c.Function, c.Op, c.Read, c.Write)
			r += c.Read
			w += c.Write
		}
		fmt.Println("   = R", r, "W", w)
		h.Reset()
	}
	v := h.Visitor(host.FastSite)
	v.Arrive(t.Context(), "/")
	h.Drain(t.Context())
	show("arrive")
	v.Ask(t.Context(), host.Object{"action": "page", "page": host.Object{"url": host.Origin + "/x", "title": "X"}})
	h.Drain(t.Context())
	show("page")
	v.Say(t.Context(), "When do you open?")
	h.Drain(t.Context())
	show("first exchange")
	v.Say(t.Context(), "When do you open?")
	h.Drain(t.Context())
	show("exchange")
	visit(t.Context(), h)
	show("visit")
	s := h.Visitor(host.SlowSite)
	s.Arrive(t.Context(), "/")
	s.Say(t.Context(), "Hello")
	h.Drain(t.Context())
	h.Reset()
	s.Say(t.Context(), "Hello")
	h.Drain(t.Context())
	show("slow exchange")
	h.Reset()
	phone(t.Context(), h)
	show("phone")
}
