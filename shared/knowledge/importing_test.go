package knowledge_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/google/go-cmp/cmp"
)

const prices = "\ufeffQuestion;Language;Also;Answer;Tags\r\n" +
	"What does a saddle cost?;EN;\"How much is a saddle?\r\nSaddle price\";" +
	"\"100 euros.\r\n\r\nA bridle is 50.\";price\r\n" +
	"What does a saddle cost?;pt;Quanto custa uma sela?;Cem euros.;\r\n" +
	";;;;\r\n" +
	"Do you mend saddles?;;;\"Yes; within a week.\";\r\n"

// reads uploads a file and has it read.
func (h *house) reads(name, text string) knowledge.Import { return h.readsIn("en", name, text) }

func (h *house) readsIn(language, name, text string) knowledge.Import {
	h.T.Helper()
	h.Pass(time.Second)
	i, place, err := h.Library.BeginImport(h.Ctx(), lea, knowledge.Import{
		ID: knowledge.ImportID(strings.ToLower(string(h.ID()))), Name: name, Size: int64(len(text)), Language: language,
	})
	h.Must(err)
	if place.URL == "" {
		h.T.Error("there is no address for the file")
	}
	h.shelf.Arrive(lea.Tenant, i.ID, []byte(text))
	_, err = h.Library.ReadImport(h.Ctx(), lea, i.ID)
	h.Must(err)
	h.Must(h.work(h.Ctx(), h.importer))
	i, _, err = h.Library.Import(h.Ctx(), lea, i.ID)
	h.Must(err)
	return i
}

// plan has the changes that a file would make.
func (h *house) plan(name, text string) (knowledge.Import, knowledge.Plan) {
	h.T.Helper()
	i := h.reads(name, text)
	if i.State != knowledge.Read {
		h.T.Fatalf("%s is %s: %s", name, i.State, i.Failure)
	}
	i, p, err := h.Library.Import(h.Ctx(), lea, i.ID)
	h.Must(err)
	return i, p
}

// imports has all of a file written.
func (h *house) imports(name, text string) knowledge.Plan {
	h.T.Helper()
	i, p := h.plan(name, text)
	_, err := h.Library.ApplyImport(h.Ctx(), lea, i.ID, knowledge.Accepted{})
	h.Must(err)
	h.Must(h.work(h.Ctx(), h.importer))
	if i, _, err = h.Library.Import(h.Ctx(), lea, i.ID); err != nil || i.State != knowledge.Done {
		h.T.Fatalf("%s ends as %+v, %v", name, i, err)
	}
	return p
}

func (h *house) titled(title string) knowledge.Draft {
	h.T.Helper()
	all, _, err := h.Store.Drafts(h.Ctx(), lea.Tenant, "", 1000)
	h.Must(err)
	i := slices.IndexFunc(all, func(d knowledge.Draft) bool { return d.Title == title })
	if i < 0 {
		h.T.Fatalf("there is no entry %q", title)
	}
	return all[i]
}

func TestASheetIsImportedOnce(t *testing.T) {
	h := newHouse(t)
	if _, p := h.plan("prices.csv", prices); len(p.Steps) != 2 || len(p.Refused) != 0 {
		t.Fatalf("the plan is %+v", p)
	}
	h.imports("prices.csv", prices)
	want := map[string]knowledge.Words{
		"en": {
			Wordings: []string{"How much is a saddle?", "Saddle price"}, Answer: []string{"100 euros.", "A bridle is 50."},
		},
		"pt": {Wordings: []string{"Quanto custa uma sela?"}, Answer: []string{"Cem euros."}},
	}
	d := h.titled("What does a saddle cost?")
	if diff := cmp.Diff(want, d.Languages); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if p := h.imports("prices.csv", prices); len(p.Steps) != 0 || p.Same != 2 || h.titled(d.Title).Version != 1 {
		t.Errorf("the same import again changes %d, and leaves %d", len(p.Steps), p.Same)
	}
	cheaper := strings.Replace(prices, "100 euros", "90 euros", 1)
	p := h.imports("prices.csv", cheaper)
	if len(p.Steps) != 1 || p.Steps[0].Before == nil || p.Steps[0].Line != 2 || h.titled(d.Title).Version != 2 {
		t.Errorf("a changed price: %+v", p)
	}
}

// An entry's own translation stays, although the file does not have it.
func TestAnImportLeavesWhatItDoesNotSay(t *testing.T) {
	h := newHouse(t)
	h.imports("prices.csv", prices)
	d := h.titled("Do you mend saddles?")
	c := d.Content
	c.Languages["ar"] = knowledge.Words{Wordings: []string{"هل تصلحون السروج؟"}, Answer: []string{"نعم"}}
	_, err := h.Library.Save(h.Ctx(), lea, d.ID, d.Version, c)
	h.Must(err)
	h.imports("prices.csv", strings.Replace(prices, "within a week", "in two days", 1))
	got := h.titled(d.Title)
	if got.Languages["ar"].Answer == nil || got.Languages["en"].Answer[0] != "Yes; in two days." {
		t.Errorf("it is now %+v", got.Languages)
	}
}

