package lifecycle_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/lifecycle"
)

// Due data is deleted, other data stays, and the oldest that is left is reported.
func TestRetention(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	files := chattest.NewVault()
	w.Vault = files
	w.Think = func(q chat.Question) (chat.Answer, error) {
		return chat.Answer{
			Bubbles: []chat.Body{chat.Text("no idea")},
			Effects: chat.Effects{Gap: &chat.Gap{Question: q.Message.Body().Text, Cause: chat.NoMatch}},
		}, nil
	}
	w.Must(w.ScheduleRetention(w.Ctx(), chattest.Tenant))
	old := w.Guest()
	old.Opens("/old")
	old.Says("an old question")
	w.Must(w.ReceiveWhatsApp(w.Ctx(), chat.Number{ID: "1000", Tenant: chattest.Tenant, Bot: chattest.Fast},
		chat.Contact{WaID: "551"},
		chat.Body{Kind: chat.KindUnsupported, Type: "poll"},
		chat.Origin{Wamid: "w1", Sent: w.Now(), Raw: []byte(`{"poll":1}`)}))
	w.Streams()
	old.Leaves()
	path := "kept/t_1/" + string(old.Socket.Conversation) + "/file"
	w.Must(files.Put(w.Ctx(), path, "", []byte("x")))
	files.At[path] = w.Now()
	w.Streams()
	for range 3 {
		w.Pass(time.Hour)
		w.Sweeps()
		w.Streams()
	}
	began := w.Now()
	left := func() (messages, visits, raws int) {
		heads, err := w.Store.ConversationsOf(w.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: old.Socket.Visitor})
		w.Must(err)
		for _, h := range heads {
			all, err := w.Store.History(w.Ctx(), h.Key(), "", 100)
			w.Must(err)
			messages += len(all)
		}
		all, err := w.Store.VisitsOf(w.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: old.Socket.Visitor}, 100)
		w.Must(err)
		queue, _, err := w.Store.ListQueue(w.Ctx(), chattest.Tenant, chat.QueueClosed, "", 100) // a day ended its case
		w.Must(err)
		for _, h := range queue {
			log, err := w.Store.History(w.Ctx(), h.Key(), "", 100)
			w.Must(err)
			for _, m := range log {
				if m.Origin != nil && len(m.Origin.Raw) > 0 {
					raws++
				}
			}
		}
		return messages, len(all), raws
	}
	_, err := w.SaveRetention(w.Ctx(), chattest.Olu,
		chat.Retention{Messages: 100, Media: 50, Visits: 60, Profiles: 200, Raw: 10}, 1)
	w.Must(err)
	before := counted(w)
	for _, step := range []struct {
		day                    int
		messages, visits, raws int
		file, profile          bool
	}{
		{1, 3, 1, 1, true, true},
		{12, 3, 1, 0, true, true},
		{52, 3, 1, 0, false, true},
		{62, 3, 0, 0, false, true},
		{103, 0, 0, 0, false, true},
		{203, 0, 0, 0, false, false},
	} {
		w.At(began.AddDate(0, 0, step.day))
		w.Walks()
		messages, visits, raws := left()
		_, file := files.Files[path]
		_, err := w.Store.Visitor(w.Ctx(), chat.VisitorKey{Tenant: chattest.Tenant, ID: old.Socket.Visitor})
		if messages != step.messages || visits != step.visits || raws != step.raws || file != step.file ||
			(err == nil) != step.profile {
			t.Errorf("day %d: %d messages, %d visits, %d raw payloads, file %v, profile %v; want %+v", step.day, messages,
				visits, raws, file, err == nil, step)
		}
		_, walk, err := w.Retained(w.Ctx(), chattest.Olu)
		w.Must(err)
		if walk.Ended.IsZero() || walk.LastOldest["messages"].After(w.Now()) ||
			(step.messages > 0 && !walk.LastOldest["messages"].Before(began)) {
			t.Errorf("day %d: the walk says %+v", step.day, walk)
		}
	}
	if gaps, _, _ := w.Store.Gaps(w.Ctx(), chattest.Tenant, chattest.Fast, "", 10); len(gaps) > 0 {
		t.Errorf("questions that nobody asks any more: %+v", gaps)
	}
	if after := counted(w); after != before || before == 0 {
		t.Errorf("%d visits were counted, now %d", before, after)
	}
	done, err := w.Rebuild()
	w.Must(err)
	if done.MendedCounters > 0 {
		t.Errorf("a recount takes the visits that are gone off the counters: %+v", done)
	}
}

