package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A day's file is read and written as a whole, so it has a bound. It holds some 100,000 lines: a day with more is that
// of a script that opens the site again and again.

// MaxDay is the most bytes of a day's file before it is packed. The functions that change days have the memory for two
// of this length at once (infra/catalogue.go).
const MaxDay = 32 << 20

// Taken says which new lines a day still takes.
type Taken int

const (
	TakesAll     Taken = iota
	TakesTalks         // none of a visit in which nothing happened but pages
	TakesNothing       // its lines stay, and change
)

// takes tells whether a day takes a line that it does not have yet.
func (d *Day) takes(l *Line) bool {
	return d.Takes == TakesAll || d.Takes == TakesTalks && !l.passing()
}

// passing tells whether the line is a visit in which nothing happened but pages.
func (l *Line) passing() bool {
	v := l.Visit
	return v != nil && !v.Opened && !v.Asked && len(v.Goals) == 0 && v.Lead == ""
}

// counted marks a line that the day takes late, if its visit may be among the sums already: then only what happened in
// it counts, so that figures of a full day are never more than there was.
func (d *Day) counted(l *Line) {
	if d.Takes == TakesTalks && l.Visit != nil && !l.At.Before(d.Since) {
		part := *l.Visit
		part.Summed, l.Visit = true, &part
	}
}

// fit encodes a day within a number of bytes. If it is longer, lines become sums, a tenth of that at once: first visits
// in which nothing happened but pages, then others, the latest first. From then on the day takes no new lines of
// that kind: one that became a sum and comes again cannot be told from one that never came, and would count twice.
func (d *Day) fit(most int, now time.Time) ([]byte, error) {
	raw, err := encoded(d)
	over := len(raw) - most*9/10
	if err != nil || len(raw) <= most {
		return raw, err
	}
	for _, takes := range []Taken{TakesTalks, TakesNothing} {
		if over <= 0 {
			break
		}
		d.Takes = max(d.Takes, takes)
		goes := map[string]bool{}
		for _, l := range slices.Backward(d.Lines) {
			if over > 0 && (takes == TakesNothing || l.passing()) {
				one, err := encoded(l)
				if err != nil {
					return nil, err
				}
				over -= len(one) + 1
				goes[l.ID] = true
				if d.Since.IsZero() || l.At.Before(d.Since) {
					d.Since = l.At
				}
			}
		}
		d.drop(now, func(l *Line) bool { return goes[l.ID] })
	}
	return encoded(d)
}

func encoded(doc any) ([]byte, error) {
	raw, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	return raw, nil
}

// errUnreadable says that a file is too large, or cut off: no other try reads it either.
var errUnreadable = errors.New("ledger: a file cannot be read")

// sumsOnly is a day of which only the sums are left, as the tables of its month have them. If these do not have it
// either, nothing of it is counted, so it takes all lines that can be made anew.
func sumsOnly(name string, tables pack) (Day, error) {
	t, err := tables.table(name)
	if t.All == nil {
		return Day{Day: name}, err
	}
	delete(t.All, Full)
	return Day{Day: name, Rest: t.All, Takes: TakesNothing}, err
}
