package documents

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/google/go-cmp/cmp"
	"github.com/klippa-app/go-pdfium"
	"github.com/tetratelabs/wazero"
)

func file(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// guide is the text of the sample documents.
var guide = []knowledge.Block{
	{Page: 1, Heading: true, Words: "Kettle guide"},
	{Page: 1, Heading: true, Words: "How long does delivery take?"},
	{Page: 1, Words: "Two days within the country. Five days abroad, and a good many more words so that this paragraph " +
		"wraps over at least two lines of the page, as they do."},
	{Page: 1, Words: "Islands: ten days"},
	{Page: 1, Words: "By air: one day"},
	{Page: 1, Heading: true, Words: "Who pays for customs?"},
	{Page: 1, Words: "The customer does."},
	{Page: 2, Heading: true, Words: "May I return a kettle?"},
	{Page: 2, Words: "Within 30 days, unused."},
}

func reads(t *testing.T, name string, raw []byte, want []knowledge.Block) {
	t.Helper()
	got, err := Blocks(t.Context(), name, raw)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func refuses(t *testing.T, name string, raw []byte, code string) {
	t.Helper()
	if _, err := Blocks(t.Context(), name, raw); chat.CodeOf(err) != code {
		t.Errorf("%s ends with %v", name, err)
	}
}

func TestAPDFIsReadByHeading(t *testing.T) { reads(t, "guide.pdf", file(t, "guide.pdf"), guide) }

func TestAPDFThatCannotBeReadSaysWhy(t *testing.T) {
	refuses(t, "picture.pdf", file(t, "picture.pdf"), "document_without_text")
	refuses(t, "cut.pdf", file(t, "guide.pdf")[:300], "document_broken")
}

// A function whose time ends says nothing of the file: it is read again.
func TestAPDFIsNotBlamedForTheTimeOfOthers(t *testing.T) {
	ended, stop := context.WithCancel(t.Context())
	stop()
	for _, one := range []struct {
		asked, own context.Context
		kind       chat.ErrorKind
		ends       bool
	}{{ended, ended, "", true}, {t.Context(), ended, chat.Invalid, true}, {t.Context(), t.Context(), "", false}} {
		if err := outOfTime(one.asked, one.own); chat.KindOf(err) != one.kind || (err != nil) != one.ends {
			t.Errorf("it ends with %v", err)
		}
	}
}

// What could not be readied once is readied for the next file.
func TestAFailureToReadyPDFiumIsNotRemembered(t *testing.T) {
	failed := errors.New("there is no memory")
	e := engine{cache: shared.cache, open: func(context.Context, wazero.CompilationCache) (pdfium.Pool, error) {
		return nil, failed
	}}
	if err := e.readies(t.Context()); !errors.Is(err, failed) || e.ready {
		t.Errorf("ready %v after %v", e.ready, err)
	}
	e.open = newPool
	if err := e.readies(t.Context()); err != nil || !e.ready {
		t.Errorf("ready %v after %v", e.ready, err)
	}
}

// A line that runs along the top or the bottom of pages is no answer.
func TestRunningHeadsAndNumbersOfPagesAreLeftOut(t *testing.T) {
	lines := []line{}
	for page := 1; page <= 4; page++ {
		at := func(y float64, words string) line {
			return line{page: page, words: words, size: 10, weight: 400, y: y, width: 100}
		}
		lines = append(lines, at(800, "Kettles Ltd."), at(700, strings.Repeat("word ", page)+"end."), at(600, "Ask us."),
			at(500, strings.Repeat("x", page)+" ends."), at(20, "– 3 –"))
	}
	blocks, err := blocksOf(lines)
	if err != nil || len(blocks) != 12 || blocks[0].Words != "word end." {
		t.Errorf("%+v, %v", blocks, err)
	}
}

// word makes a docx of its main part.
func word(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for name, text := range parts {
		w, err := archive.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const namespace = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// guideStyles are those of a German Word: the ids of headings differ, and their names do not.
const guideStyles = `<w:styles` + namespace + `>` +
	`<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>` +
	`<w:style w:styleId="Eigene"><w:name w:val="Frage"/><w:basedOn w:val="berschrift1"/></w:style>` +
	`<w:style w:styleId="Text"><w:name w:val="Body Text"/></w:style></w:styles>`

func para(style, words string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + words + `</w:t></w:r></w:p>`
}

func TestADocxIsReadByHeading(t *testing.T) {
	body := para("berschrift1", "Kettle guide") + para("Eigene", "How long does delivery take?") +
		`<w:p><w:r><w:t>Two days within the country. Five days abroad, and a good many more words so that this </w:t></w:r>` +
		`<w:del><w:r><w:delText>long </w:delText></w:r></w:del><w:r><w:t>paragraph wraps over at least two lines of the ` +
		`page, as they do.</w:t></w:r></w:p>` + para("Text", "Islands: ten days") + para("Text", "By air: one day") +
		`<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>Who pays for customs?</w:t></w:r></w:p>` +
		para("Text", "The customer does.") + `<w:p><w:r><w:br w:type="page"/></w:r></w:p>` +
		`<w:p><w:pPr><w:pStyle w:val="Eigene"/></w:pPr><w:r><w:lastRenderedPageBreak/><w:t>May I return a kettle?</w:t>` +
		`</w:r></w:p>` + para("Text", "Within 30 days, unused.")
	reads(t, "guide.docx", word(t, map[string]string{
		"word/styles.xml": guideStyles, "word/document.xml": `<w:document` + namespace + `><w:body>` + body +
			`</w:body></w:document>`,
	}), guide)
}

// Of a document whose changes are recorded, the text is as it stands now, without the parts that nobody sees.
func TestADocxIsReadAsItStands(t *testing.T) {
	body := para("berschrift1", "Kettles") +
		`<w:p><w:pPr><w:pStyle w:val="Text"/><w:rPr><w:vanish/></w:rPr><w:pPrChange><w:pPr><w:pStyle w:val="berschrift1"/>` +
		`</w:pPr></w:pPrChange></w:pPr><w:moveFrom><w:r><w:t>Moved. </w:t></w:r></w:moveFrom><w:r><w:t>Ask us. </w:t></w:r>` +
		`<w:r><w:rPr><w:vanish/></w:rPr><w:t>Secret. </w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>Here. </w:t>` +
		`</w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>50 euros. </w:t></w:r><w:r><w:rPr><w:dstrike/></w:rPr><w:t>60. </w:t>` +
		`</w:r><w:r><w:rPr><w:vanish/><w:strike w:val="0"/></w:rPr><w:t>Secret, too. </w:t></w:r>` +
		`<w:moveTo><w:r><w:t>Moved.</w:t></w:r></w:moveTo></w:p>`
	reads(t, "a.docx", word(t, map[string]string{
		"word/styles.xml": guideStyles, "word/document.xml": `<d` + namespace + `>` + body + `</d>`,
	}), []knowledge.Block{{Page: 1, Heading: true, Words: "Kettles"}, {Page: 1, Words: "Ask us. Here. Moved."}})
}

func TestATableOfADocxIsALineForEachRow(t *testing.T) {
	cell := func(words string) string { return `<w:tc>` + para("Text", words) + `</w:tc>` }
	body := `<w:tbl><w:tr>` + cell("Price:") + cell("5 euros") + `</w:tr><w:tr>` + cell("a") + cell("b") + cell("c") +
		`</w:tr></w:tbl>`
	reads(t, "a.docx", word(t, map[string]string{"word/document.xml": `<d` + namespace + `>` + body + `</d>`}),
		[]knowledge.Block{{Page: 1, Words: "Price: 5 euros"}, {Page: 1, Words: "a | b | c"}})
}

func TestAListOfADocxIsALineForEachItem(t *testing.T) {
	item := `<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>By air</w:t></w:r></w:p>`
	reads(t, "a.docx", word(t, map[string]string{"word/document.xml": `<d` + namespace + `>` + item + `</d>`}),
		[]knowledge.Block{{Page: 1, Words: "– By air"}})
}

// A small archive may hold a very large or very deep document.
func TestAHostileDocxIsRefused(t *testing.T) {
	main := func(text string) []byte { return word(t, map[string]string{"word/document.xml": text}) }
	refuses(t, "large.docx", main("<d>"+strings.Repeat(" ", maxPart+1)+"</d>"), "document_too_long")
	refuses(t, "attributes.docx", main("<d"+strings.Repeat(` a=""`, maxPart/8)+"></d>"), "document_too_long")
	refuses(t, "deep.docx", main(strings.Repeat("<d>", 1000)), "document_broken")
	refuses(t, "words.docx", main(strings.Repeat(para("x", strings.Repeat("y", 1000)), 11_000)), "document_too_long")
	refuses(t, "none.docx", word(t, map[string]string{"a": "b"}), "document_broken")
	refuses(t, "cut.docx", main("<d></d>")[:40], "document_broken")
	refuses(t, "locked.docx", []byte(ole+"rest"), "document_locked")
}

// A parser of Markdown can be kept busy for hours.
func TestAHostileMarkdownIsRefused(t *testing.T) {
	for _, signs := range []string{"> ", "_a*", "[a](", "1. ", "'\""} {
		refuses(t, "signs.md", []byte(strings.Repeat(signs, maxPart/100)), "document_tangled")
	}
	refuses(t, "lines.md", []byte(strings.Repeat("# a\n\n", maxLines)), "document_too_long")
	few, many := headings(t, maxLines/8), headings(t, maxLines/2)
	if many > 10*few { // four times the headings; by the square it would be sixteen
		t.Errorf("some headings take %s, and four times as many %s", few, many)
	}
	list := strings.Repeat("- [How long?](https://kettles.test/help/how-long) Two days.\n", 1000)
	if blocks, err := Blocks(t.Context(), "list.md", []byte("# Links\n"+list)); err != nil || len(blocks) != 2 {
		t.Errorf("a long list: %d blocks, %v", len(blocks), err)
	}
}

// headings is the time that the processor takes for so many headings, whatever else the machine does: the best of some
// tries.
func headings(t *testing.T, n int) time.Duration {
	written, best := strings.Repeat("# How long does it take?\n\n", n), time.Hour
	spent := func() time.Duration {
		var used syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
			t.Fatal(err)
		}
		return time.Duration(used.Utime.Nano())
	}
	for range 3 {
		begun := spent()
		if blocks, err := markdown(written); err != nil || len(blocks) != n {
			t.Errorf("%d headings are %d blocks, %v", n, len(blocks), err)
		}
		best = min(best, spent()-begun)
	}
	return best
}

// Whatever a file holds, reading it ends with blocks or a reason for people.
func FuzzDocuments(f *testing.F) {
	f.Add(true, file(f, "guide.pdf"))
	f.Add(true, []byte("%PDF-1.7\n1 0 obj<</Pages 1 0 R/Kids[1 0 R]>>"))
	f.Add(false, word(f, map[string]string{"word/document.xml": para("x", "y")}))
	f.Fuzz(func(t *testing.T, pdf bool, raw []byte) {
		name := "a.docx"
		if pdf {
			name = "a.pdf"
		}
		if _, err := Blocks(t.Context(), name, raw); err != nil && chat.KindOf(err) != chat.Invalid {
			t.Errorf("an internal error leaves: %v", err)
		}
	})
}
