package views

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/course"
)

// MaxDeck is how many talks the deck looks at, and how many visits to know their stakes.
const MaxDeck = 500

// Stake is something that makes a talk worth more.
type Stake string

// The stakes of a talk.
const (
	StakeForm      Stake = "form"      // they are in a form
	StakeStep      Stake = "step"      // the bot has shown them the way to a goal
	StakeCart      Stake = "cart"      // they are on a page of the cart or the checkout
	StakeAd        Stake = "ad"        // a campaign or a paid click led here
	StakeReturning Stake = "returning" // they have been here before
)

// DeckRow is a talk that the bot has, with how much it needs a person and why.
type DeckRow struct {
	InboxRow
	Score   int
	Reasons []course.Reason
	Stakes  []Stake
}

// Deck lists the open talks that a bot has now, those that need a person most first, of equals the latest word. The
// latest MaxDeck are looked at; more tells that there are others. A talk whose visitor is gone or blocked leaves it.
func (r *Reader) Deck(ctx context.Context, a chat.Agent) (rows []DeckRow, more bool, err error) {
	heads, next, err := r.store.ListQueues(ctx, a.Tenant, []chat.Queue{chat.QueueBot}, false, "", MaxDeck)
	if err != nil {
		return nil, false, err
	}
	heads = slices.DeleteFunc(heads, func(h chat.Head) bool { return h.VisitorAt.IsZero() }) // greeted, and silent
	visits, err := r.visiting(ctx, a.Tenant, heads)
	if err != nil {
		return nil, false, err
	}
	if n := len(heads); n > 0 && r.over(&heads[n-1]) {
		next = "" // the others are older still
	}
	heads = r.goesOn(heads, visits)
	listed := make([]*InboxRow, len(heads))
	for i, h := range heads {
		listed[i] = &InboxRow{Head: h}
	}
	if err := r.join(ctx, a, listed, true, false); err != nil {
		return nil, false, err
	}
	listed = slices.DeleteFunc(listed, func(row *InboxRow) bool { return row.Who.Blocked })
	latest := latestOf(visits)
	for _, row := range listed {
		reasons := row.Course.Reasons()
		for i := range reasons {
			reasons[i] = reasons[i].In(row.Preview)
		}
		rows = append(rows, DeckRow{
			InboxRow: *row, Score: row.Course.Score(), Reasons: reasons, Stakes: stakesOf(&row.Head, latest[row.Head.ID]),
		})
	}
	slices.SortStableFunc(rows, func(a, b DeckRow) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), b.VisitorAt.Compare(a.VisitorAt))
	})
	rows, err = masked(ctx, r, a, rows, func(row DeckRow) DeckRow {
		row.InboxRow = maskRow(row.InboxRow)
		return row
	})
	return rows, next != "", err
}

// latestOf are the latest visits of talks, as far as they are among the latest that go on.
func latestOf(visits []VisitRow) map[chat.ConversationID]*chat.Visit {
	of := map[chat.ConversationID]*chat.Visit{}
	for i := range visits {
		if id := visits[i].ConversationKey().ID; of[id] == nil { // the latest visit is listed first
			of[id] = &visits[i].Visit
		}
	}
	return of
}

// stakesOf are the stakes of a talk, and of its visit if that is known. A place before goals is none once the visit has
// reached all of them, also if a later answer leads to them again. Another goal does not count.
func stakesOf(h *chat.Head, v *chat.Visit) []Stake {
	all := []Stake{}
	add := func(is bool, s Stake) {
		if is {
			all = append(all, s)
		}
	}
	if v == nil {
		v = &chat.Visit{}
	}
	reached := h.Near.Behind(v.Goals)
	add(h.Near.InForm() && !reached, StakeForm)
	add(h.Near.BeforeStep() && !reached, StakeStep)
	add(v.Page != nil && atCart(v.Page.URL), StakeCart)
	add(len(v.Campaign) > 0, StakeAd)
	add(v.Returning, StakeReturning)
	return all
}

// carts are parts of addresses of carts and checkouts, in the product's languages that shops use there.
var carts = []string{
	"/cart", "/basket", "/checkout", "/bag", "/warenkorb", "/kasse", "/carrito", "/cesta", "/panier", "/commande",
	"/carrinho", "/sacola", "/carrello", "/sepet",
}

func atCart(address string) bool {
	address = strings.ToLower(address)
	return slices.ContainsFunc(carts, func(part string) bool { return strings.Contains(address, part) })
}
