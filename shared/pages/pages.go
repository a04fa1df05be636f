// Package pages reads the pages of tenants' sites for their knowledge, as its robots.txt allows.
package pages

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// agent is how we call ourselves: sites name it in robots.txt.
const agent = "BotifireKnowledge"

// Bounds of a page: its parser takes memory for each of its parts, and in an odd page time by the square of them.
const (
	maxPage  = 5 << 20 // bytes
	maxParts = 300_000 // tags, and texts between them
	pageTime = 15 * time.Second
)

// Web reads pages with a client that refuses addresses which are not public.
type Web struct{ client *http.Client }

var _ knowledge.Web = Web{}

// New makes a reader of pages.
func New(client *http.Client) Web { return Web{client} }

var errTooLarge = chat.Errorf(chat.Invalid, "page_too_large", "The page has more than %s.", chat.Size(maxPage))

// answer is the answer of a server.
type answer struct {
	status int
	kind   string // its Content-Type
	moved  string // the address to which a redirect leads
	from   *url.URL
	raw    []byte
}

// get reads an address, of a body as much as most and a byte.
func (w Web) get(ctx context.Context, address string, most int64) (answer, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return answer{}, fmt.Errorf("pages: %w", err)
	}
	r.Header.Set("User-Agent", agent+"/1.0")
	r.Header.Set("Accept", "text/html, text/plain;q=0.5")
	got, err := w.client.Do(r)
	if err != nil {
		return answer{}, fmt.Errorf("pages: %w", err)
	}
	defer got.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(got.Body, most+1))
	if err != nil {
		return answer{}, fmt.Errorf("pages: %w", err)
	}
	told := answer{status: got.StatusCode, kind: got.Header.Get("Content-Type"), from: got.Request.URL, raw: raw}
	if to, err := got.Location(); err == nil {
		told.moved = to.String()
	}
	return told, nil
}

// Page reads a page. Other content than a web page has no blocks.
func (w Web) Page(ctx context.Context, address string) (knowledge.Page, error) {
	ctx, stop := context.WithTimeout(ctx, pageTime)
	defer stop()
	told, err := w.get(ctx, address, maxPage)
	if err != nil {
		return knowledge.Page{}, err
	}
	page := knowledge.Page{Status: told.status, Moved: told.moved}
	kind, _, _ := mime.ParseMediaType(told.kind)
	if page.Status != http.StatusOK || kind != "text/html" && kind != "application/xhtml+xml" {
		return page, nil
	}
	if len(told.raw) > maxPage {
		return page, errTooLarge
	}
	tree, err := parse(ctx, told)
	if err != nil {
		return page, err
	}
	page.Blocks, page.Links = read(tree, told.from)
	return page, nil
}

var (
	errUnreadable = chat.Errorf(chat.Invalid, "page_unreadable", "The page cannot be read.")
	errTangled    = chat.Errorf(chat.Invalid, "page_tangled", "The page has too many parts to be read.")
)

// parse parses a page within bounds.
func parse(ctx context.Context, told answer) (*html.Node, error) {
	decoded, err := charset.NewReader(bytes.NewReader(told.raw), told.kind)
	if err != nil {
		return nil, errUnreadable
	}
	raw, err := io.ReadAll(decoded)
	if err != nil {
		return nil, errUnreadable
	}
	parts := html.NewTokenizer(bytes.NewReader(raw))
	for n := 0; parts.Next() != html.ErrorToken; n++ {
		if n == maxParts {
			return nil, errTangled
		}
	}
	tree, err := html.Parse(until{ctx, bytes.NewReader(raw)})
	if ctx.Err() != nil {
		return nil, errTangled
	}
	if err != nil {
		return nil, errUnreadable
	}
	return tree, nil
}

// until reads until its context is done.
type until struct {
	ctx context.Context
	r   io.Reader
}

func (u until) Read(to []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(to)
}
