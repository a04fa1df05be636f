package lifecycle_test

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
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
		{false, "What does a repair cost?||Price of a saddle|m: worded|no||"}, {true, "||Price of a saddle|m: worded|yes||"},
	} {
		w.Must(verdicts.Rate(w.Ctx(), g.Socket, r.Reply.ID, step.helped))
		if got := cells(); got != step.want {
			t.Errorf("the row ends with %q, want %q", got, step.want)
		}
	}
	_, err := verdicts.Wrong(w.Ctx(), chattest.Ana, g.Key(), r.Reply.ID, "repair")
	w.Must(err)
	want := "What does a repair cost?||Price of a saddle|m: worded|yes|Ana|Price of a repair"
	if got := cells(); got != want {
		t.Errorf("the row ends with %q, want %q", got, want)
	}
}
