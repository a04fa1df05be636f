package views_test

import (
	"strings"
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chattest"
)

// A team reads its usage by month; a year later the month is off the list.
func TestATeamReadsItsUsage(t *testing.T) {
	w := chattest.New(t)
	amara := w.Guest()
	amara.Opens("/")
	amara.Opens("/kettles")
	amara.Says("hello")
	amara.Leaves()
	w.Pass(time.Hour)
	w.Sweeps()
	rows, err := w.Usage(w.Ctx(), chattest.Olu)
	w.Must(err)
	if len(rows) != 1 || rows[0].Month != w.Now().Format("2006-01") || rows[0].Visits != 1 || rows[0].Pages != 2 ||
		rows[0].Messages != 1 ||
		rows[0].Dollars == 0 {
		t.Fatalf("the usage is %+v", rows)
	}
	sheet, err := w.UsageSheet(w.Ctx(), chattest.Olu)
	w.Must(err)
	if want := rows[0].Month + ",1,2,0,1,0,0.00\r\n"; !strings.HasSuffix(string(sheet), want) {
		t.Errorf("the sheet is %s", sheet)
	}
	w.Pass(366 * 24 * time.Hour)
	if rows, err = w.Usage(w.Ctx(), chattest.Olu); err != nil || len(rows) != 0 {
		t.Errorf("a year later it is %+v, %v", rows, err)
	}
}
