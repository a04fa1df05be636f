package faults

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/wire"
)

var lea = chat.Agent{Tenant: host.Tenant, ID: "a_lea", Name: "Lea", Role: chat.RoleLead}

// written is an entry of a bot that no scene talks to.
func written(title, answer string) host.Object {
	return host.Object{
		"title": title, "bots": []string{"b_nobody"}, "languages": host.Object{
			"en": host.Object{"wordings": []string{title + "?"}, "answer": []string{answer}},
		},
	}
}

const printTries = 4

// published writes two entries, publishes one of them alone, and then everything with a change in the first.
func published(ctx context.Context, h *host.Host) ([]string, error) {
	first, second := strings.ToLower(newID()), strings.ToLower(newID())
	save := func(id string, version int, content host.Object) error {
		return memberDoes(ctx, h, lea, "PUT", "/v1/knowledge/entries/"+id,
			host.Object{"version": version, "content": content}, nil)
	}
	publish := func(what host.Object) error {
		err := memberDoes(ctx, h, lea, "POST", "/v1/knowledge/publications", what, nil)
		h.Drain(ctx)
		for range printTries { // an edition that could not be made is tried again after a while
			h.Pass(time.Minute)
			h.Drain(ctx)
		}
		return err
	}
	lines := []string{}
	for _, step := range []func() error{
		func() error { return save(first, 0, written("The price "+first, "5 euros")) },
		func() error { return save(second, 0, written("The hours "+second, "9 to 6")) },
		func() error { return publish(host.Object{"entries": []host.Object{{"id": first, "version": 1}}}) },
		func() error { return save(first, 1, written("The price "+first, "6 euros")) },
		func() error { return publish(host.Object{"all": true}) },
	} {
		if err := step(); err != nil {
			return nil, err
		}
		pause()
		line, err := inForce(ctx, h, first, second)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// importFile is where the file of an import lies.
func importFile(id string) string {
	return knowledge.ImportPrefix + string(host.Tenant) + "/" + id + "/file"
}

// importedFile imports a Markdown file with two entries in words of its own, and then the same again.
func importedFile(ctx context.Context, h *host.Host) ([]string, error) {
	name := strings.ToLower(newID())
	text := "# First " + name + "\n\nOne.\n\n# Second " + name + "\n\nTwo.\n"
	lines := []string{}
	for range 2 {
		var told wire.Import
		id := strings.ToLower(newID())
		at := "/v1/knowledge/imports/" + id
		work := func() {
			for range printTries {
				h.Drain(ctx)
				h.Pass(time.Minute)
			}
			h.Drain(ctx)
		}
		err := memberDoes(ctx, h, lea, "POST", "/v1/knowledge/imports",
			host.Object{"id": id, "name": name + ".md", "bytes": len(text), "language": "en"}, nil)
		if err != nil {
			return nil, err
		}
		h.PutFile("media", importFile(id), []byte(text), 0)
		for _, act := range []string{"read", "apply"} {
			if err := memberDoes(ctx, h, lea, "POST", at, host.Object{"act": act}, nil); err != nil {
				return nil, err
			}
			work()
		}
		if err := memberDoes(ctx, h, lea, "GET", at, nil, &told); err != nil {
			return nil, err
		}
		lines = append(lines, fmt.Sprint(told.State, httpapi.Or(told.Added), httpapi.Or(told.Same)))
	}
	drafts, _, err := h.Store.Drafts(ctx, host.Tenant, "", 1000)
	for _, d := range drafts {
		if strings.Contains(d.Title, name) {
			lines = append(lines, fmt.Sprint(strings.Fields(d.Title)[0], d.Version, d.Languages["en"].Answer))
		}
	}
	return lines, err
}

// priced is a site on this machine. Its one page has a price. The page is in a folder of its own: a port comes again,
// and another play's entries of the same address would be taken for this one's.
func priced(folder string, price *atomic.Int64) *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /"+folder+"/{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprintf(w, "<h1>What does it cost?</h1><p>%d euros", price.Load())
	})
	return httptest.NewServer(mux)
}

