package chat

import (
	"fmt"
	"strconv"
	"strings"
)

// ownList is how a team keeps things of its own that owners edit as one list, as labels and groups: each has a name of
// its own, and an id of two characters that is never given twice in a team, so that heads with ids stay small.
type ownList[ID ~string, T any] struct {
	called string // one of them
	most   int
	parts  func(*T) (*ID, *string) // the id, "" for one that is not stored yet, and the name
}

const (
	ownIDSize = 2
	mostMade  = 36 * 36 // ids of two characters
)

// renewed checks and numbers a list that takes the place of another: those with an id are changed, those without are
// new. It returns how many there were ever, and all faults, each at its field.
func (o ownList[ID, T]) renewed(all, had []T, made int) (int, error) {
	if len(all) > o.most {
		return made, Errorf(Invalid, "too_many_"+o.called+"s", "A team has at most %d %ss. Delete one that is not used.",
			o.most, o.called)
	}
	faults, names, left := Faults{}, map[string]bool{}, map[ID]bool{"": true}
	for i := range had {
		id, _ := o.parts(&had[i])
		left[*id] = true
	}
	listed := map[ID]bool{}
	for i := range all {
		id, name := o.parts(&all[i])
		*name = Titled(*name)
		field, folded := fmt.Sprintf("%ss.%d.name", o.called, i), strings.ToLower(*name)
		faults.Wrong(*name == "", field, o.called+"_name_needed", "Give this %s a name.", o.called)
		faults.Wrong(*name != "" && names[folded], field, o.called+"_twice", "Another %s has this name.", o.called)
		faults.Wrong(!left[*id], field, "no_such_"+o.called, "This %s was deleted meanwhile.", o.called)
		faults.Wrong(listed[*id], field, o.called+"_listed_twice", "This %s is in the list twice.", o.called)
		if names[folded], listed[*id] = true, *id != ""; *id == "" {
			*id = ID(ownID(made))
			made++
		}
	}
	if made > mostMade {
		return made, Errorf(Invalid, o.called+"s_used_up",
			"A team makes at most %d %ss in all. Rename one that is not used.", mostMade, o.called)
	}
	return made, faults.Err()
}

func ownID(n int) string {
	id := strconv.FormatInt(int64(n), 36)
	return strings.Repeat("0", max(ownIDSize-len(id), 0)) + id
}
