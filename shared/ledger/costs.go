package ledger

import (
	"maps"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/chat"
)

// Cost begins the names of figures that tell a team's costs: they are for owners only.
const Cost = "cost:"

// CostOfModels is the figure of the cost of language models, in millionths of a US dollar, at most. CostOfMeta begins
// those of the messages for which Meta charges, by its category: Meta tells the kinds of such messages, and no price.
const (
	CostOfModels = Cost + "model"
	CostOfMeta   = Cost + "meta:"
)

// categories are Meta's. Another one has no figure of its own.
var categories = []string{
	"authentication", "authentication-international", "group_marketing", "group_service", "group_utility", "marketing",
	"marketing_lite", "referral_conversion", "service", "utility",
}

// category is the category of a message's part for which Meta charges, "" for any other.
func category(d *chat.Delivery) string {
	switch {
	case d == nil || !d.Billable() || d.Status == chat.NotSent:
		return ""
	case slices.Contains(categories, d.Category):
		return d.Category
	}
	return "other"
}

// spends adds the costs of a message, whatever became of it: a model is paid for also if its reply came too late.
func (r *reading) spends(m *chat.Message) {
	if m.Effects != nil && m.Effects.Model != nil {
		r.micros += m.Effects.Model.Micros
	}
	for i := range m.Bubbles {
		if c := category(m.Bubbles[i].Delivery); c != "" {
			r.charged[c]++
		}
	}
}

func (p *CasePart) costs(s Sums) {
	s.Add(Sums{CostOfModels: p.Micros})
	for category, n := range p.Charged {
		s.Add(Sums{CostOfMeta + category: int64(n)})
	}
}

// IsCost tells whether a figure is for owners only.
func IsCost(figure string) bool { return strings.HasPrefix(figure, Cost) }

// WithoutCosts takes the figures away that are for owners only.
func (f *Figures) WithoutCosts() {
	f.All = f.All.withoutCosts()
	for i := range f.Days {
		f.Days[i].Sums = f.Days[i].Sums.withoutCosts()
	}
	for _, rows := range append(slices.Collect(maps.Values(f.Also)), f.By) {
		for i := range rows {
			rows[i].Sums = rows[i].Sums.withoutCosts()
		}
	}
	for _, r := range f.Audience {
		r.Inside, r.Outside, r.Unknown = r.Inside.withoutCosts(), r.Outside.withoutCosts(), r.Unknown.withoutCosts()
	}
}

func (s Sums) withoutCosts() Sums {
	rest := Sums{}
	for name, n := range s {
		if !IsCost(name) {
			rest[name] = n
		}
	}
	return rest
}
