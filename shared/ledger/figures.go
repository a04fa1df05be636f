package ledger

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/botifire/livechat/shared/chat"
)

// Books reads the files.
type Books struct {
	desk  *chat.Desk
	store Store
	files Files
}

// NewBooks makes a reader.
func NewBooks(desk *chat.Desk, store Store, files Files) *Books { return &Books{desk, store, files} }

// Asked is a question to the figures: a period of days (2006-01-02, both included), and a dimension by which they are
// broken down, "" for none.
type Asked struct {
	From, To, By string
	Audience     bool     // the figures of the team's audience are asked for too
	Also         []string // other dimensions, by each of which all is broken down too
}

// MaxDays is how many days one question may span.
const MaxDays = 366

// Check refuses a question that cannot be answered.
func (a Asked) Check() error {
	from, bad := time.Parse(time.DateOnly, a.From)
	to, worse := time.Parse(time.DateOnly, a.To)
	days := to.Sub(from).Hours() / 24
	if bad != nil || worse != nil || days < 0 || days >= MaxDays {
		return chat.Errorf(chat.Invalid, "bad_range", "Ask for at most %d days, the first before the last.", MaxDays)
	}
	for _, by := range append([]string{a.By}, a.Also...) {
		if by != "" && !slices.Contains(Dimensions, by) {
			return chat.Errorf(chat.Invalid, "unknown_dimension", "Figures cannot be broken down by that.")
		}
	}
	return nil
}

// Figures are the sums of a period.
type Figures struct {
	Zone     string              `json:"zone"`            // of the team, now
	Zones    []chat.ZoneSince    `json:"zones,omitempty"` // that began to hold in the period
	All      Sums                `json:"all"`
	Days     []OfDay             `json:"days"`               // those that have any, the earliest first
	By       []Within            `json:"by"`                 // by the values of the dimension that was asked for
	Audience map[string]*Reached `json:"audience,omitempty"` // by the dimensions for which the team has set one, if asked
	Also     map[string][]Within `json:"also,omitempty"`     // by the values of other dimensions
	// Some day had more values of the dimension than it tells apart: a row is at least what it says.
	Joined bool `json:"joined,omitempty"`
	// The team has switched figures by person off, and they were asked for.
	NoPersons bool `json:"noPersons,omitempty"`
	// Some days of the period are being made anew, and may be missing until then.
	Anew bool `json:"anew,omitempty"`

	More bool `json:"more"` // more has happened that is not counted yet
}

// OfDay is a day's sums.
type OfDay struct {
	Day  string `json:"day"`
	Sums Sums   `json:"sums"`
}

// Within is the sums of a value of a dimension.
type Within struct {
	Value string `json:"value"`
	Sums  Sums   `json:"sums"`
}

// Figures sums a period up. It reads one file a month, whatever is asked for.
func (b *Books) Figures(ctx context.Context, tenant chat.TenantID, a Asked) (Figures, error) {
	f := Figures{All: Sums{}, Days: []OfDay{}, By: []Within{}}
	if err := a.Check(); err != nil {
		return f, err
	}
	// The audience may have been changed a moment ago, and its owner looks on.
	t, err := b.store.Tenant(ctx, tenant)
	if err != nil {
		return f, err
	}
	f.Zone = t.ZoneAt(b.desk.Now()).String()
	f.Zones = movesIn(t, a.From, a.To)
	targets := []string{}
	if a.Audience {
		targets = slices.DeleteFunc(slices.Clone(Dimensions), func(by string) bool { return !t.Audience.Bounds(by) })
	}
	months, err := again(func(last bool) ([]tables, error) {
		return b.read(ctx, tenant, a, last, slices.Concat(targets, a.Also, []string{a.By})...)
	})
	if err != nil {
		return f, err
	}
	by := map[string]map[string]Sums{}
	for _, month := range months {
		f.Anew = f.Anew || month.anew
		for day, t := range month.days {
			f.All.Add(t.All)
			f.Days = append(f.Days, OfDay{day, t.All})
			for name, values := range t.By {
				if by[name] == nil {
					by[name] = map[string]Sums{}
				}
				add(by[name], values)
			}
		}
	}
	slices.SortFunc(f.Days, func(a, b OfDay) int { return cmp.Compare(a.Day, b.Day) })
	f.aims(&t.Audience, targets, by)
	f.By, f.Joined = rows(a.By, by[a.By])
	f.Also = map[string][]Within{}
	for _, name := range a.Also {
		f.Also[name], _ = rows(name, by[name])
	}
	return f, nil
}

// rows are the values of a dimension. others says that some of them are joined.
func rows(name string, by map[string]Sums) (all []Within, others bool) {
	erased := by[Erased]
	delete(by, Erased)
	_, others = by[Others]
	if by = capped(by, MaxValues); isPlace(name) {
		by = joined(by, fewOf(by))
	}
	if len(erased) > 0 {
		by[Erased] = erased
	}
	all = []Within{}
	for _, value := range slices.Sorted(maps.Keys(by)) {
		all = append(all, Within{value, by[value]})
	}
	return all, others
}

// add adds sums by value to others.
func add(to, more map[string]Sums) {
	for value, sums := range more {
		if to[value] == nil {
			to[value] = Sums{}
		}
		to[value].Add(sums)
	}
}

// tables are those of the days of a month. anew says that some of them are still to be made.
type tables struct {
	days map[string]Table
	anew bool
}

// read reads the tables of the days of a period, by month, with some dimensions.
func (b *Books) read(
	ctx context.Context, tenant chat.TenantID, a Asked, last bool, by ...string,
) ([]tables, error) {
	months, err := b.store.Months(ctx, tenant, a.From[:7], a.To[:7])
	if err != nil {
		return nil, err
	}
	return sideBySide(readsAtOnce, months, func(m Month) (tables, error) {
		all := tables{map[string]Table{}, m.unfinished(a.From, a.To)}
		p, err := b.tables(ctx, tenant, m, last)
		for _, day := range p.days() {
			if day < a.From || day > a.To {
				continue
			}
			if all.days[day], err = p.table(day, by...); err != nil {
				break
			}
		}
		return all, err
	})
}

// tables reads the tables of a month; the latest ones that there are, in the last try, if theirs are lost.
func (b *Books) tables(ctx context.Context, tenant chat.TenantID, m Month, last bool) (pack, error) {
	p, err := loadPack(ctx, b.files, m.Sums)
	if last && errors.Is(err, errGone) {
		return laterPack(ctx, b.files, tenant, m)
	}
	return p, err
}

// day reads a day of a month, as tables does.
func (b *Books) day(ctx context.Context, tenant chat.TenantID, m Month, name string, last bool) (Day, error) {
	d, err := day(ctx, b.files, m.Days[name])
	if last && errors.Is(err, errGone) {
		d, _, err = laterDay(ctx, b.files, tenant, name)
	}
	return d, err
}

// again reads once more if a file was replaced while it was read. In the last try, a part that is still gone is lost.
func again[T any](read func(last bool) (T, error)) (all T, err error) {
	for try := range readTries {
		if all, err = read(try == readTries-1); !errors.Is(err, errGone) {
			return all, err
		}
	}
	return all, retried(err)
}

// readTries is how often files are read that others replace.
const readTries = 4