// readAgain has a site read that is due, twice, and its price changes in between.
func readAgain(ctx context.Context, h *host.Host) ([]string, error) {
	var price atomic.Int64
	key := strings.ToLower(newID())
	site := priced(key, &price)
	defer site.Close()
	address := site.URL + "/" + key + "/"
	id := knowledge.WeeklyOf(address)
	err := h.Store.PutSite(ctx, chat.Site{
		Key: key, Tenant: host.Tenant, Bot: host.FastBot, Name: key, Origins: []string{site.URL},
	})
	w := knowledge.Weekly{Tenant: host.Tenant, ID: id, Address: address, Language: "en"}
	lines := []string{}
	for range 2 {
		price.Add(5)
		w.Due = time.Now().Add(-time.Second)
		err = errors.Join(err, h.Store.PutWeekly(ctx, w), reading(ctx, h, id))
		var drafts []knowledge.Draft
		var failed, gone error
		drafts, _, failed = h.Store.Drafts(ctx, host.Tenant, "", 1000)
		w, gone = h.Store.Weekly(ctx, host.Tenant, id)
		err = errors.Join(err, failed, gone)
		for _, d := range drafts {
			if d.Source.Name == address {
				lines = append(lines, fmt.Sprint(d.Title, d.Version, d.Languages["en"].Answer, d.Name))
			}
		}
	}
	return lines, errors.Join(err, h.Store.DropWeekly(ctx, host.Tenant, id))
}

// reading has a site read that is due, to its end. A reading that the sweep has put off after a failure is due again
// at once.
func reading(ctx context.Context, h *host.Host, id knowledge.WeeklyID) error {
	for range 10 * printTries {
		w, err := h.Store.Weekly(ctx, host.Tenant, id)
		if err == nil && !w.Due.After(time.Now()) {
			err = errors.Join(chat.Except(h.Store.PutWeekly(ctx, w), chat.ErrConflict), h.Sweep(ctx))
		}
		if err != nil {
			return err
		}
		h.Drain(ctx)
		h.Pass(time.Minute)
		all, err := h.Store.Imports(ctx, host.Tenant)
		if err != nil {
			return err
		}
		w, err = h.Store.Weekly(ctx, host.Tenant, id)
		if works := slices.ContainsFunc(all, func(i knowledge.Import) bool {
			return i.Name == w.Address && (i.State == knowledge.ReadingIt || i.State == knowledge.Writing)
		}); err != nil || !works && w.Due.After(time.Now()) {
			return err
		}
	}
	return errors.New("the site is not read")
}

// inForce has the answers of bots from these entries.
func inForce(ctx context.Context, h *host.Host, ids ...string) (string, error) {
	number, err := h.Store.Live(ctx, host.Tenant)
	if err != nil || number == 0 {
		return "", err
	}
	plain, err := gzip.NewReader(bytes.NewReader(h.File("media", knowledge.Place(host.Tenant, number))))
	if err != nil {
		return "", err
	}
	var edition knowledge.Edition
	if err := json.NewDecoder(plain).Decode(&edition); err != nil {
		return "", err
	}
	said := []string{}
	for _, id := range ids {
		if e, is := edition.Entry(knowledge.EntryID(id)); is {
			said = append(said, e.Languages["en"].Answer...)
		}
	}
	return strings.Join(said, ", "), nil
}

// guarantee is the entry of judged: one for all plays in a cloud, since functions keep an edition for some seconds.
const guarantee = "01j0000000000000000000000a"

// judged asks in Portuguese for an entry in English: words have no answer, and the model has.
func judged(ctx context.Context, h *host.Host) ([]string, error) {
	if err := guaranteed(ctx, h); err != nil {
		return nil, err
	}
	v := h.Visitor(host.FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return nil, err
	}
	if _, err := v.Say(ctx, "Quantos anos de garantia tem um guarda-chuva?"); err != nil {
		return nil, err
	}
	return ending(ctx, h, v)
}

// guaranteed publishes the entry, if it is not in force.
func guaranteed(ctx context.Context, h *host.Host) error {
	if said, err := inForce(ctx, h, guarantee); err != nil || said != "" {
		return err
	}
	err := memberDoes(ctx, h, lea, "PUT", "/v1/knowledge/entries/"+guarantee, host.Object{
		"version": 0, "content": host.Object{
			"title": "Guarantee on umbrellas", "bots": []chat.BotID{host.FastBot}, "languages": host.Object{"en": host.Object{
				"wordings": []string{
					"How long is the guarantee on an umbrella?", "How many years of warranty does an umbrella have?",
				},
				"answer": []string{"An umbrella has a guarantee of seven years."},
			}},
		},
	}, nil)
	if err == nil {
		err = memberDoes(ctx, h, lea, "POST", "/v1/knowledge/publications", host.Object{"all": true}, nil)
	}
	h.Drain(ctx)
	return err
}
