package knowledge_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/knowledge"
)

// asker is a visitor who asks something.
func (h *house) asker(text string) *chattest.Guest {
	h.T.Helper()
	g := h.Guest()
	g.Opens("/")
	g.Says(text)
	return g
}

// borrows is an entry with a wording of its own and others that were taken over from conversations.
func borrows(answer string, from map[string]*chattest.Guest) knowledge.Content {
	c := says("Price", "What does it cost?", answer)
	words := c.Languages["en"]
	c.Borrowed = map[string]chat.ConversationID{}
	for text, g := range from {
		words.Wordings = append(words.Wordings, text)
		c.Borrowed[text] = g.Key().ID
	}
	slices.Sort(words.Wordings)
	c.Languages["en"] = words
	return c
}

// worded is the wordings of an entry as it is written, and of each version that is kept, the latest first.
func (h *house) worded(id knowledge.EntryID) string {
	h.T.Helper()
	d, _, err := h.Library.Draft(h.Ctx(), lea, id)
	h.Must(err)
	versions, _, err := h.Versions(h.Ctx(), lea, id)
	h.Must(err)
	all := []string{}
	for _, v := range append([]knowledge.Draft{d}, versions...) {
		all = append(all, strings.Join(v.Languages["en"].Wordings, " "))
	}
	return strings.Join(all, " | ")
}

// A wording that somebody took over from a person's question goes with that person while nobody has published it: out
// of all versions, and a page that is still open brings none back. Those of others stay.
func TestWordingsOfAnErasedPersonLeaveDrafts(t *testing.T) {
	h := newHouse(t)
	files := chattest.NewVault()
	h.Vault, h.Archives = files, chattest.Archives{Vault: files}
	mine, other := h.asker("a-bike?"), h.asker("bicycle?")
	id := knowledge.EntryID(strings.ToLower(string(h.ID())))
	both := map[string]*chattest.Guest{"a-bike?": mine, "bicycle?": other}
	_, err := h.Library.Save(h.Ctx(), lea, id, 0, borrows("5 euros", both))
	h.Must(err)
	d, err := h.Library.Save(h.Ctx(), lea, id, 1, borrows("6 euros", map[string]*chattest.Guest{"bicycle?": other}))
	h.Must(err)
	h.Streams()
	_, err = h.Runs(h.Erase(h.Ctx(), chattest.Olu, mine.Socket.Visitor))
	h.Must(err)
	const left = "What does it cost? bicycle?"
	if got := h.worded(id); got != strings.Join([]string{left, left, left}, " | ") {
		t.Errorf("left are %s", got)
	}
	d, err = h.Library.Save(h.Ctx(), lea, id, d.Version, borrows("7 euros", both))
	if h.Must(err); strings.Join(d.Languages["en"].Wordings, " ") != left || len(d.Borrowed) != 1 {
		t.Errorf("a page that is open saves %+v", d.Content)
	}
}

// A wording that is published is the tenant's own: no edition names the conversation, and an erasure leaves it. The
// entry is published as before.
func TestAPublishedWordingIsTheTenantsOwn(t *testing.T) {
	h := newHouse(t)
	files := chattest.NewVault()
	h.Vault, h.Archives = files, chattest.Archives{Vault: files}
	mine := h.asker("a-bike?")
	id := knowledge.EntryID(strings.ToLower(string(h.ID())))
	d, err := h.Library.Save(h.Ctx(), lea, id, 0, borrows("5 euros", map[string]*chattest.Guest{"a-bike?": mine}))
	h.Must(err)
	h.publish(d)
	live, err := h.Library.Proof(h.Ctx(), lea)
	h.Must(err)
	if e, _ := live.Entry(id); len(e.Borrowed) > 0 || len(e.Languages["en"].Wordings) != 2 {
		t.Errorf("in force is %+v", e)
	}
	h.Streams()
	_, err = h.Runs(h.Erase(h.Ctx(), chattest.Olu, mine.Socket.Visitor))
	h.Must(err)
	const kept = "What does it cost? a-bike?"
	if got := h.worded(id); got != kept+" | "+kept || h.state(d) != knowledge.Published {
		t.Errorf("left are %s, %s", got, h.state(d))
	}
}

// Words that somebody changed are theirs, and a conversation that is forgotten lends nothing.
func TestAChangedWordingIsNotBorrowed(t *testing.T) {
	h := newHouse(t)
	c := borrows("5 euros", map[string]*chattest.Guest{"a-bike?": h.asker("a-bike?")})
	c.Borrowed["what it was before"], c.Borrowed["What does it cost?"] = "c_1", "c_gone"
	d, err := h.Library.Save(h.Ctx(), lea, knowledge.EntryID(strings.ToLower(string(h.ID()))), 0, c)
	h.Must(err)
	if len(d.Borrowed) != 1 || d.Borrowed["a-bike?"] == "" || len(d.Lenders) != 1 {
		t.Errorf("%+v of %v", d.Borrowed, d.Lenders)
	}
}

