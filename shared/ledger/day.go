package ledger

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Day is the file of a day: its lines, and the sums of lines that are not there any more, since their people were
// erased or the file is full.
type Day struct {
	Day   string `json:"day"` // 2006-01-02, in the team's zone
	Lines []Line `json:"lines"`
	Rest  Sums   `json:"rest,omitempty"`
	Takes Taken  `json:"takes,omitempty"` // which new lines

	// Since is the earliest time of a line that became a sum for want of room.
	Since time.Time `json:"since,omitzero"`
}

// put takes lines in, each in the place of the one of its id, but for those of people who are gone. It tells whether
// anything changed, and of which people.
func (d *Day) put(lines []Line, gone people) (changed bool, put []chat.VisitorID) {
	at := map[string]int{}
	for i, l := range d.Lines {
		at[l.ID] = i
	}
	for _, l := range lines {
		i, had := at[l.ID]
		if gone[l.Visitor] || !had && (l.torn && l.Case != nil || !d.takes(&l)) {
			continue
		}
		if !had {
			d.counted(&l)
			i, at[l.ID] = len(d.Lines), len(d.Lines)
			d.Lines = append(d.Lines, Line{})
		} else if l = l.since(&d.Lines[i]); same(&d.Lines[i], &l) {
			continue
		}
		d.Lines[i] = l
		put = append(put, l.Visitor)
	}
	slices.SortFunc(d.Lines, func(a, b Line) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return len(put) > 0, put
}

// drop turns the lines that are chosen into sums for good, and tells whether there were any. The sums name nobody.
func (d *Day) drop(now time.Time, chosen func(*Line) bool) bool {
	kept := d.Lines[:0]
	for _, l := range d.Lines {
		if !chosen(&l) {
			kept = append(kept, l)
			continue
		}
		if d.Rest == nil {
			d.Rest = Sums{}
		}
		l = l.settled(now)
		d.Rest.Add(l.Sums())
	}
	dropped := len(kept) < len(d.Lines)
	d.Lines = kept
	return dropped
}

// settled is the line as it stays if nobody can make it anew: nobody can judge any more whether an answer of these days
// lasts.
func (l Line) settled(now time.Time) Line {
	if l.Case == nil || !now.Before(l.Case.Closed.AddDate(0, 0, DurableDays)) {
		return l
	}
	part := *l.Case
	part.Followed, part.Again = false, false
	l.Case = &part
	return l
}

// close counts the cases among sums that were open as not counted: nobody can say any more how they end, and they would
// be open for ever.
func (s Sums) close() {
	if n := s[open]; n != 0 {
		delete(s, open)
		s.Add(Sums{"outcome:" + string(NotCounted): n})
	}
}

// open is the figure of cases that are.
const open = "outcome:" + string(StillOpen)

// Table is the sums of a day: of all its lines, and of those of each value of a dimension.
type Table struct {
	All Sums                       `json:"all"`
	By  map[string]map[string]Sums `json:"by,omitempty"`
}

// MaxValues is how many values of a dimension a day tells apart: the most frequent; the others are one.
const (
	MaxValues     = 100
	MaxDayEntries = 500 // of ByEntry
	Others        = "~others"
)

// Erased is the value of a dimension that has the sums of people who were erased, and those for which a day had no
// room: their values are not known any more.
const Erased = "~erased"

// Full is the figure of days that were so full that they have no line of some visits, or none of some cases.
const Full = "full"

// Table sums the day up.
func (d *Day) Table(zones Zones) Table {
	t := Table{All: Sums{}, By: map[string]map[string]Sums{}}
	for i := range d.Lines {
		t.All.Add(d.Lines[i].Sums())
		for name, values := range d.Lines[i].Split(zones) {
			if t.By[name] == nil {
				t.By[name] = map[string]Sums{}
			}
			add(t.By[name], values)
		}
	}
	d.Rest.close()
	t.All.Add(d.Rest)
	t.All.when(Full, d.Takes != TakesAll)
	for _, name := range Dimensions {
		if values := capped(t.By[name], apart(name)); len(d.Rest) > 0 {
			t.By[name] = map[string]Sums{Erased: d.Rest}
			maps.Copy(t.By[name], values)
		} else if len(values) > 0 {
			t.By[name] = values
		}
	}
	return t
}

// apart is how many values of a dimension a day tells apart. Of entries there are more: one that is joined with others
// cannot be told from one that never serves.
func apart(by string) int {
	if by == ByEntry {
		return MaxDayEntries
	}
	return MaxValues
}

// capped joins the rarest values of a dimension, beside the most that it may have.
func capped(values map[string]Sums, most int) map[string]Sums {
	if len(values) <= most {
		return values
	}
	names := []string{}
	for name := range values {
		names = append(names, name)
	}
	weight := func(s Sums) int64 { return s["visits"] + s["cases"] }
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(weight(values[b]), weight(values[a])), cmp.Compare(a, b))
	})
	kept := map[string]Sums{}
	for i, name := range names {
		if i >= most {
			name = Others
		}
		add(kept, map[string]Sums{name: values[names[i]]})
	}
	return kept
}