func counted(w *chattest.World) int64 {
	rows, err := w.Store.Counts(w.Ctx(), chattest.Tenant, "2026-01-01", "2099-01-01")
	w.Must(err)
	n := int64(0)
	for _, row := range rows {
		n += row.Values["sessions"]
	}
	return n
}

// A message without bubbles loses its raw payload like any other, and those after it do.
func TestAMessageWithoutBubblesLosesItsRawPayload(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	w.Vault = chattest.NewVault()
	w.Must(w.ScheduleRetention(w.Ctx(), chattest.Tenant))
	for _, id := range []string{"w1", "w2"} {
		w.Must(w.ReceiveWhatsApp(w.Ctx(), chat.Number{ID: "1000", Tenant: chattest.Tenant, Bot: chattest.Fast},
			chat.Contact{WaID: "551"}, chat.Body{Kind: chat.KindUnsupported, Type: "poll"},
			chat.Origin{Wamid: id, Sent: w.Now(), Raw: []byte(`{"poll":1}`)}))
		w.Pass(time.Minute)
	}
	w.Streams()
	queue, _, err := w.Store.ListQueue(w.Ctx(), chattest.Tenant, chat.QueueBot, "", 10)
	w.Must(err)
	if len(queue) != 1 {
		t.Fatalf("%d conversations", len(queue))
	}
	key := queue[0].Key()
	raws := func() (ids []chat.MessageID) {
		log, err := w.Store.History(w.Ctx(), key, "", 10)
		w.Must(err)
		for _, m := range log {
			if m.Origin != nil && len(m.Origin.Raw) > 0 {
				ids = append(ids, m.ID)
			}
		}
		return ids
	}
	before := raws()
	if len(before) != 2 {
		t.Fatalf("%d messages have a raw payload", len(before))
	}
	_, err = w.Store.UpdateMessage(w.Ctx(), key, slices.Min(before), func(m *chat.Message) error {
		m.Bubbles = nil
		return nil
	})
	w.Must(err)
	_, err = w.SaveRetention(w.Ctx(), chattest.Olu,
		chat.Retention{Messages: 100, Media: 50, Visits: 60, Profiles: 200, Raw: 10}, 1)
	w.Must(err)
	w.Pass(12 * 24 * time.Hour)
	w.Walks()
	if left := raws(); len(left) > 0 {
		t.Errorf("left are %v", left)
	}
}

// Words that are deleted leave the lists of conversations, too; the newest that are left stand in their place.
func TestDeletedWordsLeaveTheLists(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	w.Vault = chattest.NewVault()
	w.Must(w.ScheduleRetention(w.Ctx(), chattest.Tenant))
	_, err := w.SaveRetention(w.Ctx(), chattest.Olu,
		chat.Retention{Messages: 30, Media: 30, Visits: 30, Profiles: 60, Raw: 10}, 1)
	w.Must(err)
	g := w.Guest()
	g.Opens("/")
	g.Says("my illness is a secret")
	w.Streams()
	_, err = w.TakeOver(w.Ctx(), chattest.Ana, g.Key(), w.Sees(g.Key()))
	w.Must(err)
	w.Pass(25 * 24 * time.Hour)
	_, _, err = w.Desk.Reply(w.Ctx(), chattest.Ana, g.Key(), w.ID(), chat.Text("Is all well?"), nil)
	w.Must(err)
	shows := func(want string) {
		t.Helper()
		w.Walks()
		head, err := w.Store.Head(w.Ctx(), g.Key())
		w.Must(err)
		if head.Preview != want {
			t.Errorf("the list shows %q, want %q", head.Preview, want)
		}
	}
	shows("my illness is a secret")
	w.Pass(10 * 24 * time.Hour)
	shows("Is all well?")
	g.Says("yes")
	w.Pass(25 * 24 * time.Hour)
	shows("yes")
}