// held is a publication of an entry with borrowed wordings that a lead has to decide about, and whose asker is erased.
func (h *house) held(c knowledge.Content, gone *chattest.Guest) {
	h.T.Helper()
	h.asks("price of a bike")
	h.compare = changing().compare
	d, err := h.Library.Save(h.Ctx(), lea, knowledge.EntryID(strings.ToLower(string(h.ID()))), 0, c)
	h.Must(err)
	h.publish(d)
	h.stands(knowledge.Held)
	_, err = h.Runs(h.Erase(h.Ctx(), chattest.Olu, gone.Socket.Visitor))
	h.Must(err)
	_, err = h.Decide(h.Ctx(), lea, 1, true)
	h.Must(err)
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
}

// An erasure changes an edition that waits for a decision: whoever decided meanwhile saw other answers, and is asked
// once more.
func TestADecisionIsAboutTheWordsThatAreLeft(t *testing.T) {
	h := newHouse(t)
	files := chattest.NewVault()
	h.Vault, h.Archives = files, chattest.Archives{Vault: files}
	mine := h.asker("a-bike?")
	h.held(borrows("5 euros", map[string]*chattest.Guest{"a-bike?": mine}), mine)
	h.stands(knowledge.Held)
	_, err := h.Decide(h.Ctx(), lea, 1, true)
	h.Must(err)
	h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
	h.stands(knowledge.InForce)
	live, err := h.Library.Proof(h.Ctx(), lea)
	h.Must(err)
	if got := live.Entries[0].Languages["en"].Wordings; len(got) != 1 {
		t.Errorf("in force are %q", got)
	}
}

// An entry whose only wording went with its asker takes no force: nobody could ask for it.
func TestAnEntryWithoutAWordingIsNotPublished(t *testing.T) {
	h := newHouse(t)
	files := chattest.NewVault()
	h.Vault, h.Archives = files, chattest.Archives{Vault: files}
	mine := h.asker("a-bike?")
	c := says("Price", "a-bike?", "5 euros")
	c.Borrowed = map[string]chat.ConversationID{"a-bike?": mine.Key().ID}
	h.held(c, mine)
	if p := h.stands(knowledge.Failed)[0]; !strings.Contains(p.Failure, "“Price” has no wording any more") {
		t.Errorf("it failed: %q", p.Failure)
	}
	if _, err := h.PublishAll(h.Ctx(), lea, false); chat.CodeOf(err) != "wording_needed" {
		t.Errorf("it is published: %v", err)
	}
}

// Its wordings are the tenant's own from the moment at which an edition takes force, whatever is printed after it.
func TestAWordingIsTheTenantsOwnWhileOthersArePrinted(t *testing.T) {
	for name, all := range map[string]bool{"one entry": false, "all entries": true} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			files := chattest.NewVault()
			h.Vault, h.Archives = files, chattest.Archives{Vault: files}
			mine := h.asker("a-bike?")
			id := knowledge.EntryID(strings.ToLower(string(h.ID())))
			d, err := h.Library.Save(h.Ctx(), lea, id, 0, borrows("5 euros", map[string]*chattest.Guest{"a-bike?": mine}))
			h.Must(err)
			if all {
				_, err = h.PublishAll(h.Ctx(), lea, true)
			} else {
				_, err = h.Library.Publish(h.Ctx(), lea, []knowledge.Ref{{ID: id, Version: int(d.Version)}}, true)
			}
			h.Must(err)
			other := h.add("Hours", "9 to 6")
			_, err = h.Library.Publish(h.Ctx(), lea, []knowledge.Ref{{ID: other.ID, Version: int(other.Version)}}, true)
			h.Must(err)
			h.Streams()
			press := knowledge.NewPress(h.Store, h.shelf, during{func() {
				if live, err := h.Store.Live(h.Ctx(), chattest.Tenant); err == nil && live == 1 {
					_, err = h.Runs(h.Erase(h.Ctx(), chattest.Olu, mine.Socket.Visitor))
					h.Must(err)
				}
			}}, knowledge.Unprompted, h.Now)
			h.Must(press.Print(h.Ctx(), chattest.Tenant))
			h.stands(knowledge.InForce, knowledge.Replaced)
			const kept = "What does it cost? a-bike?"
			if got := h.worded(id); got != kept+" | "+kept {
				t.Errorf("left are %s", got)
			}
		})
	}
}

// failing is a store in which a rewording fails, counted from 1.
type failing struct {
	knowledge.Store
	at int
}

func (f *failing) RewordDraft(ctx context.Context, d knowledge.Draft) error {
	if f.at--; f.at == 0 {
		return errCut
	}
	return f.Store.RewordDraft(ctx, d)
}

