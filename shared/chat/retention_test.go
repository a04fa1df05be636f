package chat_test

import (
	"context"
	"encoding/csv"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// vault is files in a map.
type vault struct {
	mu    sync.Mutex
	files map[string]string
	at    map[string]time.Time
	parts int
}

func newVault() *vault { return &vault{files: map[string]string{}, at: map[string]time.Time{}} }

func (v *vault) Put(_ context.Context, path, _ string, raw []byte) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.files[path] = string(raw)
	return nil
}

func (v *vault) AddPart(ctx context.Context, path, kind, made string, raw []byte, last bool) (string, error) {
	if !last && len(raw) < chat.MinPart {
		return "", errors.New("a part is too small")
	}
	v.parts++
	if made == "" {
		return "begun", v.Put(ctx, path, kind, raw)
	}
	return made, v.Put(ctx, path, kind, append([]byte(v.files[path]), raw...))
}

func (v *vault) Forget(ctx context.Context, prefix string) (int, error) {
	n, _, err := v.ForgetBefore(ctx, prefix, time.Now().AddDate(100, 0, 0))
	return n, err
}

func (v *vault) ForgetBefore(_ context.Context, prefix string, before time.Time) (n int, oldest time.Time, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for path := range v.files {
		if !strings.HasPrefix(path, prefix) {
			continue
		}
		if v.at[path].Before(before) {
			delete(v.files, path)
			n++
		} else if oldest.IsZero() || v.at[path].Before(oldest) {
			oldest = v.at[path]
		}
	}
	return n, oldest, nil
}

func (v *vault) Scrub(context.Context, []string) (int, error) { return 0, nil }

// walks has the sweep go on until no job is due.
func (o *office) walks() {
	o.t.Helper()
	for range 20 {
		_, err := o.Sweep(o.ctx(), 1000)
		o.must(err)
	}
}

// What is due goes, what is not stays, and the oldest that is left is told.
func TestRetention(t *testing.T) {
	o, _ := newTeam(t)
	files := newVault()
	o.Vault = files
	o.think = func(q chat.Question) (chat.Answer, error) {
		return chat.Answer{Bubbles: []chat.Body{chat.Text("no idea")}, Effects: chat.Effects{Gap: &chat.Gap{Question: q.Message.Body().Text, Cause: chat.NoMatch}}}, nil
	}
	o.must(o.WalkSoon(o.ctx(), tenant))
	old := o.guest()
	old.opens("/old")
	old.says("an old question")
	o.must(o.ReceiveWhatsApp(o.ctx(), chat.Number{ID: "1000", Tenant: tenant, Bot: fast}, chat.Contact{WaID: "551"},
		chat.Body{Kind: chat.KindUnsupported, Type: "poll"}, chat.Origin{Wamid: "w1", Sent: o.Now(), Raw: []byte(`{"poll":1}`)}))
	o.streams()
	old.leaves()
	path := "kept/t_1/" + string(old.socket.Conversation) + "/file"
	o.must(files.Put(o.ctx(), path, "", []byte("x")))
	files.at[path] = o.Now()
	o.streams()
	for range 3 {
		o.pass(time.Hour)
		o.sweeps()
		o.streams()
	}
	began := o.Now()
	left := func() (messages, visits, raws int) {
		heads, err := o.Store.ConversationsOf(o.ctx(), chat.VisitorKey{Tenant: tenant, ID: old.socket.Visitor})
		o.must(err)
		for _, h := range heads {
			all, err := o.Store.History(o.ctx(), h.Key(), "", 100)
			o.must(err)
			messages += len(all)
		}
		all, err := o.Store.SessionsOf(o.ctx(), chat.VisitorKey{Tenant: tenant, ID: old.socket.Visitor}, 100)
		o.must(err)
		queue, _, err := o.Store.ListQueue(o.ctx(), tenant, chat.QueueBot, "", 100)
		o.must(err)
		for _, h := range queue {
			log, err := o.Store.History(o.ctx(), h.Key(), "", 100)
			o.must(err)
			for _, m := range log {
				if m.Origin != nil && len(m.Origin.Raw) > 0 {
					raws++
				}
			}
		}
		return messages, len(all), raws
	}
	_, err := o.SaveRetention(o.ctx(), olu, chat.Retention{Messages: 100, Media: 50, Sessions: 60, Profiles: 200, Raw: 10}, 1)
	o.must(err)
	before := counted(o)
	for _, step := range []struct {
		day                    int
		messages, visits, raws int
		file, profile          bool
	}{
		{1, 2, 1, 1, true, true}, {12, 2, 1, 0, true, true}, {52, 2, 1, 0, false, true}, {62, 2, 0, 0, false, true}, {103, 0, 0, 0, false, true}, {203, 0, 0, 0, false, false},
	} {
		o.mu.Lock()
		o.clock = began.AddDate(0, 0, step.day)
		o.mu.Unlock()
		o.walks()
		messages, visits, raws := left()
		_, file := files.files[path]
		_, err := o.Store.Visitor(o.ctx(), chat.VisitorKey{Tenant: tenant, ID: old.socket.Visitor})
		if messages != step.messages || visits != step.visits || raws != step.raws || file != step.file || (err == nil) != step.profile {
			t.Errorf("day %d: %d messages, %d visits, %d raw payloads, file %v, profile %v; want %+v", step.day, messages, visits, raws, file, err == nil, step)
		}
		_, walk, err := o.Retained(o.ctx(), olu)
		o.must(err)
		if walk.Ended.IsZero() || walk.LastOldest["messages"].After(o.Now()) || (step.messages > 0 && !walk.LastOldest["messages"].Before(began)) {
			t.Errorf("day %d: the walk says %+v", step.day, walk)
		}
	}
	if gaps, _, _ := o.Store.Gaps(o.ctx(), tenant, fast, "", 10); len(gaps) > 0 {
		t.Errorf("questions that nobody asks any more: %+v", gaps)
	}
	if after := counted(o); after != before || before == 0 {
		t.Errorf("%d visits were counted, now %d", before, after)
	}
	done, err := o.Rebuild(o.ctx(), tenant)
	o.must(err)
	if done.MendedCounters > 0 {
		t.Errorf("a recount takes the visits that are gone off the counters: %+v", done)
	}
}

