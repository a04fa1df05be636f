package lifecycle_test

import (
	"context"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
	"github.com/botifire/livechat/shared/lifecycle"
	"github.com/botifire/livechat/shared/mail"
)

// The sheet of messages tells the verdicts on a bot's answer, and leaves no question open that was answered after all.
func TestTheSheetTellsWhatWasSaidOfAnAnswer(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	files := chattest.NewVault()
	w.Vault = files
	w.Think = func(chat.Question) (chat.Answer, error) {
		why := &chat.Why{By: chat.ByMeaning, Answered: true, Best: []chat.Reason{
			chat.ReasonOf("saddle", 3, "Price of a saddle", 0.9), chat.ReasonOf("repair", 1, "Price of a repair", 0.1),
		}}
		return chat.Answer{Bubbles: []chat.Body{chat.Text("100 euros.")}, Effects: chat.Effects{
			Why: why, Model: &chat.ModelUse{Model: "m", Did: chat.ModelWorded},
		}}, nil
	}
	g := w.Guest()
	g.Opens("/")
	r := g.Says("What does a repair cost?")
	w.Streams()
	verdicts := chat.Verdicts{Desk: w.Desk}
	cells := func() string {
		t.Helper()
		w.Pass(time.Second)
		j, err := w.Runs(w.ExportTenant(w.Ctx(), chattest.Olu))
		w.Must(err)
		for _, f := range j.Files {
			if f.Kind != "messages" {
				continue
			}
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(files.Files[f.Path], "\ufeff"))).ReadAll()
			w.Must(err)
			for _, row := range rows {
				if row[1] == string(r.Reply.ID) {
					return strings.Join(row[11:], "|")
				}
			}
		}
		return "no row"
	}
	for _, step := range []struct {
		helped bool
		want   string
	}{
		{false, "What does a repair cost?||Price of a saddle|m: worded|no|||"},
		{true, "||Price of a saddle|m: worded|yes|||"},
	} {
		w.Must(verdicts.Rate(w.Ctx(), g.Socket, r.Reply.ID, step.helped))
		if got := cells(); got != step.want {
			t.Errorf("the row ends with %q, want %q", got, step.want)
		}
	}
	_, err := verdicts.Wrong(w.Ctx(), chattest.Ana, g.Key(), r.Reply.ID, "repair")
	w.Must(err)
	want := "What does a repair cost?||Price of a saddle|m: worded|yes|Ana|Price of a repair|"
	if got := cells(); got != want {
		t.Errorf("the row ends with %q, want %q", got, want)
	}
}

// archives keeps the last archive that is written.
type archives struct{ last lifecycle.Archive }

func (a *archives) Write(_ context.Context, _ string, all lifecycle.Archive) error {
	a.last = all
	return nil
}

// An address that a visitor left stands in the sheet of conversations, and in the file about them.
func TestAnAddressThatWasLeftIsExported(t *testing.T) {
	w, _ := chattest.NewTeam(t)
	files := chattest.NewVault()
	w.Vault = files
	g := w.Guest()
	g.Opens("/")
	g.Says("hello")
	w.Must(w.Memory.UpdateBox(w.Ctx(), g.Key(), func(b *mail.Box) error {
		b.Address, b.Left, b.Proved = "ana+x@mail.test", w.Now(), w.Now().Add(time.Hour)
		return nil
	}))
	j, err := w.Runs(w.ExportTenant(w.Ctx(), chattest.Olu))
	w.Must(err)
	i := slices.IndexFunc(j.Files, func(f lifecycle.ExportFile) bool { return f.Kind == "conversations" })
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(files.Files[j.Files[i].Path], "\ufeff"))).ReadAll()
	w.Must(err)
	if last := rows[1]; len(rows) != 2 || last[10] != "ana+x@mail.test" || last[11] == "" || last[12] == last[11] {
		t.Errorf("the sheet has %q", rows)
	}
	all := &archives{}
	w.Archives = all
	_, err = w.Runs(w.ExportVisitor(w.Ctx(), chattest.Olu, g.Socket.Visitor))
	w.Must(err)
	if left := all.last.Conversations[0].Mail; left == nil || left.Address != "ana+x@mail.test" || left.Proved.IsZero() {
		t.Errorf("the file has %+v", left)
	}
}
