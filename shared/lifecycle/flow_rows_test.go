package lifecycle_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// A Flow's rows are in the tenant's export, survive a rebuild, are corrected by one, and are
// deleted with their messages.
func TestFlowsAreExportedAndForgotten(t *testing.T) {
	w := chattest.New(t)
	files := chattest.NewVault()
	w.Vault = files
	k, token := w.Offers(chattest.Bruno, "wamid.1")
	w.Asks(token, "INIT", "")
	w.Gets(chattest.Bruno, "wamid.2",
		chat.Body{
			Kind:      chat.KindFlowReply,
			FlowReply: &chat.FlowReply{Values: map[string]string{"flow_token": token, "name": "Bruno"}},
		}, chat.Origin{})
	rows, err := w.Store.FlowRowsOf(t.Context(), k, 9)
	if err != nil || len(rows) != 1 {
		t.Fatalf("the rows are %+v, %v", rows, err)
	}
	w.Must(w.Store.UpdateFlowRow(t.Context(), chattest.Tenant, rows[0], func(r *chat.FlowRow) error {
		r.Done, r.Reply, r.Values, r.Failed = time.Time{}, "", nil, true
		return nil
	}))
	for range 2 {
		_, err = w.Rebuild()
		w.Must(err)
		mended, err := w.Store.FlowRowsOf(t.Context(), k, 9)
		if diff := cmp.Diff(rows, mended); err != nil || diff != "" {
			t.Errorf("a rebuild leaves %s, %v", diff, err)
		}
	}
	j, err := w.Runs(w.ExportTenant(t.Context(), chattest.Olu))
	w.Must(err)
	w.Walks()
	sheet := files.Files["exports/"+string(chattest.Tenant)+"/"+j.ID+"/flows.csv"]
	if !strings.Contains(sheet, ",opened,WHO,,1\r\n") || strings.Contains(sheet, "Bruno") {
		t.Errorf("the export has %q", sheet)
	}
	w.Pass(time.Duration(chat.StandardRetention.Messages+2) * 24 * time.Hour)
	w.Must(w.ScheduleRetention(t.Context(), chattest.Tenant))
	w.Pass(time.Second)
	w.Walks()
	if left, err := w.Store.FlowRowsOf(t.Context(), k, 9); err != nil || len(left) > 0 {
		t.Errorf("when all is due %+v is left, %v", left, err)
	}
}