func counted(o *office) int64 {
	rows, err := o.Store.Counts(o.ctx(), tenant, "2026-01-01", "2099-01-01")
	o.must(err)
	n := int64(0)
	for _, row := range rows {
		n += row.Values["sessions"]
	}
	return n
}

// A visitor who comes back keeps their profile, however long they were away.
func TestWhoComesBackIsKept(t *testing.T) {
	o, _ := newTeam(t)
	o.Vault = newVault()
	_, err := o.SaveRetention(o.ctx(), olu, chat.Retention{Messages: 1, Media: 1, Sessions: 1, Profiles: 3, Raw: 1}, 1)
	o.must(err)
	g := o.guest()
	g.opens("/")
	o.streams()
	g.leaves()
	o.streams()
	for range 3 {
		o.pass(time.Hour)
		o.sweeps()
	}
	o.pass(48 * time.Hour)
	o.walks() // the visit is gone, the profile waits
	g.opens("/again")
	o.pass(10 * 24 * time.Hour)
	if _, err := o.Store.Visitor(o.ctx(), g.socket.VisitorKey()); err != nil {
		t.Fatal(err)
	}
	o.walks()
	if v, err := o.Store.Visitor(o.ctx(), g.socket.VisitorKey()); err == nil && v.Quiet.IsZero() {
		return // they are here, or their second visit has not been walked over yet
	} else if err == nil && !v.Quiet.After(o.Now().Add(-11*24*time.Hour)) {
		t.Errorf("the second visit does not count: %+v", v)
	}
}

