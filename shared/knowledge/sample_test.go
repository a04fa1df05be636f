package knowledge_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/knowledge"
)

// A sample has questions of each day, before it fills up with the latest ones, and never more than its bound.
func TestASampleIsOfAllDays(t *testing.T) {
	h := newHouse(t)
	h.asks("old price")
	h.Pass(91 * 24 * time.Hour)
	for day := range 3 {
		h.asks(fmt.Sprintf("price of day %d", day))
		h.Pass(24 * time.Hour)
	}
	for i := range 40 {
		questions := []string{}
		for j := range 28 {
			questions = append(questions, fmt.Sprintf("price of %d and %d", i, j))
		}
		h.asks(questions...)
	}
	mind := changing()
	h.compare = mind.compare
	h.add("Price", "5 euros")
	h.publish()
	if len(mind.asked) != knowledge.MaxSampled || slices.Contains(mind.asked, "old price") {
		t.Errorf("%d questions were asked again", len(mind.asked))
	}
	for day := range 3 {
		if !slices.Contains(mind.asked, fmt.Sprintf("price of day %d", day)) {
			t.Errorf("day %d is not in the sample", day)
		}
	}
}

// A tenant of one day has a full sample, too: the few of each day are only the first of it.
func TestASampleOfAYoungTenantIsFull(t *testing.T) {
	h := newHouse(t)
	for i := range 30 {
		h.asks(fmt.Sprintf("price of %d", i))
	}
	mind := changing()
	h.compare = mind.compare
	h.add("Price", "5 euros")
	h.publish()
	if len(mind.asked) != 30 {
		t.Errorf("%d of 30 questions were asked again", len(mind.asked))
	}
}