// A visitor who comes back keeps their profile, however long they were away.
func TestWhoComesBackIsKept(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	w.Vault = chattest.NewVault()
	_, err := w.SaveRetention(w.Ctx(), chattest.Olu,
		chat.Retention{Messages: 1, Media: 1, Visits: 1, Profiles: 3, Raw: 1}, 1)
	w.Must(err)
	g := w.Guest()
	g.Opens("/")
	w.Streams()
	g.Leaves()
	w.Streams()
	for range 3 {
		w.Pass(time.Hour)
		w.Sweeps()
	}
	w.Pass(48 * time.Hour)
	w.Walks() // the visit is deleted, the profile is not yet due
	g.Opens("/again")
	w.Pass(10 * 24 * time.Hour)
	if _, err := w.Store.Visitor(w.Ctx(), g.Socket.VisitorKey()); err != nil {
		t.Fatal(err)
	}
	w.Walks()
	if v, err := w.Store.Visitor(w.Ctx(), g.Socket.VisitorKey()); err == nil && v.LastVisitAt.IsZero() {
		return // the profile is still there, or the walk has not reached the second visit yet
	} else if err == nil && !v.LastVisitAt.After(w.Now().Add(-11*24*time.Hour)) {
		t.Errorf("the second visit does not count: %+v", v)
	}
}

// An export contains everything, in sheets without formulas, however many parts it takes.
func TestExportOfATenant(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	files := chattest.NewVault()
	w.Vault = files
	for range 3 {
		g := w.Guest()
		g.Opens("/page")
		w.Must(w.Attributes(w.Ctx(), g.Socket, map[string]string{"name": "=HYPERLINK(1)"}))
		for range 40 {
			w.Pass(2 * time.Minute)
			g.Says("@SUM(A1) words " + strings.Repeat("long ", 700))
		}

	}
	w.Streams()
	for range 15 {
		g := w.Guest()
		g.Opens("/more")
		for range 40 {
			w.Pass(2 * time.Minute)
			g.Says(strings.Repeat("word ", 800))
		}
	}
	j, err := w.Runs(w.ExportTenant(w.Ctx(), chattest.Olu))
	w.Must(err)
	if j.State != lifecycle.JobDone || files.Parts <= len(j.Files) {
		t.Fatalf("the export is %s in %d parts", j.State, files.Parts)
	}
	rows := map[string][][]string{}
	for _, f := range j.Files {
		read, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(files.Files[f.Path], "\ufeff"))).ReadAll()
		w.Must(err)
		if strings.Count(files.Files[f.Path], "\ufeff") != 1 {
			t.Errorf("%s does not begin, once, with the mark that Excel needs", f.Kind)
		}
		if len(read) != f.Rows+1 {
			t.Errorf("%s has %d rows, and says %d", f.Kind, len(read)-1, f.Rows)
		}
		for _, row := range read {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("%s has the cell %.30q", f.Kind, cell)
				}
			}
		}
		rows[f.Kind] = read
	}
	if len(rows["visitors"]) != 19 || len(rows["messages"]) != 1+18*80 || len(rows["visits"]) != 19 ||
		len(rows["conversations"]) != 19 {
		t.Errorf("there are %d visitors, %d messages, %d visits, %d conversations", len(rows["visitors"]),
			len(rows["messages"]), len(rows["visits"]), len(rows["conversations"]))
	}
}
