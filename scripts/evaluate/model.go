package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/meaning"
)

// prompt is a far question as a model would be asked it: to choose among ten entries, or none.
type prompt struct {
	ID         string   `json:"id"`
	Candidates []string `json:"candidates"`
	Prompt     string   `json:"prompt"`
}

// said is a line of a model's answers.
type said struct {
	ID    string `json:"id"`
	Entry string `json:"entry"` // "-" if it chose none
}

// modelScore is the score of a model on far questions.
type modelScore struct {
	Asked int     `json:"asked"`
	Right float64 `json:"right"` // of those that have an answer
	Wrong float64 `json:"wrong"` // of all
}

// farOf are the far questions that a model is asked about, with their candidates in the English knowledge. A bot with a
// model is taught at publishing, so it is the taught one if the set has what a model wrote.
func farOf(s *set, all []asked) (far []row) {
	of := all[0]
	if s.hasExpanded {
		of = all[1]
	}
	for _, r := range of.rows {
		if r.far {
			far = append(far, r)
		}
	}
	return far
}

func writePrompts(path string, s *set, all []asked) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	out := json.NewEncoder(file)
	out.SetEscapeHTML(false)
	for _, r := range farOf(s, all) {
		p, text := prompt{ID: r.id}, strings.Builder{}
		fmt.Fprintf(&text, "A customer asks a shop: %q\nChoose the entry that answers exactly this. Choose none if none "+
			"does, also if one is about the same thing but does not hold the answer. Say only its id, or -.\n", r.text)
		for _, c := range r.best {
			p.Candidates = append(p.Candidates, c.Entry)
			fmt.Fprintf(&text, "\n%s: %s. %s", c.Entry, s.titles[c.Entry], s.answers[c.Entry])
		}
		p.Prompt = text.String()
		if err := out.Encode(p); err != nil {
			return errors.Join(err, file.Close())
		}
	}
	return file.Close()
}

// scoreAnswers reads a line of JSON for each question.
func scoreAnswers(path string, s *set, all []asked) (*modelScore, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	chosen := map[string]string{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var one said
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			return nil, fmt.Errorf("%s: each line is an object with id and entry: %w", path, err)
		}
		if _, known := s.titles[one.Entry]; one.Entry != "-" && !known {
			return nil, fmt.Errorf("%s: question %s: there is no entry %q", path, one.ID, one.Entry)
		}
		chosen[one.ID] = one.Entry
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	score, answerable := &modelScore{}, 0.0
	for _, r := range farOf(s, all) {
		choice, asked := chosen[r.id]
		if !asked {
			continue
		}
		if !slices.ContainsFunc(r.best, func(c meaning.Candidate) bool { return c.Entry == choice }) {
			choice = "-" // it was not among those that it may choose
		}
		score.Asked++
		answerable += truth(r.expect != "-")
		score.Right += truth(r.expect != "-" && choice == r.expect)
		score.Wrong += truth(choice != "-" && choice != r.expect)
	}
	score.Right, score.Wrong = score.Right/max(answerable, 1), score.Wrong/float64(max(score.Asked, 1))
	return score, nil
}
