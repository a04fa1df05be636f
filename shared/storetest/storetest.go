// Package storetest is the contract test of every store. It proves the promises of package chat's
// ports once for all of them.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/ledger"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/mail"
	"github.com/botifire/livechat/shared/notices"
	"github.com/botifire/livechat/shared/office"
	"github.com/botifire/livechat/shared/search"
	"github.com/botifire/livechat/shared/team"
	"github.com/botifire/livechat/shared/unanswered"
	"github.com/botifire/livechat/shared/views"
	"github.com/google/go-cmp/cmp"
	"github.com/oklog/ulid/v2"
)

// Store is everything that a store can do: the needs of each room of the domain.
type Store interface {
	chat.Store
	chat.LineStore
	chat.LinkStore
	chat.RecountStore
	office.Store
	knowledge.Store
	ledger.Store
	mail.Store
	notices.Store
	lifecycle.Store
	search.Store
	views.Store
	team.Store
	unanswered.Store

	// Taken is how much of a limit was taken in a window of time.
	Taken(ctx context.Context, tenant chat.TenantID, what string, window time.Time) (int64, error)

	// Poisoned lists the parked rows, for tools and tests.
	Poisoned(ctx context.Context, limit int) ([]chat.Poison, error)

	// PutFlowKeys replaces the private keys of a number's Flows, sealed, newest first.
	PutFlowKeys(ctx context.Context, tenant chat.TenantID, number string, keys [][]byte) error
}

// Run proves the contract. Each part gets its own tenant, so that all can share one store.
func Run(t *testing.T, store Store) {
	for name, part := range map[string]func(*testing.T, *bench){
		"mentions": func(_ *testing.T, b *bench) { mentions(b) },
		"alerts":   func(_ *testing.T, b *bench) { alerts(b) },
		"notices":  told,
		"devices":  devices,
		"messages": messages, "some messages": someMessages, "late messages": lateMessages, "commit": commit,
		"commit races": commitRaces, "queues": queues, "long queues": longQueues,
		"wamids": wamids, "visitors": visitors, "read marks": readMarks, "sessions": visits, "session lists": visitLists,
		"counters": counters, "goals": counted, "arrivals": arrivals, "exchange": exchange, "budgets": budgets,
		"marks": marks, "long ids": longIDs, "flow rows": flowRows, "flows": flows, "templates": templates, "news": news,
		"days of questions": daysOfQuestions, "answers of entries": answersOfEntries, "lost goals": lostGoals,
		"decisions": decisions, "gaps": gaps,
		"what was made of wordings": madeOfWordings,
		"sockets":                   sockets, "notebook": notebook, "eventual change": eventualChange,
		"notebooks begin anew": notebooksBeginAnew, "log rows": logRows, "erased notebooks": erasedNotebooks,
		"frame budget": frameBudget, "tickets": tickets, "gate": gate,
		"directory": directory, "team and keys": teamAndKeys, "buried": buried, "forgotten": forgotten,
		"unlisted": unlisted,
		"due":      due, "shares": shares, "two visitors": twoVisitors, "poison": poison,
		"entries": entries, "publications": publications, "waits": waits,
		"imports": imports, "sites that are read weekly": weeklies, "past hours": pastHours,
		"boxes": boxes, "silences": silences, "recounts": recounts, "months": ledgerMonths, "leads": leads,
	} {
		t.Run(name, func(t *testing.T) {
			part(t, &bench{
				Store: store, t: t, tenant: chat.TenantID("t_" + id()), now: time.Now().UTC().Truncate(time.Millisecond),
			})
		})
	}
}

// bench is a store under test, with a tenant and a fixed time.
type bench struct {
	Store
	t      *testing.T
	tenant chat.TenantID
	now    time.Time
}

func id() string { return ulid.Make().String() }

func (b *bench) ctx() context.Context { return b.t.Context() }

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) wants(err, want error) {
	b.t.Helper()
	if !errors.Is(err, want) {
		b.t.Fatalf("got the error %v, want %v", err, want)
	}
}

