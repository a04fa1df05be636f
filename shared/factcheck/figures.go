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
// unless it is the mark that the language has before decimals, or the number begins with zero.
func decimal(piece string, point byte) string {
	whole, part := piece, ""
	i := strings.LastIndexAny(piece, ".,")
	exact := i > 0 && len(piece)-i-1 == 3 && piece[i] == point && !strings.ContainsAny(piece[:i], " ',.")
	if i > 0 && (len(piece)-i-1 != 3 || piece[0] == '0' || exact) {
		whole, part = piece[:i], piece[i+1:]
	}
	if strings.Trim(part, "0") == "" && !exact {
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
	roughly(all)
	for i := range all {
		if t := &all[i]; t.perhaps && t.unit == "" && !compound(all, i) { // an article
			t.number, t.perhaps = "", false
		}
	}
}

// compound tells whether the word of a number stands beside another: ninety-one.
func compound(all []token, i int) bool {
	for _, j := range []int{i - 2, i - 1, i + 1, i + 2} {
		if j >= 0 && j < len(all) && all[j].number != "" && all[j].text != "" && !all[j].perhaps &&
			all[j].clause == all[i].clause && connects(all[min(i, j)+1:max(i, j)]) {
			return true
		}
	}
	return false
}

// roughly makes sure that about, before a figure, means approximately.
func roughly(all []token) {
	for i := 1; i < len(all); i++ {
		if !all[i].figure() || all[i].unit == "time" || !all[i-1].says("guard", "about", true) {
			continue
		}
		all[i-1].means = []meaning{{class: "guard", name: "about"}}
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
