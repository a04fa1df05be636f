package unanswered

import (
	"context"
	"errors"

	"github.com/botifire/livechat/shared/meaning"
)

// place makes the vectors of wordings: of a model's plain words for a question where there are some, since these come
// nearer to each other than people's; else of its own. Its language is that of its own words.
func (q *Questions) place(ctx context.Context, k *known, wordings []string) ([]meaning.Placed, error) {
	own, plain, at := []string{}, []string{}, []int{}
	for i, id := range wordings {
		own = append(own, k.wordings[id][0].Question)
		for _, g := range k.wordings[id] {
			if g.Plain != "" {
				plain, at = append(plain, g.Plain), append(at, i)
				break
			}
		}
	}
	made, err := q.embedder.Place(ctx, append(own, plain...))
	if err != nil {
		return nil, err
	}
	if len(made) != len(own)+len(plain) {
		return nil, errors.New("unanswered: there are not as many vectors as texts")
	}
	for n, i := range at {
		said := made[i]
		made[i] = made[len(own)+n]
		made[i].Said = meaning.Languages[said.Language]
	}
	return made[:len(own)], nil
}
