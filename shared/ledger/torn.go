package ledger

import (
	"cmp"
	"slices"
)

// since is the line with the facts that an earlier one knew from messages that are gone meanwhile. A case whose first
// messages are gone would begin later than it did: it stays as it was.
func (l Line) since(was *Line) Line {
	if l.Visit != nil && was.Visit != nil && was.Visit.Summed {
		part := *l.Visit
		part.Summed, l.Visit = true, &part
	}
	switch {
	case l.distant:
		return l.placed(was)
	case !l.torn:
	case l.Case != nil && !l.At.Equal(was.At):
		return *was
	case l.Visit != nil && was.Visit != nil:
		v := *l.Visit
		v.Asked, v.Answered = v.Asked || was.Visit.Asked, v.Answered || was.Visit.Answered
		if old := was.Visit.Asker; old > 0 && (v.Asker == 0 || old < v.Asker) {
			v.Asker = old
		}
		v.Goals = slices.Clone(v.Goals)
		for i, g := range v.Goals {
			for _, old := range was.Visit.Goals {
				if old.Name == g.Name && old.At.Equal(g.At) {
					v.Goals[i].After = old.After
				}
			}
		}
		l.Visit, l.Conversation = &v, cmp.Or(l.Conversation, was.Conversation)
	}
	return l
}

// placed is the line of a case at the place that an earlier one knew from its visit.
func (l Line) placed(was *Line) Line {
	l.Site, l.Country, l.City, l.Campaign = was.Site, was.Country, was.City, was.Campaign
	l.Landing, l.Device, l.Returning, l.Language = was.Landing, was.Device, was.Returning, was.Language
	if l.Case != nil && was.Case != nil {
		part := *l.Case
		part.Followed = part.Followed || was.Case.Followed
		l.Case = &part
	}
	return l
}
