package office_test

import (
	"testing"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/chattest"
)

// Names of settings are validated for readers: none is invisible, or reverses the text beside it.
func TestNamesOfWhatIsSetUp(t *testing.T) {
	w := chattest.New(t)
	version := int64(1)
	for what, call := range map[string]func(name string) (string, error){
		"a bot": func(name string) (string, error) {
			b, err := w.NewBot(w.Ctx(), chattest.Olu, name, nil)
			return b.Name, err
		},
		"a key": func(name string) (string, error) {
			k, _, err := w.NewAPIKey(w.Ctx(), chattest.Olu, name)
			return k.Name, err
		},
		"a goal": func(name string) (string, error) {
			kept, err := w.SaveGoals(w.Ctx(), chattest.Olu, []chat.Goal{{Name: name, Page: true}}, version)
			if err != nil {
				return "", err
			}
			version++
			return kept.Goals[0].Name, nil
		},
		"a site": func(name string) (string, error) {
			s, err := w.SaveSite(w.Ctx(), chattest.Olu, chat.Site{
				Key: string(w.ID()), Name: name, Bot: chattest.Fast, Origins: []string{"https://a.test"},
			})
			return s.Name, err
		},
		"a canned reply": func(name string) (string, error) {
			r, err := w.SaveCannedReply(w.Ctx(), chattest.Olu, chat.CannedReply{Title: name, Text: "Hello!"})
			return r.Title, err
		},
	} {
		for _, name := range []string{" \t", "\u200b", "\u3164\u2800", "\u202e"} {
			if kept, err := call(name); chat.KindOf(err) != chat.Invalid {
				t.Errorf("%s called %q: %v, kept as %q", what, name, err, kept)
			}
		}
		for name, want := range map[string]string{
			"\u202eShop\u202c": "Shop", "\u200fمتجر": "متجر", "A\nB": "A B", "می\u200cخواهم": "می\u200cخواهم", " <b> ": "<b>",
		} {
			if kept, err := call(name); err != nil || kept != want {
				t.Errorf("%s called %q is kept as %q: %v", what, name, kept, err)
			}
		}
	}
}
