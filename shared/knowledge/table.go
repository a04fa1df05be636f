package knowledge

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/sheet"
)

// columns are the names that a column may have in a sheet, the first as we write it.
var columns = map[string][]string{
	"id": {"id"}, "title": {"title", "question"}, "language": {"language", "lang"},
	"wordings": {"wordings", "also", "alternatives"}, "answer": {"answer"}, "tags": {"tags"}, "bots": {"bots"},
	"sites": {"sites"}, "from": {"from"}, "until": {"until"}, "people": {"people"}, "step": {"step"},
}

var header = []string{
	"id", "title", "language", "wordings", "answer", "tags", "bots", "sites", "from", "until", "people", "step",
}

// File is a file whose rows become entries.
type File struct {
	Name     string // the place of origin that the entries name
	Raw      []byte
	Language string // of rows that do not name theirs
	page     bool   // it is a page of a site, and its name the address
}

// read reads the entries of a file: of a sheet, or of a text with headings.
func (f File) read(ctx context.Context, blocks Blocks) (Reading, error) {
	if !slices.Contains(documents, ending(f.Name)) {
		f.Raw = bytes.TrimPrefix(f.Raw, []byte("\ufeff"))
		if !utf8.Valid(f.Raw) || bytes.ContainsRune(f.Raw, utf8.RuneError) {
			return Reading{}, chat.WrongField("file", "not_utf8", "Save the file as UTF-8: some of its letters cannot be read.")
		}
	}
	if slices.Contains(sheets, ending(f.Name)) {
		rows, refused, err := f.sheet()
		return Reading{Rows: rows, Refused: refused}, err
	}
	all, err := blocks(ctx, f.Name, f.Raw)
	if err != nil {
		return Reading{}, err
	}
	rows, refused := f.headings(all)
	return Reading{Rows: rows, Refused: refused}, nil
}

// record is one row of a sheet, by column.
type record struct {
	line  int
	cells map[string]string
}

func (f File) sheet() ([]Found, []Refusal, error) {
	records, refused, err := f.records()
	if err != nil {
		return nil, nil, err
	}
	entries, order := map[string]*Found{}, []string{}
	for _, r := range records {
		key := r.cells["id"]
		if key == "" {
			key = "title " + Folded(r.cells["title"])
		}
		language := codeOf(cmp.Or(r.cells["language"], f.Language))
		had := entries[key]
		if had == nil {
			w, err := f.entry(r)
			if err != nil {
				refused = append(refused, Refusal{Spot{Line: r.line}, reason(err)})
				continue
			}
			entries[key], had, order = w, w, append(order, key)
		} else if _, twice := had.Content.Languages[language]; twice {
			why := fmt.Sprintf("Line %d has the same question already.", had.Line)
			refused = append(refused, Refusal{Spot{Line: r.line}, why})
			continue
		}
		words := Words{Wordings: strings.Split(r.cells["wordings"], "\n"), Answer: paragraphs(r.cells["answer"])}
		if strings.TrimSpace(r.cells["wordings"]) == "" {
			words.Wordings = []string{r.cells["title"]}
		}
		had.Content.Languages[language] = words
	}
	rows := []Found{}
	for _, key := range order {
		rows = append(rows, *entries[key])
	}
	return rows, refused, nil
}

// entry is an entry with the data of its first row.
func (f File) entry(r record) (*Found, error) {
	w := &Found{Spot: Spot{Line: r.line}, ID: EntryID(r.cells["id"])}
	if w.ID != "" && !IsID(string(w.ID)) {
		return nil, chat.WrongField("id", "bad_id", "The id is none of ours. Leave the cell empty.")
	}
	_, w.Tagged = r.cells["tags"]
	_, w.Placed = r.cells["bots"]
	w.Content = Content{
		Title: r.cells["title"], Languages: map[string]Words{}, Tags: strings.Split(r.cells["tags"], "\n"),
		Sites: parts(r.cells["sites"]), People: r.cells["people"] == "yes", Step: r.cells["step"],
		Source: Source{Kind: FromFile, Name: path.Base(f.Name), Part: Folded(r.cells["title"])},
	}
	for _, bot := range parts(r.cells["bots"]) {
		w.Content.Bots = append(w.Content.Bots, chat.BotID(bot))
	}
	for column, into := range map[string]*time.Time{"from": &w.Content.From, "until": &w.Content.Until} {
		if text := r.cells[column]; text != "" {
			at, err := time.Parse(time.RFC3339, text)
			if err != nil {
				return nil, chat.WrongField(column, "bad_time", "Write a time as 2026-11-27T09:00:00Z.")
			}
			*into = at
		}
	}
	return w, nil
}