func (b *bench) equal(what string, got, want any) {
	b.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		b.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func (b *bench) conversation() chat.ConversationKey {
	return chat.ConversationKey{Tenant: b.tenant, ID: chat.ConversationID("c_" + id())}
}

// at makes an id of a time.
func at(t time.Time) chat.MessageID {
	return chat.MessageID(ulid.MustNew(ulid.Timestamp(t), ulid.DefaultEntropy()).String())
}

func (b *bench) message(minted time.Time, text string) chat.Message {
	return chat.Message{
		ID: at(minted), At: minted, Author: chat.Author{Kind: chat.ByVisitor, ID: "v_x"}, Hash: text,
		Bubbles: []chat.Bubble{{Body: chat.Text(text)}},
	}
}

func ids(messages []chat.Message) []chat.MessageID {
	all := []chat.MessageID{}
	for _, m := range messages {
		all = append(all, m.ID)
	}
	return all
}

func exchange(t *testing.T, b *bench) {
	k := b.conversation()
	question := b.message(b.now, "a question")
	_, _, err := b.Exchange(b.ctx(), k, question.ID)
	b.wants(err, chat.ErrNotFound)
	_, err = b.Append(b.ctx(), k, question)
	b.must(err)
	found, reply, err := b.Exchange(b.ctx(), k, question.ID)
	b.must(err)
	b.equal("without a reply", []any{found.ID, reply == nil}, []any{question.ID, true})
	answer := b.message(b.now.Add(time.Hour), "a late reply") // it is late, so it has a pointer
	answer.ID = chat.ReplyTo(question.ID)
	_, err = b.Append(b.ctx(), k, answer)
	b.must(err)
	_, reply, err = b.Exchange(b.ctx(), k, question.ID)
	b.must(err)
	b.equal("with its reply", reply.ID, answer.ID)
}

func messages(t *testing.T, b *bench) {
	k := b.conversation()
	var want []chat.MessageID
	for i := range 5 {
		m := b.message(b.now.Add(time.Duration(i)*time.Second), fmt.Sprint("message ", i))
		stored, err := b.Append(b.ctx(), k, m)
		b.must(err)
		b.equal("stored", stored, m)
		want = append(want, m.ID)
	}
	again := b.message(b.now, "another")
	again.ID = want[0]
	stored, err := b.Append(b.ctx(), k, again)
	b.wants(err, chat.ErrExists)
	b.equal("what is stored under a taken id", stored.Hash, "message 0")

	reply := b.message(b.now.Add(2*time.Second), "a reply")
	reply.ID = chat.ReplyTo(want[2])
	_, err = b.Append(b.ctx(), k, reply)
	b.must(err)
	order := []chat.MessageID{want[0], want[1], want[2], reply.ID, want[3], want[4]}

	all, err := b.Since(b.ctx(), k, "", 100)
	b.must(err)
	b.equal("a reply follows its question", ids(all), order)
	after, err := b.Since(b.ctx(), k, want[2], 100)
	b.must(err)
	b.equal("since", ids(after), order[3:])
	some, err := b.Since(b.ctx(), k, "", 2)
	b.must(err)
	b.equal("since, limited", ids(some), order[:2])
	latest, err := b.History(b.ctx(), k, "", 2)
	b.must(err)
	b.equal("history from the end", ids(latest), []chat.MessageID{want[4], want[3]})
	earlier, err := b.History(b.ctx(), k, want[3], 2)
	b.must(err)
	b.equal("history before an id", ids(earlier), []chat.MessageID{reply.ID, want[2]})

	changed, err := b.UpdateMessage(b.ctx(), k, want[1], func(m *chat.Message) error {
		m.Bubbles[0].Delivery = &chat.Delivery{Status: chat.Sent}
		return nil
	})
	b.must(err)
	read, err := b.Message(b.ctx(), k, want[1])
	b.must(err)
	b.equal("a changed message", read, changed)
	_, err = b.Message(b.ctx(), k, at(b.now))
	b.wants(err, chat.ErrNotFound)
	_, err = b.UpdateMessage(b.ctx(), k, at(b.now), func(*chat.Message) error { return nil })
	b.wants(err, chat.ErrNotFound)
	empty, err := b.Since(b.ctx(), b.conversation(), "", 10)
	b.must(err)
	b.equal("an empty log", ids(empty), []chat.MessageID{})
}

// A row that is stored long after its id's time is found by a reader that has already read past it.
func lateMessages(t *testing.T, b *bench) {
	k := b.conversation()
	early := b.message(b.now.Add(-time.Hour), "an hour old, stored now")
	early.At = b.now
	mark := b.message(b.now.Add(-time.Minute), "seen before")
	_, err := b.Append(b.ctx(), k, mark)
	b.must(err)
	_, err = b.Append(b.ctx(), k, early)
	b.must(err)
	missed, err := b.Since(b.ctx(), k, mark.ID, 100)
	b.must(err)
	b.equal("the late message is not missed", ids(missed), []chat.MessageID{early.ID})
	all, err := b.Since(b.ctx(), k, "", 100)
	b.must(err)
	b.equal("it comes once", ids(all), []chat.MessageID{early.ID, mark.ID})
	history, err := b.History(b.ctx(), k, "", 100)
	b.must(err)
	b.equal("history knows no pointers", ids(history), []chat.MessageID{mark.ID, early.ID})
	_, err = b.Append(b.ctx(), k, early)
	b.wants(err, chat.ErrExists)
}

// begin makes a head.
func (b *bench) begin(k chat.ConversationKey, change func(*chat.Head)) chat.Head {
	b.t.Helper()
	h, err := b.Commit(b.ctx(), k, func(h *chat.Head) ([]chat.Message, error) {
		h.Visitor, h.Bot, h.Owner, h.Status, h.Source = "v_x", "b_x", chat.OwnerBot, chat.Open, chat.Web
		if change != nil {
			change(h)
		}
		return nil, nil
	})
	b.must(err)
	return h
}

func commit(t *testing.T, b *bench) {
	k := b.conversation()
	_, err := b.Head(b.ctx(), k)
	b.wants(err, chat.ErrNotFound)
	b.begin(k, func(h *chat.Head) {
		if h.Version != 0 || h.Key() != k {
			t.Errorf("a head that does not exist is handed over as %+v", h)
		}
	})
	first, err := b.Head(b.ctx(), k)
	b.must(err)
	if first.Version == 0 {
		t.Error("a stored head has a version")
	}
	m := b.message(b.now, "with the head")
	after, err := b.Commit(b.ctx(), k,
		func(h *chat.Head) ([]chat.Message, error) { h.Epoch = 7; return []chat.Message{m}, nil })
	b.must(err)
	some, err := b.HeadsByID(b.ctx(), k.Tenant, []chat.ConversationID{k.ID, "c_none", k.ID})
	b.must(err)
	b.equal("heads by id", []any{len(some), some[k.ID].Epoch, some[k.ID].Version}, []any{1, after.Epoch, after.Version})
	read, err := b.Head(b.ctx(), k)
	b.must(err)
	b.equal("the head as it was committed", read, after)
	if _, err := b.Message(b.ctx(), k, m.ID); err != nil {
		t.Error("the message was not stored with the head:", err)
	}
	unsaved, err := b.Commit(b.ctx(), k,
		func(h *chat.Head) ([]chat.Message, error) { h.Epoch = 8; return []chat.Message{m}, nil })
	b.wants(err, chat.ErrExists)
	b.equal("a head that was not stored", unsaved, chat.Head{})
	read, err = b.Head(b.ctx(), k)
	b.must(err)
	b.equal("nothing is stored with a taken id", read.Epoch, 7)
	no := errors.New("no")
	unsaved, err = b.Commit(b.ctx(), k, func(h *chat.Head) ([]chat.Message, error) { h.Epoch = 9; return nil, no })
	b.wants(err, no)
	b.equal("a head whose change was refused", unsaved, chat.Head{})
	same, err := b.Commit(b.ctx(), k, func(*chat.Head) ([]chat.Message, error) { return nil, nil })
	b.must(err)
	b.equal("no change writes nothing", same.Version, read.Version)
	heads, err := b.ConversationsOf(b.ctx(), chat.VisitorKey{Tenant: b.tenant, ID: "v_x"})
	b.must(err)
	b.equal("the visitor's conversations", len(heads), 1)
}

// Many writers at once lose nothing.
func commitRaces(t *testing.T, b *bench) {
	k := b.conversation()
	b.begin(k, nil)
	const writers = 6
	var wait sync.WaitGroup
	errs := make([]error, writers)
	for i := range writers {
		wait.Go(func() {
			for range 20 { // the caller retries, as relay would
				_, errs[i] = b.Commit(b.ctx(), k, func(h *chat.Head) ([]chat.Message, error) { h.Epoch++; return nil, nil })
				if !errors.Is(errs[i], chat.ErrConflict) {
					return
				}
			}
		})
	}
	wait.Wait()
	b.must(errors.Join(errs...))
	h, err := b.Head(b.ctx(), k)
	b.must(err)
	b.equal("every writer counted", h.Epoch, writers)
}

func (b *bench) visitor(identities ...string) chat.Visitor {
	b.t.Helper()
	v := chat.Visitor{Tenant: b.tenant, ID: chat.VisitorID("v_" + id()), FirstSeen: b.now, Source: chat.Web}
	for _, hash := range identities {
		v.Identities = append(v.Identities, chat.Identity{Kind: chat.IdentityNumber, Hash: hash})
	}
	b.must(b.AddVisitor(b.ctx(), v))
	return v
}