func TestAFileWithARefusedRowChangesNothing(t *testing.T) {
	h := newHouse(t)
	bad := "question,answer\nGood?,Yes.\nNo answer?,\nGood?,Again.\n" + strings.Repeat("x", 200) + ",Long.\n"
	i, p := h.plan("a.csv", bad)
	lines := []int{}
	for _, refused := range p.Refused {
		lines = append(lines, refused.Line)
		if refused.Reason == "" {
			t.Errorf("line %d is refused without a reason", refused.Line)
		}
	}
	slices.Sort(lines)
	if !slices.Equal(lines, []int{3, 4, 5}) {
		t.Errorf("refused are the lines %v: %+v", lines, p.Refused)
	}
	_, err := h.Library.ApplyImport(h.Ctx(), lea, i.ID, knowledge.Accepted{})
	h.Must(h.work(h.Ctx(), h.importer))
	if chat.CodeOf(err) != "rows_refused" {
		t.Errorf("the import ends with %v", err)
	}
	if all, _, _ := h.Store.Drafts(h.Ctx(), lea.Tenant, "", 10); len(all) != 0 {
		t.Errorf("%d entries were imported", len(all))
	}
	for name, text := range map[string]string{
		"a.csv": "a,b\n1,2\n", "b.csv": "question,answer\nWhy?,\xff\n", "c.pdf": "%PDF-",
	} {
		if i := h.reads(name, text); i.State != knowledge.NotRead || i.Failure == "" {
			t.Errorf("%s is %s: %q", name, i.State, i.Failure)
		}
	}
	for code, i := range map[string]knowledge.Import{
		"unknown_file": {Name: "a.exe", Size: 1, Language: "en"}, "file_empty": {Name: "a.csv", Language: "en"},
		"file_too_large":   {Name: "a.pdf", Size: 21 << 20, Language: "en"},
		"unknown_language": {Name: "a.pdf", Size: 20 << 20, Language: "?"},
	} {
		if _, _, err := h.Library.BeginImport(h.Ctx(), lea, i); chat.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// The rows that can be imported are, if people say so.
func TestRefusedRowsAreLeftOutOnDemand(t *testing.T) {
	h := newHouse(t)
	i, _ := h.plan("a.csv", "question,answer\nGood?,Yes.\nNo answer?,\n")
	_, err := h.Library.ApplyImport(h.Ctx(), lea, i.ID, knowledge.Accepted{Skips: true})
	h.Must(err)
	h.Must(h.work(h.Ctx(), h.importer))
	if all, _, _ := h.Store.Drafts(h.Ctx(), lea.Tenant, "", 10); len(all) != 1 || all[0].Title != "Good?" {
		t.Errorf("there is %+v", all)
	}
}

// A row that the file still has as it was does not undo the changes of people since.
func TestTheSameImportAgainLeavesWhatPeopleWrote(t *testing.T) {
	h := newHouse(t)
	h.imports("prices.csv", prices)
	d := h.titled("Do you mend saddles?")
	d.Languages["en"] = knowledge.Words{Wordings: []string{"Do you mend saddles?"}, Answer: []string{"No longer."}}
	_, err := h.Library.Save(h.Ctx(), lea, d.ID, d.Version, d.Content)
	h.Must(err)
	if p := h.imports("prices.csv", prices); len(p.Steps) != 0 || p.Same != 2 {
		t.Errorf("it changes %+v", p.Steps)
	}
	h.imports("prices.csv", strings.Replace(prices, "within a week", "within a month", 1))
	if got := h.titled(d.Title).Languages["en"].Answer[0]; got != "Yes; within a month." {
		t.Errorf("the file changed, and the answer is %q", got)
	}
}

func TestAnImportIsCancelledBeforeItIsWritten(t *testing.T) {
	h := newHouse(t)
	i, _ := h.plan("prices.csv", prices)
	for range 2 {
		_, err := h.Library.CancelImport(h.Ctx(), lea, i.ID)
		h.Must(err)
	}
	if _, err := h.Library.ApplyImport(h.Ctx(), lea, i.ID, knowledge.Accepted{}); chat.KindOf(err) != chat.Conflict {
		t.Errorf("it is applied: %v", err)
	}
	h.imports("prices.csv", prices)
	all, err := h.Library.Imports(h.Ctx(), lea)
	h.Must(err)
	if _, err := h.Library.CancelImport(h.Ctx(), lea, all[0].ID); chat.CodeOf(err) != "import_written" {
		t.Errorf("an import that is written is cancelled: %v", err)
	}
	for range knowledge.KeptImports + 3 {
		h.reads("prices.csv", prices)
	}
	if all, _ = h.Library.Imports(h.Ctx(), lea); len(all) != knowledge.KeptImports {
		t.Errorf("%d imports are kept", len(all))
	}
}

func TestAnExportRoundTrips(t *testing.T) {
	h := newHouse(t)
	h.imports("prices.csv", prices)
	d := h.titled("Do you mend saddles?")
	c := d.Content
	c.Bots, c.Sites, c.Tags, c.Until = []chat.BotID{"b_1", "b_2"}, []string{"s"}, []string{"a, b", "c"}, h.Now()
	c.Languages["en"] = knowledge.Words{
		Wordings: []string{"=1+1", "-x", "\"quoted\"; here"}, Answer: []string{"One.\n\nStill one.", "- two\n- lines"},
	}
	_, err := h.Library.Save(h.Ctx(), lea, d.ID, d.Version, c)
	h.Must(err)
	raw, err := h.Library.Sheet(h.Ctx(), lea)
	h.Must(err)
	if p := h.imports("export.csv", string(raw)); len(p.Steps) != 0 || p.Same != 2 {
		t.Errorf("it changes %+v", p.Steps)
	}
	other := newHouse(t) // another team gets the same entries
	other.imports("export.csv", string(raw))
	again, err := other.Library.Sheet(other.Ctx(), lea)
	other.Must(err)
	if diff := cmp.Diff(string(raw), string(again)); diff != "" {
		t.Errorf("(-exported +exported again):\n%s", diff)
	}
}

func TestHeadingsOfMarkdownAreEntries(t *testing.T) {
	h := newHouse(t)
	h.imports("help.md", "# Delivery\n\n## How long does it take?\n\nTwo days *within* the country.\n\n"+
		"- Abroad: [five](https://x.test/abroad)\n- Islands: ten\n\n## Returns\nWithin `30` days.\n<b>x</b>\n")
	if got := h.titled("How long does it take?").Languages["en"].Answer[0]; got !=
		"Two days within the country.\n– Abroad: five (https://x.test/abroad)\n– Islands: ten" {
		t.Errorf("the answer is %q", got)
	}
	if all, _, _ := h.Store.Drafts(h.Ctx(), lea.Tenant, "", 10); len(all) != 2 {
		t.Errorf("%d entries", len(all))
	}
	_, p := h.plan("help.md", "No heading.\n\nHere, too.\n\n# A\n\nOne.\n\n# A\n\nTwo.\n")
	if len(p.Refused) != 2 || p.Refused[0].Line != 1 || p.Refused[1].Line != 9 {
		t.Errorf("refused are %+v", p.Refused)
	}
}

// A language is the same in other letters.
func TestALanguageInOtherLettersIsTheSame(t *testing.T) {
	h := newHouse(t)
	for _, language := range []string{"pt-br", "PT-BR"} {
		i := h.readsIn(language, "help.md", "# Onde?\n\nEm "+language+".\n")
		_, err := h.Library.ApplyImport(h.Ctx(), lea, i.ID, knowledge.Accepted{})
		h.Must(err)
		h.Must(h.work(h.Ctx(), h.importer))
	}
	d := h.titled("Onde?")
	if len(d.Languages) != 1 || d.Languages["pt-BR"].Answer[0] != "Em PT-BR." {
		t.Errorf("its languages are %+v", d.Languages)
	}
}

func TestASheetHasABound(t *testing.T) {
	h := newHouse(t)
	i := h.reads("a.csv", "question,answer\n"+strings.Repeat("a,b\n", knowledge.MaxRows+1))
	if i.State != knowledge.NotRead || !strings.Contains(i.Failure, "at most 100000 rows") {
		t.Errorf("the import is %s: %s", i.State, i.Failure)
	}
}

func FuzzFiles(f *testing.F) {
	f.Add("a.csv", prices)
	f.Add("a.md", "# A\n\nb\n> c\n1. d\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		h := newHouse(t)
		if !strings.HasSuffix(name, ".csv") {
			name += ".md"
		}
		if text == "" || h.reads(name, text).State != knowledge.Read {
			return
		}
		all, err := h.Library.Imports(h.Ctx(), lea)
		h.Must(err)
		_, p, err := h.Library.Import(h.Ctx(), lea, all[0].ID)
		if err != nil && chat.KindOf(err) != chat.Invalid {
			t.Errorf("an internal error leaves: %v", err)
		}
		for _, step := range p.Steps {
			if err := step.After.Tidy(); err != nil {
				t.Errorf("an entry that cannot be saved is planned: %v", err)
			}
		}
	})
}
