// Package proof checks a bot's script for its author: it reports mistakes with their lines. It
// knows the schema; package bot, which only answers, does not.
package proof

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/botifire/livechat/shared/bot"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/schema"
)

// Problem is one mistake. Place is a path in the script, as in steps.offer.
type Problem struct {
	Line    int
	Place   string
	Message string
}

// MaxScript is how many bytes a script takes in its row, which has room for 400 KB.
const MaxScript = 350 << 10

// Read finds all violations of the schema, and all inconsistencies.
func Read(text []byte) []Problem {
	lines, err := locate(text)
	if err != nil {
		return []Problem{*err}
	}
	problems := []Problem{}
	if kept, _ := json.Marshal(string(text)); len(kept) > MaxScript {
		problems = append(problems, Problem{1, "", fmt.Sprintf("The script is full: it takes %s with all its languages, and "+
			"there is room for %s. Shorten it, drop translations, or move its questions to the knowledge.",
			chat.Size(int64(len(kept))), chat.Size(MaxScript))})
	}
	if len(text) > 0 && bytes.TrimSpace(text)[0] == '"' {
		return []Problem{{Line: 1, Message: "A script is a JSON object."}}
	}
	for _, fault := range schema.Faults("Script", text) {
		problems = append(problems, Problem{lines.of(fault.Path), strings.Join(fault.Path, "."), fault.Text})
	}
	problems = append(problems, lines.all(bot.Faults(text))...)
	if len(problems) > 0 {
		return problems
	}
	if _, err := bot.Parse(text); err != nil {
		return []Problem{{lines.of(nil), "", wording(err)}}
	}
	return problems
}

// Goals finds the steps that reach a goal that is none of these, each at its field.
func Goals(text []byte, has []string) []Problem {
	lines, err := locate(text)
	if err != nil {
		return nil // Read reports that
	}
	return lines.all(bot.StrayGoals(text, has), "goal")
}

// all turns errors of package bot into problems, at a field of their places if one is given.
func (p places) all(faults []error, field ...string) []Problem {
	problems := []Problem{}
	for _, err := range faults {
		place := p.path(bot.PlaceOf(err))
		if len(field) > 0 && place[0] == "faq" {
			place = append(place, "answer")
		}
		place = append(place, field...)
		problems = append(problems, Problem{p.of(place), strings.Join(place, "."), wording(err)})
	}
	return problems
}

func wording(err error) string {
	if e, ok := errors.AsType[*chat.Error](err); ok {
		return e.Text
	}
	return "The script cannot be read."
}

// places are the lines of all values, by path.
type places struct {
	text  []byte
	lines map[string]int
	faqs  []string // ids of the questions, in order
}

const separator = "\x00"

// of is the line of a path, or of the closest value that contains it.
func (p places) of(path []string) int {
	for ; len(path) > 0; path = path[:len(path)-1] {
		if line, ok := p.lines[strings.Join(path, separator)]; ok {
			return line
		}
	}
	return 1
}

// path turns a place of package bot into a path: a question's id into its index.
func (p places) path(place string) []string {
	kind, name, _ := strings.Cut(place, ".")
	if kind == "faq" {
		for i, id := range p.faqs {
			if id == name {
				return []string{"faq", fmt.Sprint(i)}
			}
		}
	}
	if name == "" {
		return []string{kind}
	}
	if kind == "translations" { // a language, and a text
		return append([]string{kind}, strings.SplitN(name, ".", 2)...)
	}
	return []string{kind, name}
}

// locate walks through the text once. Invalid JSON is a problem of its own.
func locate(text []byte) (places, *Problem) {
	p := places{text: text, lines: map[string]int{}}
	decoder := json.NewDecoder(bytes.NewReader(text))
	err := p.walk(decoder, nil)
	if err == nil {
		if _, err = decoder.Token(); errors.Is(err, io.EOF) {
			return p, nil
		}
		err = errors.New("something follows the end of the script")
	}
	at := int(decoder.InputOffset())
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = int(syntax.Offset)
	}
	return p, &Problem{Line: p.line(at), Message: "This is not JSON: " + strings.TrimPrefix(err.Error(), "json: ") + "."}
}

func (p *places) line(at int) int {
	return 1 + bytes.Count(p.text[:min(max(at, 0), len(p.text))], []byte("\n"))
}

func (p *places) walk(d *json.Decoder, path []string) error {
	token, err := d.Token()
	if err != nil {
		return unexpected(err)
	}
	if _, known := p.lines[strings.Join(path, separator)]; !known {
		p.lines[strings.Join(path, separator)] = p.line(int(d.InputOffset()))
	}
	if id, ok := token.(string); ok && len(path) == 3 && path[0] == "faq" && path[2] == "id" {
		p.faqs = append(p.faqs, id)
	}
	open, ok := token.(json.Delim)
	if !ok {
		return nil
	}
	for i := 0; d.More(); i++ {
		name := fmt.Sprint(i)
		if open == '{' {
			key, err := d.Token()
			if err != nil {
				return unexpected(err)
			}
			name, _ = key.(string)
		}
		inner := append(path[:len(path):len(path)], name)
		p.lines[strings.Join(inner, separator)] = p.line(int(d.InputOffset()))
		if err := p.walk(d, inner); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return unexpected(err)
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it ends too early")
	}
	return err
}
