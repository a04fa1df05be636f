package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/meaning"
)

// set is a folder of knowledge and questions.
type set struct {
	plain, far  []question
	small       []question
	knowledge   []knowledge
	scenes      map[string]string // of questions without an answer, by their ids
	titles      map[string]string
	answers     map[string]string
	hasExpanded bool
	own         bool // our own set, whose rows are dealt into folds
}

// question is a row of a set: expect is the entry with its answer, "-" for none.
type question struct{ id, lang, expect, text string }

// scene is the situation of a question. Rows of one scene say the same in other words, so they stay in one fold.
func (s *set) scene(q question) string {
	if q.expect != "-" {
		return q.expect
	}
	return s.scenes[q.id]
}

// knowledge is one way in which the same entries are written.
type knowledge struct {
	name    string
	entries []meaning.Entry
}

type written struct {
	Entries []struct {
		ID, Title, Answer string
		Questions         []string
		Languages         map[string]struct {
			Questions []string
			Answer    string
		}
	}
}

// readSet reads a folder. A set may lack all files but one of knowledge and one of questions.
func readSet(folder string) (*set, error) {
	s := &set{
		scenes: map[string]string{}, titles: map[string]string{}, answers: map[string]string{},
		own: filepath.Clean(folder) == own,
	}
	var err error
	read := func(name string) (rows []question) {
		if err == nil {
			rows, err = readRows(filepath.Join(folder, name))
		}
		return rows
	}
	s.plain, s.far = append(read("plain.tsv"), read("asks.tsv")...), read("questions.tsv")
	for _, row := range read("scenes.tsv") {
		s.scenes[row.id] = row.lang
	}
	for _, row := range read("smalltalk.tsv") {
		s.small = append(s.small, question{lang: row.id, text: row.lang})
	}
	if err == nil {
		err = s.readKnowledge(folder)
	}
	if err != nil {
		return nil, err
	}
	return s, s.lacking(folder)
}

// lacking says what a set cannot do without.
func (s *set) lacking(folder string) error {
	if len(s.knowledge) == 0 || len(s.plain)+len(s.far) == 0 {
		return fmt.Errorf("%s: a set has knowledge.json or knowledge-multi.json, and plain.tsv or questions.tsv", folder)
	}
	for _, q := range slices.Concat(s.plain, s.far) {
		if s.own && s.scene(q) == "" {
			return fmt.Errorf("%s: the question %s has no scene", folder, q.id)
		}
	}
	return nil
}

func readRows(path string) ([]question, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rows := []question{}
	for n, line := range strings.Split(strings.TrimRight(string(raw), "\r\n"), "\n") {
		cells := append(strings.Split(strings.TrimRight(line, "\r"), "\t"), "", "")
		if n == 0 {
			continue
		}
		if len(cells) < 4 {
			return nil, fmt.Errorf("%s:%d: a row has at least two cells, separated by a tab", path, n+1)
		}
		rows = append(rows, question{cells[0], cells[1], cells[2], cells[3]})
	}
	return rows, nil
}

func readJSON(path string, into any) error {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func (s *set) readKnowledge(folder string) error {
	var one, many written
	var further struct{ Entries []map[string]json.RawMessage }
	err := errors.Join(readJSON(filepath.Join(folder, "knowledge.json"), &one),
		readJSON(filepath.Join(folder, "knowledge-multi.json"), &many),
		readJSON(filepath.Join(folder, "expansions.json"), &further))
	if err != nil {
		return err
	}
	for _, e := range one.Entries {
		s.titles[e.ID], s.answers[e.ID] = e.Title, e.Answer
	}
	wordings, err := expansions(further.Entries)
	if err != nil {
		return err
	}
	s.hasExpanded = len(wordings) > 0
	for _, of := range []struct {
		name string
		from written
	}{{"English", one}, {"all languages", many}} {
		if len(of.from.Entries) == 0 {
			continue
		}
		entries := s.entries(of.from)
		s.knowledge = append(s.knowledge, knowledge{of.name, entries})
		if s.hasExpanded {
			s.knowledge = append(s.knowledge, knowledge{of.name + ", taught", taught(entries, wordings)})
		}
	}
	return nil
}

// expansions are further wordings, by entry and language.
func expansions(rows []map[string]json.RawMessage) (map[string]map[string][]string, error) {
	all := map[string]map[string][]string{}
	for _, row := range rows {
		var id string
		if err := json.Unmarshal(row["id"], &id); err != nil {
			return nil, err
		}
		all[id] = map[string][]string{}
		for language, raw := range row {
			var texts []string
			if language == "id" {
				continue
			}
			if err := json.Unmarshal(raw, &texts); err != nil {
				return nil, fmt.Errorf("expansions of %s in %s: %w", id, language, err)
			}
			all[id][language] = texts
		}
	}
	return all, nil
}

func (s *set) entries(from written) []meaning.Entry {
	all := []meaning.Entry{}
	for _, e := range from.Entries {
		title := s.titles[e.ID]
		if title == "" {
			title = e.Title
		}
		entry := meaning.Entry{ID: e.ID, Texts: []meaning.Text{{Language: "en", Part: meaning.Title, Words: title}}}
		add := func(language string, questions []string, answer string) {
			for _, q := range questions {
				entry.Texts = append(entry.Texts, meaning.Text{Language: language, Part: meaning.Wording, Words: q})
			}
			if language == "en" {
				answer = title + ". " + answer
			}
			entry.Texts = append(entry.Texts, meaning.Text{Language: language, Part: meaning.Answer, Words: answer})
		}
		if e.Answer != "" {
			add("en", e.Questions, e.Answer)
		}
		for _, language := range sorted(e.Languages) {
			add(language, e.Languages[language].Questions, e.Languages[language].Answer)
		}
		all = append(all, entry)
	}
	return all
}

// taught are the entries with wordings of a model.
func taught(entries []meaning.Entry, wordings map[string]map[string][]string) []meaning.Entry {
	all := []meaning.Entry{}
	for _, e := range entries {
		e.Texts = slices.Clone(e.Texts)
		for _, language := range sorted(wordings[e.ID]) {
			for _, text := range wordings[e.ID][language] {
				e.Texts = append(e.Texts, meaning.Text{Language: language, Part: meaning.Taught, Words: text})
			}
		}
		all = append(all, e)
	}
	return all
}
