package chat

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// Sheet is rows as comma-separated values, as RFC 4180 has them. Cells are strangers'
// words: one that a spreadsheet would take for a formula gets an apostrophe before it.
func Sheet(rows [][]string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = inert(cell)
		}
		_ = w.Write(safe) // a buffer takes everything
	}
	w.Flush()
	return out.Bytes()
}

// inert is a cell that starts no formula.
// https://owasp.org/www-community/attacks/CSV_Injection
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
