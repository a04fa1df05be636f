package knowledge_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/knowledge"
)

// Two entries of one bot with the same wording are not published, and both are named; a draft disturbs nobody.
func TestTwoEntriesWithOneWordingAreRefused(t *testing.T) {
	h := newHouse(t)
	first := h.add("Opening hours", "At nine.")
	h.publish(first)
	second := h.add("Hours", "At ten.")
	same := says("Hours", "opening hours", "At ten.")
	h.Pass(time.Second)
	second, err := h.Library.Save(h.Ctx(), lea, second.ID, second.Version, same)
	h.Must(err)
	refused := func(what string, err error) {
		t.Helper()
		got, is := errors.AsType[*chat.Error](err)
		if !is || got.Code != "same_wording" || !strings.Contains(got.Text, "“Hours”") ||
			!strings.Contains(got.Text, "of “Opening hours”") {
			t.Errorf("%s is refused with %v", what, err)
		}
	}
	_, err = h.Library.Publish(h.Ctx(), lea, []knowledge.Ref{{ID: second.ID, Version: int(second.Version)}}, false)
	refused("the second entry", err)
	_, err = h.Library.PublishAll(h.Ctx(), lea, false)
	refused("everything", err)
	h.publish(h.rewrite(first, "At eight."))

	h.Pass(time.Second)
	same.Bots = []chat.BotID{"b_other"}
	mine := says("Opening hours", "Opening hours?", "At eight.")
	mine.Bots = []chat.BotID{"b_one"}
	second, err = h.Library.Save(h.Ctx(), lea, second.ID, second.Version, same)
	h.Must(err)
	third, _, err := h.Library.Draft(h.Ctx(), lea, first.ID)
	h.Must(err)
	third, err = h.Library.Save(h.Ctx(), lea, first.ID, third.Version, mine)
	h.Must(err)
	h.publish(second, third) // no bot has both
}

// Of two people who publish entries with one wording at once, the second one's edition fails in words.
func TestTwoPeoplePublishOneWordingAtOnce(t *testing.T) {
	h := newHouse(t)
	for _, title := range []string{"Hours", "hours!"} {
		d := h.add(title, "At nine.")
		_, err := h.Library.Publish(h.Ctx(), lea, []knowledge.Ref{{ID: d.ID, Version: int(d.Version)}}, false)
		h.Must(err)
	}
	h.Must(h.press.Print(h.Ctx(), lea.Tenant))
	all, live, err := h.Publications(h.Ctx(), lea)
	h.Must(err)
	if live != 1 || !strings.Contains(all[0].Failure, "of “hours!” and of “Hours”") {
		t.Errorf("in force is %d, and the second says %q", live, all[0].Failure)
	}
	h.publish(h.add("Price", "5 euros"))
}

// Thousands of entries with one wording are told as some conflicts, and soon: each with each would be millions.
func TestAWordingOfThousandsOfEntries(t *testing.T) {
	h := newHouse(t)
	for range knowledge.MaxEntries {
		d := knowledge.Draft{Tenant: chattest.Tenant, ID: knowledge.EntryID(h.NewID(h.Now())), At: h.Now()}
		d.Content = says("Title", "Why?", "So.")
		h.Must(h.Store.PutDraft(h.Ctx(), d))
	}
	found, err := h.Library.Conflicts(h.Ctx(), lea, "", nil, nil)
	h.Must(err)
	if len(found) != 100 {
		t.Errorf("%d conflicts are named", len(found))
	}
	if _, err := h.Library.PublishAll(h.Ctx(), lea, false); chat.CodeOf(err) != "same_wording" {
		t.Errorf("all are refused with %v", err)
	}
}
