package chat

import (
	"slices"
	"strconv"
	"strings"
)

// Audience is the people whom a tenant wants to reach. An empty list, and equal hours, set no bound.
type Audience struct {
	Countries []string `json:"countries,omitempty"` // two letters each
	Cities    []string `json:"cities,omitempty"`
	Languages []string `json:"languages,omitempty"` // of browsers: pt, not pt-BR
	From      int      `json:"from,omitempty"`      // the first hour of the day, in the tenant's zone
	To        int      `json:"to,omitempty"`        // the hour at which it ends; before From, it is on the next day
}

// Check trims the cities, and refuses hours that there are not.
func (a *Audience) Check() error {
	all := Faults{}
	for i, city := range a.Cities {
		a.Cities[i] = strings.TrimSpace(city)
	}
	a.Cities = slices.DeleteFunc(a.Cities, func(city string) bool { return city == "" })
	all.Wrong(a.From < 0 || a.From > 23, "audience/from", "bad_hour", "Hours are from 0 to 23.")
	all.Wrong(a.To < 0 || a.To > 24, "audience/to", "bad_hour", "Hours end from 0 to 24.")
	return all.Err()
}

// Bounds tells whether the audience says something about a dimension of figures.
func (a *Audience) Bounds(by string) bool {
	switch by {
	case "country":
		return len(a.Countries) > 0
	case "city":
		return len(a.Cities) > 0
	case "language":
		return len(a.Languages) > 0
	case "hour":
		return a.From != a.To
	}
	return false
}

// Has tells whether a value of such a dimension is within it. A city's value begins with its country.
func (a *Audience) Has(by, value string) bool {
	switch by {
	case "country":
		return slices.Contains(a.Countries, value)
	case "language":
		return slices.Contains(a.Languages, value)
	case "city":
		_, city, _ := strings.Cut(value, " ")
		return slices.ContainsFunc(a.Cities, func(c string) bool { return strings.EqualFold(c, city) })
	}
	hour, err := strconv.Atoi(value)
	if a.From < a.To {
		return err == nil && hour >= a.From && hour < a.To
	}
	return err == nil && (hour >= a.From || hour < a.To)
}
