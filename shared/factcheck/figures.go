package factcheck

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/botifire/livechat/shared/pattern"
)

// clock is a time of day as 18:30, "" if the piece is none.
func clock(piece string) string {
	parts := isTime().FindStringSubmatch(piece)
	if parts == nil || (parts[2] == "" && parts[3] == "") {
		return ""
	}
	hour, _ := strconv.Atoi(parts[1])
	minute, _ := strconv.Atoi(parts[2])
	if hour > 24 || minute > 59 {
		return ""
	}
	switch strings.ToLower(parts[3]) {
	case "p":
		hour = hour%12 + 12
	case "a":
		hour %= 12
	}
	return fmt.Sprintf("%d:%02d", hour, minute)
}

var grouped = pattern.Lazy(`^\d{1,3}(?:[ ',.]\d{3})+(?:[.,]\d{1,2})?$`)

// decimal is a number with a point and without groups: 1250.5. A single mark before three digits parts thousands,
// unless the number begins with zero.
func decimal(piece string) string {
	whole, part := piece, ""
	if i := strings.LastIndexAny(piece, ".,"); i > 0 && (len(piece)-i-1 != 3 || piece[0] == '0') {
		whole, part = piece[:i], piece[i+1:]
	}
	if strings.Trim(part, "0") == "" {
		part = ""
	}
	if grouped().MatchString(whole) || part == "" {
		whole = digits(whole)
	}
	if whole = strings.TrimLeft(digits(whole), "0"); whole == "" {
		whole = "0"
	}
	if part == "" {
		return whole
	}
	return whole + "." + part
}

// understood gives words their meanings; a word that says a number becomes a figure. The words of a phrase become one
// token.
func understood(all []token, by []*lexicon) []token {
	kept := make([]token, 0, len(all))
	for i := 0; i < len(all); {
		t := all[i]
		if t.text == "" {
			kept, i = append(kept, t), i+1
			continue
		}
		next := []string{}
		for j := i; j < len(all) && j < i+6 && all[j].text != "" && all[j].clause == t.clause; j++ {
			next = append(next, all[j].text)
		}
		long := 1
		for _, l := range by {
			found, n := l.said(next)
			if n > long {
				t.means, long = nil, n
			}
			if n == long {
				t.means = append(t.means, found...)
			}
		}
		for _, m := range t.means {
			switch {
			case m.class == "num" && t.number == "":
				t.number, t.perhaps = m.name, m.weak
			case m.class == "dual":
				t.number, t.unit, t.dual = "2", m.name, true
			}
		}
		t.text = strings.Join(next[:long], " ")
		kept, i = append(kept, t), i+long
	}
	return kept
}

// inUnits gives figures their units. In "2 to 3 days" the unit is of both.
func inUnits(all []token) {
	for i := range all {
		switch t := &all[i]; {
		case t.dual:
			t.unit = workOr(all, i, t.unit)
		case t.number != "" && t.unit == "":
			t.unit = unitAt(all, i)
		}
	}
	joinRanges(all)
	for i := range all {
		if t := &all[i]; t.perhaps && t.unit == "" { // an article
			t.number, t.perhaps = "", false
		}
	}
}

// joinRanges gives the first end of a range the unit of the other.
func joinRanges(all []token) {
	for i := len(all) - 1; i >= 0; i-- {
		t := &all[i]
		for j := i + 1; t.number != "" && t.unit == "" && !t.perhaps && j < len(all) && j <= i+2; j++ {
			if all[j].number != "" && all[j].sentence == t.sentence && all[j].unit != "date" && connects(all[i+1:j]) {
				t.unit = all[j].unit
			}
		}
		if t.number == "" {
			continue
		}
		if j := ranges(all, i); j > 0 && all[j-1].spans() {
			all[j-1].taken = true
		}
	}
}

func (t *token) spans() bool { return slices.Contains(spans(), t.text) }

// unitAt is the unit of the figure at i: after it, or a currency before it.
func unitAt(all []token, i int) string {
	if i > 0 && all[i-1].sentence == all[i].sentence {
		if u := currencyOf(&all[i-1]); u != "" && (i < 2 || all[i-2].number == "") {
			all[i-1].taken = true
			return u
		}
		if m := monthOf(&all[i-1]); m != "" && named(all[i-1].raw) && i+1 < len(all) && unitOf(&all[i+1]) == "" {
			return m
		}
	}
	if u := unitBefore(all, i); u != "" {
		return u
	}
	unit := ""
	for j := i + 1; j < len(all) && j <= i+3 && all[j].clause == all[i].clause && all[j].number == ""; j++ {
		if unit = unitOf(&all[j]); unit != "" {
			all[j].taken = true
			return workOr(all, j, unit)
		}
		if j > i+1 || !(all[j].says("work", "", true) || filler[all[j].text]) {
			break
		}
	}
	return ""
}

// unitBefore is the unit of a number that stands behind it, as in Arabic one does, or the figure that a number in
// brackets repeats.
func unitBefore(all []token, i int) string {
	for j := i - 1; j >= max(0, i-3) && all[j].sentence == all[i].sentence; j-- {
		switch u := unitOf(&all[j]); {
		case all[j].number != "":
			if all[i].brackets || all[j].number == all[i].number {
				return all[j].unit
			}
			return ""
		case u != "" && (all[i].brackets || isArabic(all[i].text)):
			all[j].taken = true
			return workOr(all, j, u)
		}
	}
	return ""
}

// workOr is a working day if the words beside a day say so.
func workOr(all []token, i int, unit string) string {
	for j := max(0, i-1); unit == "day" && j <= min(i+1, len(all)-1); j++ {
		if all[j].says("work", "", true) {
			return "workday"
		}
	}
	return unit
}

var filler = map[string]bool{"de": true, "full": true, "volle": true, "vollen": true}

func unitOf(t *token) string {
	if u := signUnit(t.text); u != "" {
		return u
	}
	if u := currencyOf(t); u != "" {
		return u
	}
	for _, m := range t.means {
		if m.class == "unit" {
			return m.name
		}
	}
	return monthOf(t)
}

var months = []string{
	"january", "february", "march", "april", "mai", "june", "july", "august", "september", "october", "november",
	"december",
}

func monthOf(t *token) string {
	for _, m := range t.means {
		if m.class == "guard" && slices.Contains(months, m.name) {
			return m.name
		}
	}
	return ""
}

var connectors = sync.OnceValue(func() []string {
	return append(words("and or und oder y o ou e et و او और या"), spans()...)
})

// spans stand between the ends of a range, where a dash may stand, too.
var spans = sync.OnceValue(func() []string { return append(words("to bis a à al au até الى से"), "-") })

// ranges is the figure that is the other end of the range that begins at i (2 to 3 days), or another choice (3 or 6);
// -1 if there is none.
func ranges(all []token, i int) int {
	for j := i + 1; j < len(all) && j <= i+3; j++ {
		if all[j].number == "" {
			continue
		}
		between := slices.DeleteFunc(slices.Clone(all[i+1:j]), func(t token) bool { return unitOf(&t) != "" })
		if all[j].clause == all[i].clause && dimension(all[j].unit) == dimension(all[i].unit) && connects(between) {
			return j
		}
		return -1
	}
	return -1
}

func connects(between []token) bool {
	return len(between) == 0 || (len(between) == 1 && slices.Contains(connectors(), between[0].text))
}
