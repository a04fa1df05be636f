package knowledge_test

import (
	"slices"
	"strings"
	"testing"

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

func (h *house) imports(name, text string) knowledge.Plan {
	h.T.Helper()
	p, err := h.Library.Import(h.Ctx(), lea, knowledge.File{Name: name, Text: text, Language: "en"})
	h.Must(err)
	return p
}

func (h *house) plan(name, text string) knowledge.Plan {
	h.T.Helper()
	p, err := h.Library.Plan(h.Ctx(), lea, knowledge.File{Name: name, Text: text, Language: "en"})
	h.Must(err)
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
	if p := h.plan("prices.csv", prices); len(p.Steps) != 2 || len(p.Refused) != 0 {
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
	p := h.plan("a.csv", bad)
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
	_, err := h.Library.Import(h.Ctx(), lea, knowledge.File{Name: "a.csv", Text: bad, Language: "en"})
	if chat.CodeOf(err) != "rows_refused" {
		t.Errorf("the import ends with %v", err)
	}
	if all, _, _ := h.Store.Drafts(h.Ctx(), lea.Tenant, "", 10); len(all) != 0 {
		t.Errorf("%d entries were imported", len(all))
	}
	for code, f := range map[string]knowledge.File{
		"no_header":    {Name: "a.csv", Text: "a,b\n1,2\n", Language: "en"},
		"unknown_file": {Name: "a.exe", Text: "x", Language: "en"},
		"not_utf8":     {Name: "a.csv", Text: "question,answer\nWhy?,\xff\n", Language: "en"},
	} {
		if _, err := h.Library.Plan(h.Ctx(), lea, f); chat.CodeOf(err) != code {
			t.Errorf("%s: %v", code, err)
		}
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
	p := h.plan("help.md", "No heading.\n\n# A\n\nOne.\n\n# A\n\nTwo.\n")
	if len(p.Refused) != 2 || p.Refused[0].Line != 1 || p.Refused[1].Line != 7 {
		t.Errorf("refused are %+v", p.Refused)
	}
}

func FuzzFiles(f *testing.F) {
	f.Add("a.csv", prices)
	f.Add("a.md", "# A\n\nb\n> c\n1. d\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		h := newHouse(t)
		p, err := h.Library.Plan(t.Context(), lea, knowledge.File{Name: name, Text: text, Language: "en"})
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