// Dimensions are the ways in which figures can be broken down.
var Dimensions = []string{
	"source", "site", "bot", "country", "city", "campaign", "landing", "device", "returning", "hour", "weekday", "agent",
	ByEntry, "language", ByQueue,
}

// ByEntry is the dimension of entries. A case has as many of its values as entries that answered in it, and a visit
// has none.
const ByEntry = "entry"

// Values are the line's values of the dimensions; "" where it has none.
func (l *Line) Values(zones Zones) map[string]string {
	at := zones.At(l.At)
	values := map[string]string{
		"source": string(l.Source), "site": l.Site, "bot": string(l.Bot), "country": l.Country, "city": l.city(),
		"campaign": l.Campaign, "landing": l.Landing, "device": l.Device, "returning": strconv.FormatBool(l.Returning),
		"language": l.Language,
		"hour":     strconv.Itoa(at.Hour()), "weekday": strings.ToLower(at.Weekday().String()[:3]),
	}
	if l.Case != nil {
		values["agent"], values[ByQueue] = string(l.Case.Agent), string(l.Case.Queue)
	}
	return values
}

// Split are the line's sums by the values of each dimension. The wait of a case is the figure of the person who ended
// it, also if somebody else had the last part.
func (l *Line) Split(zones Zones) map[string]map[string]Sums {
	sums, all := l.Sums(), map[string]map[string]Sums{}
	for name, value := range l.Values(zones) {
		all[name] = map[string]Sums{value: sums}
	}
	if l.Case != nil {
		all[ByEntry] = l.Case.byEntry()
	}
	if c := l.Case; c != nil && c.Response != nil && c.By != c.Agent {
		rest, wait := maps.Clone(sums), c.wait(sums)
		for name := range wait {
			delete(rest, name)
		}
		all["agent"] = map[string]Sums{string(c.Agent): rest, string(c.By): wait}
	}
	return all
}

// wait are the case's figures of the wait for a person's first word, on both clocks.
func (p *CasePart) wait(sums Sums) Sums {
	wait := Sums{}
	for name, secs := range map[string]*int{"response": p.Response, "response:open": p.ResponseOpen} {
		if secs != nil {
			class := span(name, *secs)
			wait.Add(Sums{class: sums[class]})
		}
	}
	return wait
}

// city is the city with its country: there are many of one name.
func (l *Line) city() string {
	if l.City == "" {
		return ""
	}
	return l.Country + " " + l.City
}

// same tells whether two lines would be stored alike.
func same(a, b *Line) bool {
	one, _ := json.Marshal(a) // a line always encodes
	other, _ := json.Marshal(b)
	return string(one) == string(other)
}