// An export holds everything, in sheets that start no formula, however many parts it takes.
func TestExportOfATenant(t *testing.T) {
	o, _ := newTeam(t)
	files := newVault()
	o.Vault = files
	for range 3 {
		g := o.guest()
		g.opens("/page")
		o.must(o.Attributes(o.ctx(), g.socket, map[string]string{"name": "=HYPERLINK(1)"}))
		for range 40 {
			o.pass(2 * time.Minute)
			g.says("@SUM(A1) words " + strings.Repeat("long ", 700))
		}

	}
	o.streams()
	for range 15 {
		g := o.guest()
		g.opens("/more")
		for range 40 {
			o.pass(2 * time.Minute)
			g.says(strings.Repeat("word ", 800))
		}
	}
	j, err := o.ExportTenant(o.ctx(), olu)
	o.must(err)
	if j.State != chat.JobDone || files.parts <= len(j.Files) {
		t.Fatalf("the export is %s in %d parts", j.State, files.parts)
	}
	rows := map[string][][]string{}
	for _, f := range j.Files {
		read, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(files.files[f.Path], "\ufeff"))).ReadAll()
		o.must(err)
		if strings.Count(files.files[f.Path], "\ufeff") != 1 {
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
	if len(rows["visitors"]) != 19 || len(rows["messages"]) != 1+18*80 || len(rows["visits"]) != 19 || len(rows["conversations"]) != 19 {
		t.Errorf("there are %d visitors, %d messages, %d visits, %d conversations", len(rows["visitors"]), len(rows["messages"]), len(rows["visits"]), len(rows["conversations"]))
	}
}

// binder makes a file of nothing but a visitor's id.
type binder struct{ *vault }

func (b binder) Bind(ctx context.Context, path string, d chat.Dossier) error {
	return b.Put(ctx, path, "application/zip", []byte(d.Visitor.ID))
}

// An erasure takes back every export, for the person may be in it; a job whose file is
// gone says so.
func TestAnErasureWithdrawsExports(t *testing.T) {
	o := newOffice(t)
	files := newVault()
	o.Desk.Vault, o.Desk.Binder = files, binder{files}
	stays, goes := o.guest(), o.guest()
	stays.opens("/")
	goes.opens("/")
	stays.says("I stay")
	goes.says("I go")
	o.streams()
	ids := []string{}
	for _, id := range []chat.VisitorID{stays.socket.Visitor, goes.socket.Visitor} {
		j, err := o.ExportVisitor(o.ctx(), olu, id)
		o.must(err)
		ids = append(ids, j.ID)
	}
	j, err := o.ExportTenant(o.ctx(), olu)
	o.must(err)
	ids = append(ids, j.ID)
	if n := len(files.files); n < 3 {
		t.Fatalf("%d files were exported", n)
	}
	_, err = o.Erase(o.ctx(), olu, goes.socket.Visitor)
	o.must(err)
	for path := range files.files {
		if strings.HasPrefix(path, "exports/") {
			t.Errorf("%s is still there", path)
		}
	}
	for i, id := range ids {
		j, err := o.Store.Job(o.ctx(), chat.JobKey{Tenant: tenant, ID: id})
		if i == 1 {
			if !errors.Is(err, chat.ErrNotFound) {
				t.Errorf("the export of who was erased: %+v, %v", j, err)
			}
			continue
		}
		if err != nil || j.State != chat.JobFailed || j.Files != nil || !strings.Contains(j.Failure, "withdrawn") {
			t.Errorf("an export whose file is gone: %+v, %v", j, err)
		}
	}
}

// Cells that a spreadsheet would run are words.
func TestSheetsStartNoFormula(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\tx": "'\tx", "\rx": "'x", "a=b": "a=b", "": "", "é": "é",
		"x;=cmd;y": "x;'=cmd;y", "x\t=1": "x\t'=1", "x\n@1": "x\n'@1", "x| -1": "x|' -1", `x;"=1`: `x;'"=1`,
		"＝cmd": "'＝cmd", "＋1": "'＋1", " =1": "' =1", "\u00a0=1": "'\u00a0=1", "\u200b=1": "'\u200b=1", "\ufeff=1": "'\ufeff=1",
		"+4915123456700": "+4915123456700", "+4915123456700=1": "'+4915123456700=1", "+49 151": "'+49 151",
	} {
		sheet := string(chat.Sheet([][]string{{cell, "next, \"quoted\"\nline"}}))
		plain, marked := strings.CutPrefix(sheet, "\ufeff")
		read, err := csv.NewReader(strings.NewReader(plain)).ReadAll()
		if err != nil || !marked || read[0][0] != want || read[0][1] != "next, \"quoted\"\nline" {
			t.Errorf("%q became %q, %v", cell, read, err)
		}
	}
}
