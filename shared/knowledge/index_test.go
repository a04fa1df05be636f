package knowledge_test

import (
	"testing"
	"time"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
)

func TestAnEntryServesWhereAndWhileItMay(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for what, c := range map[string]struct {
		content knowledge.Content
		bot     chat.BotID
		site    string
		serves  bool
	}{
		"without limits":         {knowledge.Content{}, "b", "", true},
		"of this bot":            {knowledge.Content{Bots: []chat.BotID{"a", "b"}}, "b", "s", true},
		"of another bot":         {knowledge.Content{Bots: []chat.BotID{"a"}}, "b", "s", false},
		"on this site":           {knowledge.Content{Sites: []string{"s"}}, "b", "s", true},
		"on another site":        {knowledge.Content{Sites: []string{"s"}}, "b", "other", false},
		"of a site, on WhatsApp": {knowledge.Content{Sites: []string{"s"}}, "b", "", false},
		"from this moment on":    {knowledge.Content{From: noon}, "b", "s", true},
		"not yet":                {knowledge.Content{From: noon.Add(time.Second)}, "b", "s", false},
		"until this moment":      {knowledge.Content{Until: noon}, "b", "s", false},
		"for a second more":      {knowledge.Content{Until: noon.Add(time.Second)}, "b", "s", true},
	} {
		if got := c.content.Where(c.bot, c.site) && c.content.When(noon); got != c.serves {
			t.Errorf("an entry %s: serves is %v", what, got)
		}
	}
}
