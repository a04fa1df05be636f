package factcheck

import "slices"

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
