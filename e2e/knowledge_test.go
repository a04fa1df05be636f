package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/setup"
	"github.com/botifire/livechat/shared/wire"
)

// lead is a member of the team who writes the knowledge of bots.
type lead struct{ *agent }

// imports has a file or the pages of a site imported.
func (l lead) imports(name, text string, weekly bool) wire.Import {
	l.t.Helper()
	var i wire.Import
	id := strings.ToLower(newID())
	at := "/v1/knowledge/imports/" + id
	l.does("POST", "/v1/knowledge/imports", object{"id": id, "name": name, "bytes": len(text), "language": "en"}, &i)
	if i.Upload != nil {
		place := wire.Upload{Url: i.Upload.Url, Headers: i.Upload.Headers}
		if status := puts(l.t, place, []byte(text)); status != http.StatusOK {
			l.t.Fatalf("the file is answered by %d", status)
		}
		l.does("POST", at, object{"act": "read"}, nil)
	}
	state := func(want wire.ImportState) {
		l.t.Helper()
		soon(l.t, fmt.Sprint("the import is ", want), func() bool {
			l.does("GET", at, nil, &i)
			return i.State == want || i.State == wire.ImportStateFailed
		})
	}
	state(wire.ImportStateRead)
	l.does("POST", at, object{"act": "apply", "weekly": weekly}, nil)
	state(wire.ImportStateDone)
	return i
}

// waiting are the entries with a word that wait to be published.
func (l lead) waiting(word string) []wire.KnowledgeEntry {
	l.t.Helper()
	var list wire.EntryList
	l.does("GET", "/v1/knowledge/entries?limit=100&q="+word, nil, &list)
	return slices.DeleteFunc(list.Rows, func(e wire.KnowledgeEntry) bool { return e.State == wire.Published })
}

// publishes has the entries with a word in force.
func (l lead) publishes(word string) {
	l.t.Helper()
	refs := []object{}
	for _, e := range l.waiting(word) {
		refs = append(refs, object{"id": e.Id, "version": e.Version})
	}
	var p wire.Publication
	l.does("POST", "/v1/knowledge/publications", object{"entries": refs, "sure": true}, &p) // others ask, too
	soon(l.t, "the edition is in force", func() bool {
		var all wire.Knowledge
		l.does("GET", "/v1/knowledge", nil, &all)
		return all.Live >= p.Number
	})
}

// hears asks as a new visitor of a site, and returns the words of their chat.
func hears(t *testing.T, site, question string) []string {
	t.Helper()
	return asker(t, site, question).words()
}

// asker is a new visitor of a site who asked something and was answered.
func asker(t *testing.T, site, question string) *visitor {
	t.Helper()
	v := newVisitor(t, "lagos")
	v.site = site
	tab := v.opensTab("/")
	tab.says(question)
	soon(t, "the bot speaks", func() bool {
		return slices.ContainsFunc(v.words(), func(line string) bool { return strings.HasPrefix(line, "bot: ") })
	})
	tab.closes()
	return v
}

// learns asks until the bot knows the answer: an edition in force is read within seconds.
func learns(t *testing.T, site, question, answer string) {
	t.Helper()
	soon(t, "the bot answers "+answer, func() bool { return slices.Contains(hears(t, site, question), "bot: "+answer) })
}

