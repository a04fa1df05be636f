package main

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"strconv"
	"strings"

	"github.com/botifire/livechat/shared/course"
	"github.com/botifire/livechat/shared/meaning"
)

const turnsFile = "shared/course/testdata/turns.tsv"

// message is a row of turnsFile.
type message struct {
	row   []string // language, label, the bot's words before, the visitor's, the recorded chance
	words []float64
	own   []float64
	tune  bool
	part  uint32 // of four, for chances of messages that were fitted to
	felt  float64
}

func (m *message) needs() bool { return m.row[1] == "needs_human" }

// fitMood fits the direction of messages that need a person, and the weights of package course, to the half of
// turnsFile that is for tuning. It records in that file the chance of each message; one of that half gets it from
// weights that were fitted without it.
func fitMood(ctx context.Context, with *memory) error {
	header, all, err := readTurns(ctx, with)
	if err != nil {
		return err
	}
	for part := range uint32(4) {
		w, err := fitOwn(all, func(m *message) bool { return m.part != part })
		if err != nil {
			return err
		}
		recordFelt(all, w, func(m *message) bool { return m.tune && m.part == part })
	}
	w, err := fitOwn(all, func(*message) bool { return true })
	if err != nil {
		return err
	}
	recordFelt(all, w, func(m *message) bool { return !m.tune })
	raw, err := json.Marshal(directionOf(with.Model(), w))
	if err == nil {
		err = os.WriteFile(domain+"e5.mood.json", append(raw, '\n'), 0o644)
	}
	if err == nil {
		err = writeTurns(header, all)
	}
	if err == nil {
		err = printWeights(all)
	}
	return err
}

func readTurns(ctx context.Context, with *memory) (string, []*message, error) {
	space, err := meaning.SpaceOf(with.Model())
	if err != nil {
		return "", nil, err
	}
	raw, err := os.ReadFile(turnsFile)
	if err != nil {
		return "", nil, err
	}
	lines, all := strings.Split(strings.TrimSpace(string(raw)), "\n"), []*message{}
	for _, line := range lines[1:] {
		m := &message{row: strings.Split(line, "\t")[:4]}
		said := m.row[3]
		vectors, err := with.Embed(ctx, []string{said}, meaning.Query)
		if err != nil {
			return "", nil, err
		}
		own := space.Centred(vectors[0], meaning.Query, "")
		for _, x := range own {
			m.own = append(m.own, float64(x))
		}
		h := fnv.New32a()
		h.Write([]byte(said))
		m.words, m.tune, m.part = course.Features(said), h.Sum32()>>8&1 == 0, h.Sum32()>>12&3
		all = append(all, m)
	}
	return lines[0], all, with.save()
}

func fitOwn(all []*message, among func(*message) bool) (logistic, error) {
	instances := []instance{}
	for _, m := range all {
		if m.tune && among(m) {
			instances = append(instances, instance{m.own, m.needs()})
		}
	}
	return fit(instances)
}

func directionOf(model string, w logistic) meaning.Direction {
	d := meaning.Direction{Model: model, Bias: w.bias}
	for i := range w.weight {
		d.Weight = append(d.Weight, round(w.weight[i]/w.scale[i]))
		d.Bias -= w.weight[i] * w.mean[i] / w.scale[i]
	}
	d.Bias = round(d.Bias)
	return d
}

func recordFelt(all []*message, w logistic, of func(*message) bool) {
	for _, m := range all {
		if of(m) {
			m.felt = math.Round(100*min(max(w.chance(m.own), 0.01), 0.99)) / 100
		}
	}
}

func writeTurns(header string, all []*message) error {
	out := strings.Join(strings.Split(header, "\t")[:4], "\t") + "\tfelt\n"
	for _, m := range all {
		out += strings.Join(m.row, "\t") + "\t" + strconv.FormatFloat(m.felt, 'f', 2, 64) + "\n"
	}
	return os.WriteFile(turnsFile, []byte(out), 0o644)
}

// printWeights prints the weights of package course: by words alone, and with the chance by meaning.
func printWeights(all []*message) error {
	for _, felt := range []bool{false, true} {
		instances := []instance{}
		for _, m := range all {
			x := append([]float64{}, m.words...)
			if felt {
				x = append(x, course.Logit(m.felt))
			}
			if m.tune {
				instances = append(instances, instance{x, m.needs()})
			}
		}
		w, err := fit(instances)
		if err != nil {
			return err
		}
		d := directionOf("", w)
		fmt.Printf("with meaning %v: bias %.2f, weights %.2f\n", felt, d.Bias, d.Weight)
	}
	return nil
}
