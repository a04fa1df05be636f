// Package embed is both ends of the function of that name: Server judges questions beside the model and the indexes of
// editions, and Client has it do so from another function.
package embed

import (
	"context"

	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/knowledge"
	"github.com/botifire/livechat/shared/meaning"
)

// Request asks one thing of the function.
type Request struct {
	Judge *meaning.Question `json:"judge,omitempty"`
	Index *Edition          `json:"index,omitempty"`
	Place []string          `json:"place,omitempty"` // questions of which the meaning is to be kept
}

// Edition names an edition of which an index is to be made, and the one in force, which has most of its texts.
type Edition struct {
	Tenant chat.TenantID `json:"tenant"`
	Number int           `json:"number"`
	Before int           `json:"before,omitempty"`
}

// Response is the function's answer.
type Response struct {
	Verdict *meaning.Verdict `json:"verdict,omitempty"`
	Whole   bool             `json:"whole,omitempty"` // the index is made; otherwise the same request goes on
	Placed  []meaning.Placed `json:"placed,omitempty"`
}

// entriesOf are the texts by which the entries of an edition are found.
func entriesOf(e *knowledge.Edition) []meaning.Entry {
	all := []meaning.Entry{}
	for i := range e.Entries {
		from := &e.Entries[i]
		entry := meaning.Entry{ID: string(from.ID)}
		add := func(language string, part meaning.Part, text string) {
			if text != "" {
				entry.Texts = append(entry.Texts, meaning.Text{Language: language, Part: part, Words: text})
			}
		}
		add("", meaning.Title, from.Title)
		for language, words := range from.Languages {
			for _, w := range words.Wordings {
				add(language, meaning.Wording, w)
			}
			for _, said := range words.Answer[:min(1, len(words.Answer))] {
				add(language, meaning.Answer, from.Title+". "+said)
			}
		}
		for language := range from.Taught {
			for _, w := range from.TaughtIn(language) {
				add(language, meaning.Taught, w)
			}
		}
		all = append(all, entry)
	}
	return all
}

// Files keeps the indexes of editions beside them.
type Files interface {
	Edition(ctx context.Context, tenant chat.TenantID, number int) (knowledge.Edition, error)

	// ReadIndex gives chat.ErrNotFound if there is none. A part was made until the time was over.
	ReadIndex(ctx context.Context, tenant chat.TenantID, number int, part bool) ([]byte, error)
	KeepIndex(ctx context.Context, tenant chat.TenantID, number int, part bool, raw []byte) error
}
