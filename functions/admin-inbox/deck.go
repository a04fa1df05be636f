package main

import (
	"context"

	"github.com/botifire/livechat/api/gen/inboxapi"
	"github.com/botifire/livechat/shared/course"
	"github.com/botifire/livechat/shared/httpapi"
	"github.com/botifire/livechat/shared/views"
	"github.com/botifire/livechat/shared/wire"
)

func (h handler) GetDeck(
	ctx context.Context, r inboxapi.GetDeckRequestObject,
) (inboxapi.GetDeckResponseObject, error) {
	agent, _ := httpapi.Caller(ctx)
	alerts, err := h.alerts(ctx, agent)
	if err != nil {
		return nil, err
	}
	held, err := h.held(ctx, agent)
	if err != nil {
		return nil, err
	}
	out := wire.Deck{Rows: []wire.DeckRow{}, Alerts: alerts, Held: held}
	switch httpapi.Or(r.Params.View) {
	case inboxapi.Alerts:
		return inboxapi.GetDeck200JSONResponse(out), nil
	case inboxapi.Week:
		out.Week, err = h.week(ctx, agent)
		return inboxapi.GetDeck200JSONResponse(out), err
	}
	rows, more, err := h.reader.Deck(ctx, agent)
	out.More = more
	for _, row := range rows {
		out.Rows = append(out.Rows, onDeck(row))
	}
	return inboxapi.GetDeck200JSONResponse(out), err
}

// onDeck is a talk as clients get it.
func onDeck(row views.DeckRow) wire.DeckRow {
	out := wire.DeckRow{
		Row: listed(row.InboxRow), Score: row.Score, Needs: row.Score >= course.Needs, Reasons: []wire.DeckReason{},
		Stakes: []wire.DeckRowStakes{},
	}
	out.Row.Unread = nil // nobody has to read a talk of the bot's
	for _, r := range row.Reasons {
		reason := wire.DeckReason{
			Code: wire.DeckReasonCode(r.Code), Points: r.Points, Times: httpapi.Some(r.Times), Words: httpapi.Some(r.Cue),
		}
		if kind := wire.DeckReasonKind(r.Kind); kind != "" {
			reason.Kind = &kind
		}
		out.Reasons = append(out.Reasons, reason)
	}
	for _, s := range row.Stakes {
		out.Stakes = append(out.Stakes, wire.DeckRowStakes(s))
	}
	return out
}