// A sheet says where and when each question is answered, by which bots or by a person, and the bots keep to it.
func TestTheStoryOfASheetWithLimits(t *testing.T) {
	t.Parallel()
	olu, lea, ana := demo(t, chat.RoleOwner), lead{demo(t, chat.RoleLead)}, demo(t, chat.RoleAgent)
	var site chat.Site
	olu.does("POST", "/v1/sites", object{
		"bot": setup.DemoBot, "name": "Outlet", "origins": []string{world.Door + "/"},
		"consent": false,
	}, &site)
	word := "x" + strings.ToLower(newID()[16:])
	question := func(of string) string { return fmt.Sprintf("May I have the %s %s?", of, word) }
	at := func(days int) string { return time.Now().AddDate(0, 0, days).UTC().Format(time.RFC3339) }
	text := "question,answer,sites,bots,from,until,people\n"
	for _, row := range [][]string{
		{"everywhere", "Everywhere.", "", "", "", "", ""},
		{"outlet", "In the outlet.", site.Key, "", "", "", ""},
		{"telephone", "On the phone.", "", setup.DemoPhoneBot, "", "", ""},
		{"tomorrow", "From tomorrow.", "", "", at(1), "", ""},
		{"yesterday", "Until yesterday.", "", "", "", at(-1), ""},
		{"today", "Just now.", "", "", at(-1), at(1), ""},
		{"refund", "", "", "", "", "", "yes"},
	} {
		text += question(row[0]) + "," + strings.Join(row[1:], ",") + "\n"
	}
	if i := lea.imports(word+".csv", text, false); i.Added == nil || *i.Added != 7 {
		t.Fatalf("the import is %+v", i)
	}
	lea.publishes(word)

	learns(t, setup.DemoSite, question("everywhere"), "Everywhere.")
	learns(t, site.Key, question("outlet"), "In the outlet.")
	learns(t, setup.DemoSite, question("today"), "Just now.")
	for of, answer := range map[string]string{
		"outlet": "In the outlet.", "telephone": "On the phone.",
		"tomorrow": "From tomorrow.", "yesterday": "Until yesterday.",
	} {
		if said := hears(t, setup.DemoSite, question(of)); slices.Contains(said, "bot: "+answer) {
			t.Errorf("the shop's visitors read %q", said)
		}
	}
	var bruno *phone
	soon(t, "phones are answered by the edition, too", func() bool { // each function reads it within seconds
		bruno = newPhone(t)
		bruno.says(question("telephone"))
		soon(t, "the phone is answered", func() bool { return len(bruno.messages()) > 0 })
		return bruno.count("On the phone.") > 0
	})
	bruno.says(question("outlet"))
	soon(t, "the phone is answered once more", func() bool { return len(bruno.messages()) > 1 })
	if bruno.count("In the outlet.") > 0 {
		t.Error("an answer that is limited to a site is said on WhatsApp")
	}

	soon(t, "people answer, as the sheet says", func() bool { // some environment of the function may not have read it yet
		amara := asker(t, setup.DemoSite, question("refund"))
		if !slices.Contains(amara.words(), "bot: I am getting a colleague. They will answer here.") {
			return false
		}
		ana.finds("human", amara.conversation)
		return true
	})
}

// A price changes on the shop's page. It waits with its difference, and is live once a lead says so.
func TestTheStoryOfAPriceOnAPage(t *testing.T) {
	t.Parallel()
	var price atomic.Int64
	price.Store(5)
	word := "y" + strings.ToLower(newID()[16:])
	title := fmt.Sprintf("What does the %s cost?", word)
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		switch {
		case r.URL.Path == "/help/":
			fmt.Fprintf(w, `<h1>About the %s</h1><p>It is blue.</p><a href="price">Price</a>`, word)
		case r.URL.Path == "/help/price" && price.Load() > 0:
			fmt.Fprintf(w, "<h1>%s</h1><p>%d euros.", title, price.Load())
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(shop.Close)
	olu, lea := demo(t, chat.RoleOwner), lead{demo(t, chat.RoleLead)}
	olu.does("POST", "/v1/sites", object{
		"bot": setup.DemoBot, "name": word, "origins": []string{shop.URL}, "consent": false,
	}, nil)
	lea.imports(shop.URL+"/help/", "", true)
	lea.publishes(word)
	learns(t, setup.DemoSite, title, "5 euros.")

	price.Store(6)
	lea.rereads(shop.URL + "/help/")
	waits := lea.waiting(word)
	if len(waits) != 1 || waits[0].State != wire.Changed || waits[0].Content.Languages["en"].Answer[0] != "6 euros." {
		t.Fatalf("these wait: %+v", waits)
	}
	if said := hears(t, setup.DemoSite, title); slices.Contains(said, "bot: 6 euros.") {
		t.Errorf("it is live by itself: %q", said)
	}
	lea.publishes(word)
	learns(t, setup.DemoSite, title, "6 euros.")

	price.Store(0)
	lea.rereads(shop.URL + "/help/")
	if waits = lea.waiting(word); len(waits) != 1 || waits[0].State != wire.Removed {
		t.Fatalf("these wait: %+v", waits)
	}
	learns(t, setup.DemoSite, title, "6 euros.")
	lea.publishes(word)
	soon(t, "the bot no longer says it", func() bool {
		return !slices.Contains(hears(t, setup.DemoSite, title), "bot: 6 euros.")
	})
	for _, w := range lea.weekly() {
		if w.Address == shop.URL+"/help/" {
			lea.does("DELETE", "/v1/knowledge/weekly/"+w.Id, nil, nil)
		}
	}
}

func (l lead) weekly() []wire.Weekly {
	l.t.Helper()
	var list wire.WeeklyList
	l.does("GET", "/v1/knowledge/weekly", nil, &list)
	return list.Rows
}

// rereads has a site read now that is read each week.
func (l lead) rereads(address string) {
	l.t.Helper()
	var begun wire.Import
	for _, w := range l.weekly() {
		if w.Address == address {
			l.does("POST", "/v1/knowledge/weekly/"+w.Id, nil, &begun)
		}
	}
	soon(l.t, "the site is read again", func() bool {
		var i wire.Import
		l.does("GET", "/v1/knowledge/imports/"+begun.Id, nil, &i)
		return i.State == wire.ImportStateDone
	})
}
