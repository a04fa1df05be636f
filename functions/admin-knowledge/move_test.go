package main

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/knowledge"
)

var lea = chat.Agent{Tenant: chattest.Tenant, ID: "a_lea", Name: "Lea", Role: chat.RoleLead}

// during is an indexer while which something happens once; it may leave an index unfinished.
type during struct {
	do   func()
	left int // so often
}

func (d *during) Index(context.Context, chat.TenantID, int, int) (bool, error) {
	if do := d.do; do != nil {
		d.do = nil
		do()
	}
	d.left--
	return d.left < 0, nil
}

// house is a team whose fast bot has a script with a question.
type house struct {
	*chattest.World
	handler
	during *during
}

func newHouse(t *testing.T) *house {
	w, shelf, during := chattest.New(t), &chattest.Shelf{}, &during{}
	h := &house{w, handler{
		library: knowledge.NewLibrary(w.Desk, w.Store, shelf, shelf), office: w.Office, reader: w.Reader,
		press: knowledge.NewPress(w.Store, shelf, during, knowledge.Unprompted, w.Now).By(knowledge.TaughtElsewhere),
	}, during}
	h.scripted(script)
	return h
}

// scripted puts a script into force.
func (h *house) scripted(text string) {
	h.T.Helper()
	b, all, err := h.office.Scripts(h.Ctx(), lea, chattest.Fast)
	h.Must(err)
	version := 0
	if len(all) > 0 {
		version = all[0].Version
	}
	saved, err := h.office.SaveScript(h.Ctx(), lea, chattest.Fast, version, "", chat.Written(text))
	h.Must(err)
	_, err = h.office.Publish(h.Ctx(), lea, chattest.Fast, saved.Version, b.Version)
	h.Must(err)
}

// moves moves the questions, with a code as the outcome, "" for a success. The bot has each either in its script or in
// its knowledge then.
func (h *house) moves(want string) {
	h.T.Helper()
	told, err := h.move(h.Ctx(), lea, chattest.Fast)
	if chat.CodeOf(err) != want || err == nil && told.Moved != 1 {
		h.T.Errorf("%+v are moved: %v; want %q", told, err, want)
	}
	stored, err := h.reader.PublishedScript(h.Ctx(), lea.Tenant, chattest.Fast)
	h.Must(err)
	parsed, err := bot.Parse(stored.Text)
	h.Must(err)
	if had := len(parsed.FAQ) == 1; had == (want == "") {
		h.T.Errorf("the script has %d questions", len(parsed.FAQ))
	}
	e, err := h.library.InForce(h.Ctx(), lea)
	h.Must(err)
	if want == "" && !slices.ContainsFunc(e.Entries, func(e knowledge.Entry) bool {
		return e.Source.Kind == knowledge.FromScript
	}) {
		h.T.Errorf("in force are %+v", e.Entries)
	}
}

// entry is the entry that was made of the question.
func (h *house) entry() knowledge.Draft {
	h.T.Helper()
	all, _, err := h.Store.Drafts(h.Ctx(), lea.Tenant, "", 9)
	h.Must(err)
	if len(all) != 1 {
		h.T.Fatalf("the entries are %+v", all)
	}
	return all[0]
}

// rewrites has somebody save and publish the entry with another answer.
func (h *house) rewrites(answer string) {
	h.T.Helper()
	d := h.entry()
	d.Languages = map[string]knowledge.Words{"en": {Wordings: d.Languages["en"].Wordings, Answer: []string{answer}}}
	d, err := h.library.Save(h.Ctx(), lea, d.ID, d.Version, d.Content)
	h.Must(err)
	_, err = h.library.Publish(h.Ctx(), lea, []knowledge.Ref{{ID: d.ID, Version: int(d.Version)}}, true)
	h.Must(err)
}

// A call that can never make its edition in time is repeated until somebody else has made it, minutes later. Nothing
// more is published then: the call would wait for that, too, and never end.
func TestQuestionsMoveOnceTheirEditionIsMade(t *testing.T) {
	h := newHouse(t)
	h.during.left = 99
	h.moves(knowledge.ErrUnfinished.Code)
	h.during.left = 0
	h.Must(h.press.Print(h.Ctx(), lea.Tenant)) // as knowledge-work does
	h.during.left = 99
	h.Pass(2 * time.Minute)
	d := h.entry()
	_, err := h.library.ChangeAll(h.Ctx(), lea, []knowledge.Ref{{ID: d.ID}}, knowledge.Change{Tag: "prices"})
	h.Must(err) // a tag answers nothing
	h.moves("")
	if all, live, err := h.library.Publications(h.Ctx(), lea); err != nil || len(all) != 1 || live != 1 {
		t.Errorf("in force is %d of %d, %v", live, len(all), err)
	}
}

