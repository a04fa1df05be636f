package sheet_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/botifire/livechat/shared/sheet"
)

// Cells that a spreadsheet would run are words.
func TestSheetsStartNoFormula(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\tx": "'\tx", "\rx": "'x", "a=b": "a=b", "": "", "é": "é",
		"x;=cmd;y": "x;'=cmd;y", "x\t=1": "x\t'=1", "x\n@1": "x\n'@1", "x| -1": "x|' -1", `x;"=1`: `x;'"=1`,
		"＝cmd": "'＝cmd", "＋1": "'＋1", " =1": "' =1", "\u00a0=1": "'\u00a0=1", "\u200b=1": "'\u200b=1",
		"\ufeff=1":       "'\ufeff=1",
		"+4915123456700": "+4915123456700", "+4915123456700=1": "'+4915123456700=1", "+49 151": "'+49 151",
	} {
		written := string(sheet.CSV([][]string{{cell, "next, \"quoted\"\nline"}}))
		plain, marked := strings.CutPrefix(written, "\ufeff")
		read, err := csv.NewReader(strings.NewReader(plain)).ReadAll()
		if back := sheet.Plain(read[0][0]); back != cell && !strings.Contains(cell, "\r") {
			t.Errorf("%q comes back as %q", cell, back)
		}
		if err != nil || !marked || read[0][0] != want || read[0][1] != "next, \"quoted\"\nline" {
			t.Errorf("%q became %q, %v", cell, read, err)
		}
	}
}
