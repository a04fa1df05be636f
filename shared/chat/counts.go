package chat

import (
	"time"

	"github.com/botifire/livechat/shared/course"
)

// AlertCounter begins the names of the counters of alerts that visits were worth; a level follows.
const AlertCounter = "alert:"

// Facts are one visit's share in the counters of its day.
type Facts struct {
	Ended     bool           `json:"ended,omitempty"`
	Timed     bool           `json:"timed,omitempty"` // ended, and its duration may count
	Seconds   int64          `json:"seconds,omitempty"`
	Returning bool           `json:"returning,omitempty"`
	Minimal   bool           `json:"minimal,omitempty"`
	Pages     int            `json:"pages,omitempty"`
	Messages  int            `json:"messages,omitempty"` // of the visitor
	Goals     map[string]int `json:"goals,omitempty"`
	Alone     map[string]int `json:"alone,omitempty"`  // goals that the bot alone helped to
	Nobody    map[string]int `json:"nobody,omitempty"` // goals that nobody helped to

	Alerts map[course.Level]int `json:"alerts,omitempty"` // see Talk.Alerts
}

// Facts recounts the visit from itself.
func (s *Visit) Facts() Facts {
	f := Facts{Ended: !s.Live(), Returning: s.Returning, Minimal: s.Mode == Minimal}
	if f.Ended {
		f.Pages = s.Pages
		if s.Talk != nil {
			f.Messages, f.Alerts = s.Talk.Turns, s.Talk.Alerts
		}
		if f.Timed = s.Mode.Keeps(KeepDuration); f.Timed {
			f.Seconds = int64(s.EndedAt.Sub(s.Started) / time.Second)
		}
	}
	for _, g := range s.Goals {
		if f.Goals == nil {
			f.Goals, f.Alone, f.Nobody = map[string]int{}, map[string]int{}, map[string]int{}
		}
		f.Goals[g.Name]++
		if g.WithoutHuman {
			f.Alone[g.Name]++
		}
		if g.By == HelpedByNobody {
			f.Nobody[g.Name]++
		}
	}
	return f
}

// Counts is the row of counters that a visit falls into.
type Counts struct {
	Day     string           `json:"day"` // 2006-01-02, UTC
	Source  Source           `json:"source"`
	Country string           `json:"country,omitempty"`
	Bot     BotID            `json:"bot"`
	Values  map[string]int64 `json:"values"`
}

// countsRow names a row of counters.
type countsRow struct {
	day, country string
	source       Source
	bot          BotID
}

func (c Counts) row() countsRow { return countsRow{c.Day, c.Country, c.Source, c.Bot} }

func (r countsRow) counts() Counts {
	return Counts{Day: r.day, Source: r.source, Country: r.country, Bot: r.bot, Values: map[string]int64{}}
}

// countsRow is the row that the visit is counted in.
func (s *Visit) countsRow() countsRow {
	return countsRow{s.Started.Format(time.DateOnly), s.Place.Country, s.Source, s.Bot}
}

// Difference is the number to add to each counter so that they hold now instead of was. A visit that was never
// folded has no was.
func Difference(was *Facts, now Facts) map[string]int64 {
	add := map[string]int64{}
	count := func(f Facts, sign int64) {
		flag := func(name string, on bool) {
			if on {
				add[name] += sign
			}
		}
		flag("sessions", true)
		flag("returning", f.Returning)
		flag("minimal", f.Minimal)
		flag("ended", f.Ended)
		flag("timed", f.Timed)
		add["seconds"] += sign * f.Seconds
		add["pages"] += sign * int64(f.Pages)
		add["messages"] += sign * int64(f.Messages)
		for kind, goals := range map[string]map[string]int{"goal:": f.Goals, "alone:": f.Alone, "nobody:": f.Nobody} {
			for name, n := range goals {
				add[kind+name] += sign * int64(n)
			}
		}
		for level, n := range f.Alerts {
			add[AlertCounter+string(level)] += sign * int64(n)
		}
	}
	count(now, 1)
	if was != nil {
		count(*was, -1)
	}
	for name, n := range add {
		if n == 0 {
			delete(add, name)
		}
	}
	return add
}

// Counted is a visit's share in its row of counters.
func (s *Visit) Counted() Counts {
	row := s.countsRow().counts()
	if s.Folded != nil {
		row.Values = Difference(nil, *s.Folded)
	}
	return row
}

// FirstDay is earlier than any visit.
const FirstDay = "2026-01-01"