// mistaken has an edition without the question in force, to which one can go back.
func (h *house) mistaken() {
	h.T.Helper()
	hours := map[string]knowledge.Words{"en": {Wordings: []string{"Hours?"}, Answer: []string{"9 to 6"}}}
	d, err := h.library.Save(h.Ctx(), lea, "01x", 0, knowledge.Content{Title: "Hours", Languages: hours})
	h.Must(err)
	_, err = h.library.Publish(h.Ctx(), lea, []knowledge.Ref{{ID: d.ID, Version: int(d.Version)}}, true)
	h.Must(err)
	h.Must(h.press.Print(h.Ctx(), lea.Tenant))
}

func (h *house) back() {
	h.T.Helper()
	_, err := h.library.RollBack(h.Ctx(), lea, 1)
	h.Must(err)
}

// An earlier edition that comes back while the questions move does not have them: they stay in the script.
func TestQuestionsStayWhenAnEarlierEditionComesBack(t *testing.T) {
	h := newHouse(t)
	h.mistaken()
	h.during.do = h.back
	h.moves("changed_meanwhile")
	h.moves("")
}

// One that is still to come back does so before the questions leave the script.
func TestQuestionsMoveAfterAnEarlierEditionIsBack(t *testing.T) {
	h := newHouse(t)
	h.mistaken()
	h.during.left = 1
	h.moves(knowledge.ErrUnfinished.Code)
	h.Must(h.press.Print(h.Ctx(), lea.Tenant))
	h.back()
	h.moves("")
	all, live, err := h.library.Publications(h.Ctx(), lea)
	if err != nil || live != all[0].Number || all[0].Back > 0 {
		t.Errorf("in force is %d of %+v, %v", live, all, err)
	}
}

// A question whose entry gets another answer while it moves stays in the script, until both are alike.
func TestAQuestionStaysWhoseEntryAnswersOtherwise(t *testing.T) {
	h := newHouse(t)
	h.during.do = func() { h.rewrites("13 €.") }
	h.moves("changed_meanwhile")
	h.moves("other_answer")
	h.rewrites("12 €.")
	h.Must(h.press.Print(h.Ctx(), lea.Tenant))
	h.moves("")
}

// A question that is edited in the script after its entry was made does not go with the earlier answer.
func TestAQuestionThatIsEditedMeanwhileStays(t *testing.T) {
	h := newHouse(t)
	h.during.left = 1
	h.moves(knowledge.ErrUnfinished.Code)
	h.scripted(strings.Replace(script, "12 €.", "15 €.", 1))
	h.moves("other_answer")
	if all, _, err := h.library.Publications(h.Ctx(), lea); err != nil || len(all) != 1 {
		t.Errorf("%d are published, %v", len(all), err)
	}
}

// Another lead's publication that waits is left to the function that teaches its entries: the questions move after it.
func TestQuestionsMoveAfterAPublicationThatTeaches(t *testing.T) {
	h := newHouse(t)
	hours := map[string]knowledge.Words{"en": {Wordings: []string{"Hours?"}, Answer: []string{"9 to 6"}}}
	d, err := h.library.Save(h.Ctx(), lea, "01x", 0, knowledge.Content{Title: "Hours", Languages: hours})
	h.Must(err)
	_, err = h.library.Publish(h.Ctx(), lea, []knowledge.Ref{{ID: d.ID, Version: int(d.Version)}}, false)
	h.Must(err)
	h.moves(knowledge.ErrUnfinished.Code)
	lessons := 0
	h.Must(h.press.By(func(context.Context, chat.TenantID) (knowledge.Teach, error) {
		return func(knowledge.Entry) knowledge.Lesson {
			return func(context.Context) (map[string][]string, error) {
				lessons++
				return nil, nil
			}
		}, nil
	}).Print(h.Ctx(), lea.Tenant))
	if h.moves(""); lessons != 1 {
		t.Errorf("the other lead's entry has %d lessons", lessons)
	}
}
