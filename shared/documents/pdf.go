package documents

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"time"
	"unicode/utf16"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/klippa-app/go-pdfium"
	failures "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Bounds of a PDF.
const (
	maxPages   = 1000
	pdfTime    = 60 * time.Second
	pdfMemory  = 384 << 20 // bytes
	memoryPage = 64 << 10  // WebAssembly's unit
)

// engine is PDFium compiled. That takes seconds, of a busy machine a minute, so it is done once, and it is not part of
// the time that a file may take.
type engine struct {
	open  func(context.Context, wazero.CompilationCache) (pdfium.Pool, error)
	cache wazero.CompilationCache
	mu    sync.Mutex
	ready bool
}

var shared = engine{open: newPool, cache: wazero.NewCompilationCache()}

// readies compiles PDFium unless that was done. A failure is not remembered: the next file tries it again.
func (e *engine) readies(ctx context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ready {
		return nil
	}
	pool, err := e.open(ctx, e.cache)
	if err == nil {
		err = pool.Close()
	}
	e.ready = err == nil
	return err
}

// pdf reads the text of a PDF. PDFium runs as WebAssembly: a file that breaks it breaks only this reading, which has no
// files, no network, and bounded memory and time.
func pdf(asked context.Context, raw []byte) ([]knowledge.Block, error) {
	if err := shared.readies(asked); err != nil {
		return nil, fmt.Errorf("documents: %w", err)
	}
	ctx, stop := context.WithTimeout(asked, pdfTime)
	defer stop()
	lines, err := pdfText(ctx, shared.cache, raw)
	if late := outOfTime(asked, ctx); late != nil {
		return nil, late
	}
	if err != nil {
		return nil, err
	}
	return blocksOf(lines)
}

func pdfText(ctx context.Context, cache wazero.CompilationCache, raw []byte) ([]line, error) {
	pool, err := newPool(ctx, cache)
	if err != nil {
		return nil, fmt.Errorf("documents: %w", err)
	}
	defer pool.Close()
	reader, err := pool.GetInstance(pdfTime)
	if err != nil {
		return nil, fmt.Errorf("documents: %w", err)
	}
	return pdfLines(reader, raw)
}

func newPool(ctx context.Context, cache wazero.CompilationCache) (pdfium.Pool, error) {
	return webassembly.Init(webassembly.Config{
		Context: ctx, MinIdle: 1, MaxIdle: 1, MaxTotal: 1, FSConfig: wazero.NewFSConfig(),
		Stdout: io.Discard, Stderr: io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfigCompiler().WithMemoryLimitPages(pdfMemory / memoryPage).
			WithCloseOnContextDone(true).WithCompilationCache(cache).
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling),
	})
}

// outOfTime is the end of a reading that took too long by itself, or for which its caller has no more time: then
// nothing is said of the file.
func outOfTime(asked, own context.Context) error {
	if err := asked.Err(); err != nil {
		return fmt.Errorf("documents: %w", err)
	}
	if own.Err() != nil {
		return errTooLong
	}
	return nil
}

func pdfLines(reader pdfium.Pdfium, raw []byte) ([]line, error) {
	document, err := reader.OpenDocument(&requests.OpenDocument{File: &raw})
	if errors.Is(err, failures.ErrPassword) || errors.Is(err, failures.ErrSecurity) {
		return nil, errLocked
	}
	if err != nil {
		return nil, errBroken
	}
	count, err := reader.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: document.Document})
	if err != nil {
		return nil, errBroken
	}
	if count.PageCount > maxPages {
		return nil, chat.WrongField("file", "document_too_long",
			fmt.Sprintf("A PDF has at most %d pages. Split it into several files.", maxPages))
	}
	all, words := []line{}, 0
	for page := range count.PageCount {
		lines, err := pdfPage(reader, document.Document, page)
		if err != nil {
			return nil, errBroken
		}
		for _, l := range lines {
			words += len(l.words)
		}
		if words > maxWords {
			return nil, errTooLong
		}
		all = append(all, lines...)
	}
	return all, nil
}

// pdfPage reads the lines of one page, from 0.
func pdfPage(reader pdfium.Pdfium, document references.FPDF_DOCUMENT, index int) ([]line, error) {
	page, err := reader.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: document, Index: index})
	if err != nil {
		return nil, err
	}
	defer func() { _, _ = reader.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: page.Page}) }()
	text, err := reader.FPDFText_LoadPage(&requests.FPDFText_LoadPage{
		Page: requests.Page{ByReference: &page.Page},
	})
	if err != nil {
		return nil, err
	}
	defer func() { _, _ = reader.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage}) }()
	count, err := reader.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil || count.Count == 0 {
		return nil, err
	}
	said, err := reader.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: text.TextPage, Count: count.Count})
	if err != nil {
		return nil, err
	}
	lines, at := []line{}, 0
	for words := range strings.SplitSeq(said.Text, "\n") {
		l := line{page: index + 1, words: strings.TrimSpace(words)}
		if l.words != "" {
			look(reader, text.TextPage, at+leading(words), at+leading(words)+units(l.words)-1, &l)
			lines = append(lines, l)
		}
		at += units(words) + 1
	}
	return lines, nil
}

// units is how many characters PDFium counts in a text.
func units(text string) int { return len(utf16.Encode([]rune(text))) }

func leading(text string) int { return units(text) - units(strings.TrimLeft(text, " \t\r")) }

// look asks how large and bold the first and the last character of a line are: a heading is so all along.
func look(reader pdfium.Pdfium, page references.FPDF_TEXTPAGE, first, last int, l *line) {
	l.size, l.weight = math.MaxFloat64, math.MaxInt
	for _, at := range []int{first, last} {
		size, err := reader.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: page, Index: at})
		if err != nil {
			continue
		}
		scale := 1.0
		matrix, err := reader.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: page, Index: at})
		if err == nil {
			scale = math.Hypot(float64(matrix.Matrix.C), float64(matrix.Matrix.D))
		}
		l.size = min(l.size, math.Round(size.FontSize*scale*2)/2)
		weight, err := reader.FPDFText_GetFontWeight(&requests.FPDFText_GetFontWeight{TextPage: page, Index: at})
		if err == nil {
			l.weight = min(l.weight, weight.FontWeight)
		}
	}
	origin, err := reader.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: page, Index: first})
	if err != nil {
		return
	}
	l.y = origin.Y
	end, err := reader.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: page, Index: last})
	if err == nil {
		l.width = math.Abs(end.X - origin.X) // of a line in Arabic the last letter is on the left
	}
}