func parts(cell string) []string { return lines(strings.Split(cell, "\n"), strings.TrimSpace) }

// parting is the line between two messages of an answer in our own sheets.
const parting = "\n---"

// paragraphs are the messages of an answer: such a line parts them, or a blank one if there is none.
func paragraphs(text string) []string {
	if text = strings.ReplaceAll(text, "\r\n", "\n"); strings.Contains(text+"\n", parting+"\n") {
		return lines(strings.Split(text+"\n", parting+"\n"), strings.TrimSpace)
	}
	all := []string{""}
	for _, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			all = append(all, "")
			continue
		}
		last := &all[len(all)-1]
		if *last != "" {
			*last += "\n"
		}
		*last += line
	}
	return lines(all, strings.TrimSpace)
}

// records reads a sheet whose first row names its columns, with commas, semicolons or tabs between cells.
func (f File) records() ([]record, []Refusal, error) {
	first, _, _ := strings.Cut(string(f.Raw), "\n")
	reader := csv.NewReader(bytes.NewReader(f.Raw))
	reader.FieldsPerRecord, reader.LazyQuotes = -1, false
	for _, comma := range []rune{';', '\t'} {
		if strings.Count(first, string(comma)) > strings.Count(first, ",") {
			reader.Comma = comma
		}
	}
	names, err := reader.Read()
	if err != nil {
		return nil, nil, chat.WrongField("file", "no_header", "The first row must name the columns, as title and answer.")
	}
	named := columnsOf(names)
	if !slices.Contains(named, "title") || !slices.Contains(named, "answer") {
		return nil, nil, chat.WrongField("file", "no_header",
			"The first row must name the columns: at least question (or title) and answer.")
	}
	all, refused := []record{}, []Refusal{}
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return all, refused, nil
		}
		if broken, is := errors.AsType[*csv.ParseError](err); is {
			return all, append(refused, Refusal{Spot{Line: broken.Line}, "The quotes of this row do not match."}), nil
		}
		line, _ := reader.FieldPos(0)
		r := record{line: line, cells: map[string]string{}}
		for i, cell := range cells {
			if i < len(named) && named[i] != "" {
				r.cells[named[i]] = strings.TrimSpace(sheet.Plain(cell))
			}
		}
		if len(lines(slices.Collect(maps.Values(r.cells)), strings.TrimSpace)) > 0 {
			all = append(all, r)
		}
		if len(all) > MaxRows {
			return nil, nil, chat.WrongField("file", "too_many_rows",
				fmt.Sprintf("A sheet has at most %d rows. Split it.", MaxRows))
		}
	}
}

// columnsOf are our names of a sheet's columns, "" of those that we do not know.
func columnsOf(names []string) []string {
	ours := make([]string, len(names))
	for i, name := range names {
		for column, known := range columns {
			if slices.Contains(known, Folded(name)) {
				ours[i] = column
			}
		}
	}
	return ours
}

// sheetOf is entries as they are written, one row for each of their languages. An import of it changes nothing.
func sheetOf(drafts []Draft) []byte {
	rows := [][]string{header}
	for _, d := range drafts {
		if d.Removed {
			continue
		}
		for _, language := range slices.Sorted(maps.Keys(d.Languages)) {
			words := d.Languages[language]
			rows = append(rows, []string{
				string(d.ID), d.Title, language, strings.Join(words.Wordings, "\n"), answerCell(words.Answer),
				strings.Join(d.Tags, "\n"), joined(d.Bots), joined(d.Sites), moment(d.From), moment(d.Until),
				map[bool]string{true: "yes"}[d.People], d.Step,
			})
		}
	}
	return sheet.CSV(rows)
}

// answerCell is an answer in one cell.
func answerCell(messages []string) string {
	cell := strings.Join(messages, parting+"\n")
	if len(messages) == 1 && strings.Contains(cell, "\n\n") {
		cell += parting
	}
	return cell
}

func joined[T ~string](all []T) string {
	texts := make([]string, len(all))
	for i, one := range all {
		texts[i] = string(one)
	}
	return strings.Join(texts, "\n")
}

func moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339Nano)
}
