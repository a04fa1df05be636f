package loss

import (
	"fmt"
	"slices"
)

// aliases finds names of the door that would lead nowhere.
func aliases(is, will template) (all []Loss) {
	stay := will.aliases()
	for _, name := range is.aliases() {
		if !slices.Contains(stay, name) {
			all = append(all, Loss{name, fmt.Sprintf("%s would not lead to the stage any more: snippets on customers' pages, "+
				"Meta's webhooks and people's bookmarks name it. Put domain back, or move them first", name)})
		}
	}
	return all
}

// aliases are the names of its own that the door has.
func (t template) aliases() (all []string) {
	for _, r := range t.Resources {
		config, _ := r.Properties["DistributionConfig"].(map[string]any)
		own, _ := config["Aliases"].([]any)
		for _, name := range own {
			all = append(all, fmt.Sprint(name))
		}
	}
	return all
}
