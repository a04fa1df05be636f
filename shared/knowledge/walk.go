package knowledge

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Web reads the pages of sites.
type Web interface {
	// Robots is the robots.txt of the site of an address, "" if it has none. An error of kind Invalid says why that cannot
	// be known.
	Robots(ctx context.Context, address string) (string, error)
	// Rules reads a robots.txt. The function that it returns tells whether that lets us read an address.
	Rules(robots string) func(address string) bool
	// Page reads a page. An error of kind Invalid says why it cannot be read; after another one it is tried again.
	Page(ctx context.Context, address string) (Page, error)
}

// Page is an answer of a site.
type Page struct {
	Status int    // of HTTP
	Moved  string // the address to which a redirect leads
	Blocks []Block
	Links  []string
}

// Walk is how far the reading of a site came. It goes from page to page, below the folder in which it began.
type Walk struct {
	Robots  string         `json:"robots,omitempty"`
	Waiting []string       `json:"waiting"`
	Known   map[string]int `json:"known"`         // addresses that wait or were read; how often one did not answer
	Asked   int            `json:"asked"`         // pages
	Why     string         `json:"why,omitempty"` // the first page cannot be read
}

const (
	pageTries  = 2
	savedEvery = 5                // pages, after which is looked whether people cancelled
	pageTakes  = 16 * time.Second // at most, with its storage: each call reads one, or a site would never be read
)

// walk reads a site, as far as there is time; then the stream has it gone on with.
func (im *Importer) walk(ctx context.Context, i Import) error {
	r, err := im.setOut(ctx, i)
	if e, is := errors.AsType[*chat.Error](err); is && e.Kind == chat.Invalid {
		return im.fail(ctx, i, e.Text)
	}
	if err != nil {
		return err
	}
	if r.Walk == nil { // all of it was kept before, and only that was not noted
		return im.wasRead(ctx, i, r)
	}
	w, allows := r.Walk, im.web.Rules(r.Walk.Robots)
	begun, needs := im.now(), pageTakes
	for ; len(w.Waiting) > 0 && w.Asked < MaxSitePages; needs = sliceEnds {
		if im.late(ctx, begun, needs) {
			return im.save(ctx, &i, r, func(ctx context.Context, i Import) error {
				return putDown(ctx, im.store.WakeImport, i)
			})
		}
		im.visit(ctx, i, &r, allows)
		if w.Asked%savedEvery == 0 {
			if err := im.save(ctx, &i, r, im.store.PutImport); err != nil {
				return err
			}
		}
	}
	r.Partly = r.Partly || len(w.Waiting) > 0
	r.Seen, r.Rows = marks(r.Rows), withoutCopies(r.Rows)
	if len(r.Rows) == 0 {
		why := w.Why
		if why == "" {
			why = "No page has a heading with words below it, from which an entry could be made."
		}
		return im.fail(ctx, i, why)
	}
	i.Pages, i.Refused, r.Walk = w.Asked, r.Silent, nil
	return im.wasRead(ctx, i, r)
}

// setOut begins a walk, or goes on with one: at the address that people gave, and at the pages from which there are
// entries.
func (im *Importer) setOut(ctx context.Context, i Import) (Reading, error) {
	r, err := im.files.Reading(ctx, i.Tenant, i.ID)
	if !errors.Is(err, chat.ErrNotFound) {
		return r, err
	}
	r = Reading{Walk: &Walk{Known: map[string]int{}}}
	r.Walk.Robots, err = im.web.Robots(ctx, i.Name)
	if chat.KindOf(err) == chat.Invalid {
		return r, err
	}
	if err != nil {
		return r, chat.Errorf(chat.Invalid, "no_site", "The site does not answer at %s. Look at the address.", i.Name)
	}
	if !im.web.Rules(r.Walk.Robots)(i.Name) {
		return r, chat.Errorf(chat.Invalid, "robots", "The robots.txt of the site does not let us read this page. "+
			"Allow BotifireKnowledge there, then import it again.")
	}
	r.Walk.add(i.Name, i.Name)
	drafts, err := allDrafts(ctx, im.store, i.Tenant)
	for _, d := range drafts {
		if d.Source.Kind == FromPage && !d.Removed {
			r.Walk.add(i.Name, d.Source.Name)
		}
	}
	return r, err
}

// add has an address read, if it lies in the site below the first page. It tells whether it does.
func (w *Walk) add(first, address string) bool {
	start, err := url.Parse(first)
	at, bad := url.Parse(address)
	if err != nil || bad != nil || at.Scheme != start.Scheme || at.Host != start.Host ||
		!strings.HasPrefix(at.Path+"/", folder(start.Path)) || len(address) > maxAddress {
		return false
	}
	at.Fragment = ""
	if at.Path == "" {
		at.Path = "/"
	}
	if _, known := w.Known[at.String()]; !known && len(w.Known) < 2*MaxSitePages {
		w.Known[at.String()] = 0
		w.Waiting = append(w.Waiting, at.String())
	}
	return true
}

