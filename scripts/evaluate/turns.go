package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"github.com/botifire/livechat/shared/course"
	"github.com/botifire/livechat/shared/meaning"
)

// needing tells how well the messages are found that need a person, each by itself.
type needing struct {
	Language string `json:"language"`
	Messages int    `json:"messages"`
	ByWords  finds  `json:"byWords"`
	Felt     finds  `json:"byWordsAndMeaning"`
}

// finds counts the messages that a judge flags.
type finds struct {
	Recall    float64 `json:"recall"`
	Precision float64 `json:"precision"`

	hits, flagged, needing float64
}

func (f *finds) add(flagged, needs bool) {
	f.hits, f.flagged, f.needing = f.hits+truth(flagged && needs), f.flagged+truth(flagged), f.needing+truth(needs)
	f.Recall, f.Precision = f.hits/max(f.needing, 1), f.hits/max(f.flagged, 1)
}

// judgeTurns judges the messages of a set's turns.tsv, by language and all; none if the set has no such file.
func judgeTurns(ctx context.Context, with meaning.Embedder, folder string) ([]needing, error) {
	rows, err := readRows(filepath.Join(folder, "turns.tsv"))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	space, err := meaning.SpaceOf(with.Model())
	if err != nil {
		return nil, err
	}
	by, all := map[string]*needing{}, needing{Language: "all"}
	for _, row := range rows { // language, label, the bot's words before, the visitor's
		vectors, err := with.Embed(ctx, []string{row.text}, meaning.Query)
		if err != nil {
			return nil, err
		}
		own := space.Centred(vectors[0], meaning.Query, "")
		felt := meaning.Felt(with.Model(), &own)
		if by[row.id] == nil {
			by[row.id] = &needing{Language: row.id}
		}
		for _, n := range []*needing{by[row.id], &all} {
			n.Messages++
			needs := row.lang == "needs_human"
			n.ByWords.add(course.Mood(row.text, course.Unfelt) >= course.MoodNeeds, needs)
			n.Felt.add(course.Mood(row.text, felt) >= course.MoodNeeds, needs)
		}
	}
	table := []needing{}
	for _, language := range sorted(by) {
		table = append(table, *by[language])
	}
	return append(table, all), nil
}

func printTurns(w io.Writer, all []needing) {
	if len(all) == 0 {
		return
	}
	fmt.Fprint(w, "\nmessages that need a person\tmessages\tby words: recall\tprecision\tand meaning: recall\tprecision\n")
	for _, n := range all {
		fmt.Fprintf(w, "%s\t%d\t%.2f\t%.2f\t%.2f\t%.2f\n", n.Language, n.Messages,
			n.ByWords.Recall, n.ByWords.Precision, n.Felt.Recall, n.Felt.Precision)
	}
}
