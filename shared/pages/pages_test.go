package pages

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

const help = `<!doctype html><html><head><title>Help | Kettles</title><script>var x = "no answer"</script></head><body>
<header><a href="/">Kettles</a> Welcome</header><nav><a href="/shop?page=2#top">Shop</a></nav>
<main>Ask us.<h1>Delivery</h1><p>Two <b>days</b>,<br>five abroad.</p><ul><li>By air: one</li><li>Islands: ten</li></ul>
<details><summary>Who pays customs?</summary><p>You do.</p></details>
<table><tr><th>Price</th><td>5&nbsp;euros</td></tr></table><p hidden>Secret</p><p aria-hidden="true">x</p>
<form><label>Name</label></form><a href="mailto:a@b.test">mail</a></main><footer>Imprint</footer></body></html>`

func TestAPageIsReadByHeading(t *testing.T) {
	tree, err := html.Parse(strings.NewReader(help))
	if err != nil {
		t.Fatal(err)
	}
	at, _ := url.Parse("https://kettles.test/help/")
	blocks, links := read(tree, at)
	want := []knowledge.Block{
		{Heading: true, Words: "Help | Kettles"},
		{Words: "Ask us."},
		{Heading: true, Words: "Delivery"},
		{Words: "Two days, five abroad."},
		{Words: "– By air: one"},
		{Words: "– Islands: ten"},
		{Heading: true, Words: "Who pays customs?"},
		{Words: "You do."},
		{Words: "Price: 5 euros"},
		{Words: "mail"},
	}
	if diff := cmp.Diff(want, blocks); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !slices.Equal(links, []string{
		"https://kettles.test/", "https://kettles.test/shop?page=2#top", "mailto:a@b.test",
	}) {
		t.Errorf("the links are %v", links)
	}
}

// An old price that a page strikes out is no part of the answer, in a line, in a row of a table or as a whole.
func TestStruckWordsAreNoPartOfAPage(t *testing.T) {
	tree, err := html.Parse(strings.NewReader(`<main><h1>Price</h1><p><del>50 €</del> 40 €, <s>till May</s> for good</p>
<table><tr><th>Kettle</th><td><strike>60 €</strike> <ins>55 €</ins></td></tr></table><del><p>Closed.</p></del></main>`))
	if err != nil {
		t.Fatal(err)
	}
	at, _ := url.Parse("https://kettles.test/help/")
	blocks, _ := read(tree, at)
	want := []knowledge.Block{
		{Heading: true, Words: "Price"}, {Words: "40 €, for good"}, {Words: "Kettle: 55 €"},
	}
	if diff := cmp.Diff(want, blocks); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A small page may be made to take memory and time.
func TestAHostilePageIsBounded(t *testing.T) {
	for name, text := range map[string]string{"paragraphs": "<p>a", "links": "<a href=x>", "deep": "<b>"} {
		raw := []byte(strings.Repeat(text, maxPage/len(text)))
		if _, err := parse(t.Context(), answer{kind: "text/html", raw: raw}); chat.KindOf(err) != chat.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	rows, left := []byte(strings.Repeat("<tr>"+strings.Repeat("a", 60), maxParts/2)), 10
	_, err := parse(patient{t.Context(), &left}, answer{kind: "text/html", raw: rows})
	if chat.KindOf(err) != chat.Invalid || left < -3 {
		t.Errorf("rows without a table end with %v, %d looks after the time was up", err, -left)
	}
}

// patient is a context whose time is up once it was looked at so often.
type patient struct {
	context.Context
	left *int
}

func (p patient) Err() error {
	if *p.left--; *p.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

func TestAPageIsAskedFor(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/latin", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
		fmt.Fprint(w, "<h1>Caf\xe9</h1><p>Ja")
	})
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/latin", http.StatusFound)
	})
	mux.HandleFunc("/large", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, strings.Repeat(" ", maxPage+1))
	})
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Content-Type", "image/png") })
	server := httptest.NewServer(mux)
	defer server.Close()
	web := asking(server)
	p, err := web.Page(t.Context(), server.URL+"/latin")
	if err != nil || len(p.Blocks) != 2 || p.Blocks[0].Words != "Café" {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err = web.Page(t.Context(), server.URL+"/moved"); err != nil || p.Moved != server.URL+"/latin" {
		t.Errorf("%+v, %v", p, err)
	}
	if p, err = web.Page(t.Context(), server.URL+"/file"); err != nil || len(p.Blocks) != 0 {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err = web.Page(t.Context(), server.URL+"/large"); chat.KindOf(err) != chat.Invalid {
		t.Errorf("a large page: %v", err)
	}
}

// asking reads pages of a server as it is done in the cloud: redirects are answers.
func asking(server *httptest.Server) Web {
	client := server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return New(client)
}

func FuzzPages(f *testing.F) {
	f.Add(help)
	f.Add(strings.Repeat("<div>", 600) + "deep")
	f.Fuzz(func(t *testing.T, text string) {
		tree, err := html.Parse(strings.NewReader(text))
		if err != nil {
			return
		}
		at, _ := url.Parse("https://kettles.test/")
		blocks, _ := read(tree, at)
		for _, b := range blocks {
			if strings.TrimSpace(b.Words) == "" {
				t.Error("an empty block")
			}
		}
	})
}