const maxAddress = 1500 // bytes

// folder is that of a path: /help/ of /help/, /help/a and /help/a.html.
func folder(p string) string { return strings.TrimSuffix(path.Dir(p+"x"), "/") + "/" }

// visit reads the next page. A page that does not answer waits for its turn again, and is refused at last.
func (im *Importer) visit(ctx context.Context, i Import, r *Reading, allows func(address string) bool) {
	w := r.Walk
	address := w.Waiting[0]
	w.Waiting = w.Waiting[1:]
	if !allows(address) {
		r.Partly = true
		return
	}
	w.Asked++
	page, err := im.web.Page(ctx, address)
	if e, is := errors.AsType[*chat.Error](err); is {
		r.refuse(address, e.Text)
		return
	}
	silent := err != nil || page.Status >= http.StatusInternalServerError || page.Status == http.StatusTooManyRequests
	switch {
	case silent && w.Known[address]+1 < pageTries:
		w.Known[address]++
		w.Waiting = append(w.Waiting, address)
		return
	case silent:
		r.refuse(address, "The page does not answer. Import the site again later.")
	default:
		r.answered(i, address, page)
	}
	if page.Status != http.StatusOK && len(r.Pages)+len(r.Rows) < 2 && w.Why == "" {
		w.Why = fmt.Sprintf("The page at %s does not answer.", address)
		if page.Status > 0 {
			w.Why = fmt.Sprintf("The page at %s cannot be read: it is answered by status %d.", address, page.Status)
		}
	}
}

// answered takes in a site's answer to an address. The entries of a page leave if it is gone or has moved for good,
// and stay if it only leads elsewhere for now.
func (r *Reading) answered(i Import, address string, page Page) {
	switch page.Status {
	case http.StatusOK:
		r.take(address, i.Language, page)
		for _, link := range page.Links {
			r.Walk.add(i.Name, link)
		}
	case http.StatusMovedPermanently, http.StatusPermanentRedirect:
		r.Walk.add(i.Name, page.Moved)
		r.Pages = append(r.Pages, address)
	case http.StatusNotFound, http.StatusGone:
		r.Pages = append(r.Pages, address)
	case http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect:
		r.Partly = true
		if !r.Walk.add(i.Name, page.Moved) {
			r.refuse(address, "The page leads to another address now, which is not below the first page.")
		}
	default:
		r.refuse(address, fmt.Sprintf("The page cannot be read: it is answered by status %d.", page.Status))
	}
}

// refuse notes a page that cannot be read.
func (r *Reading) refuse(address, why string) {
	r.Refused, r.Partly = append(r.Refused, Refusal{Spot{Address: address}, why}), true
	r.Silent++
}

// take makes entries of a page.
func (r *Reading) take(address, language string, page Page) {
	f := File{Name: address, Language: language, page: true}
	rows, refused := f.headings(page.Blocks)
	if len(r.Rows)+len(rows) > MaxEntries || sizeOf(r.Rows)+sizeOf(rows) > MaxFile {
		r.refuse(address, "The pages before it fill the import already. Import a folder of them at a time.")
		return
	}
	r.Rows, r.Refused, r.Pages = append(r.Rows, rows...), append(r.Refused, refused...), append(r.Pages, address)
}

// sizeOf is the bytes of the answers of entries.
func sizeOf(rows []Found) (bytes int) {
	for _, row := range rows {
		for _, words := range row.Content.Languages {
			for _, message := range words.Answer {
				bytes += len(message)
			}
		}
	}
	return bytes
}

// withoutCopies drops words that several pages have under the same heading: one entry is enough.
func withoutCopies(rows []Found) []Found {
	had := map[string]bool{}
	return slices.DeleteFunc(rows, func(row Found) bool {
		mark := fingerprint(row.Content)
		was := had[mark]
		had[mark] = true
		return was
	})
}

// save stores how far a walk came. ErrConflict if people cancelled it.
func (im *Importer) save(ctx context.Context, i *Import, r Reading, put func(context.Context, Import) error) error {
	if err := im.files.KeepReading(ctx, i.Tenant, i.ID, r); err != nil {
		return err
	}
	i.Pages, i.Found, i.Tries, i.Until = r.Walk.Asked, len(r.Walk.Known), 0, im.now().Add(inHand)
	err := put(ctx, *i)
	i.Version++
	return err
}