// Wherever the press is cut off, its next call has the published wordings be the tenant's own: in the version in force,
// and in a draft that goes on from it, or that has them no more.
func TestAPressThatIsCutOffStillOwnsWhatItPublished(t *testing.T) {
	for at := range 4 {
		for name, wordings := range map[string]string{"it has the wording": " a-bike?", "it has none": ""} {
			t.Run(fmt.Sprint(at, name), func(t *testing.T) {
				h := newHouse(t)
				files := chattest.NewVault()
				h.Vault, h.Archives = files, chattest.Archives{Vault: files}
				mine := h.asker("a-bike?")
				id := knowledge.EntryID(strings.ToLower(string(h.ID())))
				c := borrows("5 euros", map[string]*chattest.Guest{"a-bike?": mine})
				d, err := h.Library.Save(h.Ctx(), lea, id, 0, c)
				h.Must(err)
				_, err = h.Library.Publish(h.Ctx(), lea, []knowledge.Ref{{ID: id, Version: int(d.Version)}}, true)
				h.Must(err)
				if c = borrows("6 euros", map[string]*chattest.Guest{"a-bike?": mine}); wordings == "" {
					c = says("Price", "What does it cost?", "6 euros")
				}
				_, err = h.Library.Save(h.Ctx(), lea, id, d.Version, c)
				h.Must(err)
				_ = h.pressFrom(&failing{h.Store, at}, unmoved).Print(h.Ctx(), chattest.Tenant)
				h.Must(h.press.Print(h.Ctx(), chattest.Tenant))
				h.Streams()
				_, err = h.Runs(h.Erase(h.Ctx(), chattest.Olu, mine.Socket.Visitor))
				h.Must(err)
				now, published := "What does it cost?"+wordings, "What does it cost? a-bike?"
				if got := h.worded(id); got != strings.Join([]string{now, now, published}, " | ") {
					t.Errorf("left are %s", got)
				}
			})
		}
	}
}

// An entry may have wordings of more conversations than it names: an erasure finds those of each.
func TestAWordingOfManyIsFound(t *testing.T) {
	h := newHouse(t)
	files := chattest.NewVault()
	h.Vault, h.Archives = files, chattest.Archives{Vault: files}
	c := says("Price", "What does it cost?", "5 euros")
	c.Borrowed = map[string]chat.ConversationID{}
	askers := map[string]*chattest.Guest{}
	for i, language := range []string{"en", "pt", "de", "fr"} {
		words := knowledge.Words{Answer: []string{"5 euros"}}
		for n := range knowledge.MaxWordings {
			text := fmt.Sprintf("bike %d of %d?", n, i)
			askers[text] = h.asker(text)
			c.Borrowed[text], words.Wordings = askers[text].Key().ID, append(words.Wordings, text)
		}
		c.Languages[language] = words
	}
	id := knowledge.EntryID(strings.ToLower(string(h.ID())))
	d, err := h.Library.Save(h.Ctx(), lea, id, 0, c)
	h.Must(err)
	named := map[chat.ConversationID]bool{}
	for _, from := range d.Lenders {
		named[from] = true
	}
	for text, g := range askers {
		if named[g.Key().ID] {
			continue
		}
		h.Streams()
		_, err = h.Runs(h.Erase(h.Ctx(), chattest.Olu, g.Socket.Visitor))
		h.Must(err)
		if now, _, err := h.Library.Draft(h.Ctx(), lea, id); err != nil || now.Borrowed[text] != "" {
			t.Errorf("%q is left, %v", text, err)
		}
		return
	}
	t.Errorf("all of %d are named", len(askers))
}

// paged is a store that reads an entry at a time, until the time is over after a number of them.
type paged struct {
	knowledge.Store
	reads int
}

func (p *paged) Drafts(
	ctx context.Context, t chat.TenantID, position string, _ int,
) ([]knowledge.Draft, string, error) {
	if p.reads--; p.reads == 0 {
		return nil, "", errCut
	}
	return p.Store.Drafts(ctx, t, position, 1)
}

// An erasure holds a few entries at a time, and one whose time is over goes on where it was.
func TestAnErasureGoesThroughEntriesAPageAtATime(t *testing.T) {
	h := newHouse(t)
	mine := h.asker("a-bike?")
	for range 5 {
		id := knowledge.EntryID(strings.ToLower(string(h.ID())))
		_, err := h.Library.Save(h.Ctx(), lea, id, 0, borrows("5 euros", map[string]*chattest.Guest{"a-bike?": mine}))
		h.Must(err)
	}
	gone := []chat.ConversationID{mine.Key().ID}
	n, next, err := knowledge.Forgetting(&paged{h.Store, 3})(h.Ctx(), chattest.Tenant, gone, "")
	if n != 2 || next == "" || !errors.Is(err, errCut) {
		t.Errorf("until it is cut off %d are found, the rest from %q, %v", n, next, err)
	}
	whole := &paged{h.Store, 0}
	n, next, err = knowledge.Forgetting(whole)(h.Ctx(), chattest.Tenant, gone, next)
	if n != 3 || next != "" || err != nil || whole.reads != -3 {
		t.Errorf("then %d are found in %d reads, the rest from %q, %v", n, -whole.reads, next, err)
	}
}
