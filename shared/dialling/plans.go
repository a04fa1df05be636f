package dialling

import (
	_ "embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/botifire/livechat/shared/pattern"
)

//go:generate sh -c "cd ../.. && go run ./scripts/plans"

//go:embed plans.gen.tsv
var file string

// world is the name of all regions without a country, as that of satellites.
const world = "001"

// plan is how the numbers of a region are built. Patterns are compiled when the first number needs them.
type plan struct {
	region        string
	code          int // the country's calling code; regions may share one
	international func() *regexp.Regexp
	prefix        func() *regexp.Regexp // dialled before a number within the country; nil if there is none
	transform     string                // the digits that take the place of a prefix
	whole         kind
	local         []int                 // lengths of numbers that reach a line only from nearby
	leading       func() *regexp.Regexp // how the numbers of this region begin, where regions share a code
	kinds         []kind                // the kinds of numbers of a region that shares its code and has no leading digits
}

// kind is how numbers of one kind are built.
type kind struct {
	lengths []int
	pattern func() *regexp.Regexp
}

func (k kind) matches(national string) bool {
	return (len(k.lengths) == 0 || slices.Contains(k.lengths, len(national))) && k.pattern().MatchString(national)
}

// book is all plans, by region and by code. The first plan of a code stands for all numbers of the code.
type book struct {
	regions map[string]*plan
	codes   map[int][]*plan
}

// plans is the book, read when the first number needs it.
var plans = sync.OnceValue(func() book {
	b := book{map[string]*plan{}, map[int][]*plan{}}
	for line := range strings.Lines(file) {
		p := read(strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
		b.codes[p.code] = append(b.codes[p.code], p)
		if p.region != world {
			b.regions[p.region] = p
		}
	}
	return b
})

// read is a plan from the columns that scripts/plans writes.
func read(columns []string) *plan {
	p := &plan{region: columns[0], international: pattern.Lazy(columns[2]), transform: columns[4]}
	p.code, _ = strconv.Atoi(columns[1])
	if columns[3] != "" {
		p.prefix = pattern.Lazy("^(?:" + columns[3] + ")")
	}
	p.whole, p.local = kind{numbers(columns[6]), pattern.Lazy("^(?:" + columns[5] + ")$")}, numbers(columns[7])
	if columns[8] != "" {
		p.leading = pattern.Lazy("^(?:" + columns[8] + ")")
	}
	for pair := range slices.Chunk(columns[9:], 2) {
		p.kinds = append(p.kinds, kind{numbers(pair[0]), pattern.Lazy("^(?:" + pair[1] + ")$")})
	}
	return p
}

func numbers(list string) []int {
	var all []int
	for one := range strings.SplitSeq(list, ",") {
		if n, err := strconv.Atoi(one); err == nil {
			all = append(all, n)
		}
	}
	return all
}

// owns tells whether a number is of this region, among those that share its code.
func (p *plan) owns(national string) bool {
	if p.leading != nil {
		return p.leading().MatchString(national)
	}
	return p.whole.matches(national) && slices.ContainsFunc(p.kinds, func(k kind) bool { return k.matches(national) })
}

// fit is how the length of a number compares with those of a plan.
type fit int

const (
	fits fit = iota
	fitsNearby
	short
	long
	between
)

func (p *plan) fit(national string) fit {
	lengths, n := p.whole.lengths, len(national)
	switch {
	case slices.Contains(p.local, n):
		return fitsNearby
	case slices.Contains(lengths, n):
		return fits
	case n < lengths[0]:
		return short
	case n > lengths[len(lengths)-1]:
		return long
	}
	return between
}

// stripped is a number without the prefix that is dialled within the country. A number that is whole keeps its digits
// if it would not be whole without them.
func (p *plan) stripped(national string) string {
	if p.prefix == nil || national == "" {
		return national
	}
	groups := p.prefix().FindStringSubmatchIndex(national)
	if groups == nil {
		return national
	}
	rest := national[groups[1]:]
	if last := len(groups) - 2; p.transform != "" && groups[last] >= 0 {
		rest = p.prefix().ReplaceAllString(national, p.transform)
	}
	if whole := p.whole.pattern(); whole.MatchString(national) && !whole.MatchString(rest) {
		return national
	}
	return rest
}

// coded is a number that begins with the region's own code although it has no plus: if it is whole only without the
// code, or too long with it.
func (p *plan) coded(dialled string) (number, bool) {
	rest, has := strings.CutPrefix(dialled, strconv.Itoa(p.code))
	if !has {
		return number{}, false
	}
	rest = p.stripped(rest)
	whole := p.whole.pattern()
	if (!whole.MatchString(dialled) && whole.MatchString(rest)) || p.fit(dialled) == long {
		return number{p.code, rest}, true
	}
	return number{}, false
}
