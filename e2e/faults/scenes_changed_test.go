package faults

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/botifire/livechat/e2e/host"
	"github.com/botifire/livechat/shared/chat"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/wire"
)

// changed takes an entry away that answered a visitor. Their question is named before it gets no answer any more, and
// somebody wants that.
func changed(ctx context.Context, h *host.Host) ([]string, error) {
	id := strings.ToLower(newID())
	colour := inLetters(id)
	content := written("The colour "+colour, "Blue.")
	content["bots"] = []chat.BotID{host.FastBot}
	work := func(err error) error {
		for range printTries {
			h.Drain(ctx)
			h.Pass(time.Minute)
		}
		h.Drain(ctx)
		return err
	}
	does := func(method, path string, body, out any) error {
		return work(memberDoes(ctx, h, lea, method, strings.TrimSuffix("/v1/knowledge/"+path, "/"), body, out))
	}
	lines := []string{}
	look := func() error {
		var all wire.Knowledge
		err := does("GET", "", nil, &all)
		said, failed := inForce(ctx, h, id)
		if all.Held == nil {
			lines = append(lines, fmt.Sprintf("%q, and nothing waits", said))
		} else if err == nil {
			err = failed
			var list wire.ChangedAnswerList
			at := fmt.Sprintf("publications/%d", all.Held.Number)
			err = firstOf(err, does("GET", at, nil, &list))
			for _, c := range list.Rows {
				if strings.Contains(c.Question, colour) {
					named := httpapi.Or(c.Was.Entry) == id && c.Now.Title == nil
					lines = append(lines, fmt.Sprintf("%q, and its question is named: %t", said, named))
				}
			}
			err = firstOf(err, does("POST", at, host.Object{"act": "change"}, nil))
		}
		return err
	}
	for _, step := range []func() error{
		func() error { return does("PUT", "entries/"+id, host.Object{"version": 0, "content": content}, nil) },
		func() error {
			some := []host.Object{{"id": id, "version": 1}}
			return does("POST", "publications", host.Object{"entries": some, "sure": true}, nil)
		},
		func() error { return answeredBy(ctx, h, id, "The colour "+colour+"?") },
		func() error { return does("DELETE", "entries/"+id+"?version=1", nil, nil) },
		func() error { return does("POST", "publications", host.Object{"all": true}, nil) },
		look, look,
	} {
		if err := step(); err != nil {
			return nil, err
		}
		pause()
	}
	return lines, nil
}

// inLetters is an id as a word: its digits in a row may be a phone number, which nobody is shown.
func inLetters(id string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + 'k'
		}
		return r
	}, id)
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// answeredBy has a visitor ask, and notes that an entry answered: functions read an edition only after some seconds.
func answeredBy(ctx context.Context, h *host.Host, entry, question string) error {
	v := h.Visitor(host.FastSite)
	if err := v.Arrive(ctx, "/"); err != nil {
		return err
	}
	if _, err := v.Say(ctx, question); err != nil {
		return err
	}
	h.Drain(ctx)
	log, err := h.Store.History(ctx, v.Key(), "", 20)
	for _, m := range log {
		if err == nil && m.Answers != "" {
			_, err = h.Store.UpdateMessage(ctx, v.Key(), m.ID, func(m *chat.Message) error {
				m.Outcome, m.Effects = chat.Answered, &chat.Effects{Why: &chat.Why{
					By: chat.ByWording, Answered: true, Best: []chat.Reason{chat.ReasonOf(entry, 1, "The colour", 1)},
				}}
				return nil
			})
		}
	}
	return err
}
