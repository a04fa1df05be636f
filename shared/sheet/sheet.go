// Package sheet writes rows as CSV that spreadsheets open and never run.
package sheet

import (
	"bytes"
	"encoding/csv"
	"strings"
	"unicode"

	"github.com/botifire/livechat/shared/pattern"
)

// byteOrderMark tells Excel that a sheet is UTF-8: without it é becomes Ã©.
const byteOrderMark = "\ufeff"

// CSV is rows as comma-separated values, as RFC 4180 has them. No line `sep=,` comes
// first: only Excel understands it, and for all other readers it would be a row.
func CSV(rows [][]string) []byte {
	return append([]byte(byteOrderMark), Rows(rows)...)
}

// Rows are further rows of a sheet. Cells are strangers' words: one that a
// spreadsheet would take for a formula gets an apostrophe before it.
func Rows(rows [][]string) []byte {
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

// bareNumber is a phone number and nothing else: a sign and digits compute nothing, and
// with an apostrophe no other system would import it.
var bareNumber = pattern.Lazy(`^\+[0-9]{6,15}$`)

// inert is a cell that starts no formula, also where a reader takes semicolons, tabs,
// bars or line ends for the ends of cells.
// https://owasp.org/www-community/attacks/CSV_Injection
func inert(cell string) string {
	if bareNumber().MatchString(cell) {
		return cell
	}
	var out strings.Builder
	if cell != "" && strings.ContainsRune("\t\r\n", rune(cell[0])) {
		out.WriteByte('\'')
	}
	for cell != "" {
		end := strings.IndexAny(cell, ";|\t\r\n") + 1
		if end == 0 {
			end = len(cell)
		}
		if startsFormula(cell[:end]) {
			out.WriteByte('\'')
		}
		out.WriteString(cell[:end])
		cell = cell[end:]
	}
	return out.String()
}

// startsFormula skips invisible characters, and quotes, which a reader that splits at another
// sign drops.
func startsFormula(part string) bool {
	shown := strings.TrimLeftFunc(part, func(r rune) bool {
		return r == '"' || unicode.IsSpace(r) || unicode.In(r, unicode.C, unicode.Z)
	})
	return shown != "" && strings.ContainsRune("=+-@＝＋－＠﹦﹢﹣﹫−", []rune(shown)[0])
}

// Plain is a cell as it was before it was written into a sheet: without the apostrophes that keep it from being a
// formula.
func Plain(cell string) string {
	var out strings.Builder
	if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune("\t\r\n", rune(cell[1])) {
		cell = cell[1:]
	}
	for cell != "" {
		end := strings.IndexAny(cell, ";|\t\r\n") + 1
		if end == 0 {
			end = len(cell)
		}
		if rest, marked := strings.CutPrefix(cell[:end], "'"); marked && startsFormula(rest) {
			out.WriteString(rest)
		} else {
			out.WriteString(cell[:end])
		}
		cell = cell[end:]
	}
	return out.String()
}
