package chat

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"

	"github.com/botifire/livechat/shared/truncate"
)

// answer takes a stored message into the inbox and lets a fast bot reply to it, both in one transaction. It may
// run any number of times, in the call that stored the message and behind the stream: one reply stands.
func (d *Desk) answer(ctx context.Context, in Incoming, question Message) (*Message, Head, error) {
	bot, err := d.Bot(ctx, in.Tenant, in.Bot)
	if err != nil {
		return nil, Head{}, err
	}
	ask := func(h *Head) (*Answer, error) {
		if !bot.Fast() {
			return nil, nil // a slow bot is asked from the queue
		}
		given, err := d.respond(ctx, bot, h, question, atOnce)
		return given, Except(err, ErrLater)
	}
	return d.settle(ctx, in, &question, ask)
}

// Answer asks a bot, however long that takes, and stores its reply unless a person took over meanwhile. The
// answer queue's function calls it. On the last try a bot that cannot be reached counts as failed, so that the
// question ends.
func (d *Desk) Answer(ctx context.Context, t Task, last bool) error {
	question, had, err := d.store.Exchange(ctx, t.Key(), t.Message)
	if errors.Is(err, ErrNotFound) { // it may be too new for an eventual read, or gone for good
		if question, err = d.store.Message(ctx, t.Key(), t.Message); errors.Is(err, ErrNotFound) {
			return nil
		}
	}
	if err != nil || had != nil {
		return err // there is a reply: the queue gave the task twice
	}
	in, err := recall(question)
	if err != nil {
		return err
	}
	bot, err := d.Bot(ctx, t.Tenant, in.Bot)
	if err != nil {
		return err
	}
	spent := d.payReply(ctx, in, &bot)
	if spent != nil && KindOf(spent) != TooMany {
		return spent
	}
	reply, head, err := d.settle(ctx, in, &question, func(h *Head) (*Answer, error) {
		if spent != nil {
			return &Answer{Effects: Effects{HandOver: "budget_spent"}}, nil
		}
		if last {
			return d.respond(ctx, bot, h, question, atLast)
		}
		return d.respond(ctx, bot, h, question, queued)
	})
	if err != nil {
		return Except(err, ErrErased)
	}
	if reply != nil {
		d.spread(ctx, head, "", *reply)
	}
	return nil
}

// settle commits the message's place in the inbox, and the reply if ask gives one. ask runs again only if the bot has
// replied to another message meanwhile; if the owner changed while it ran, the reply is dropped, and recorded as
// dropped. The message is marked if it is a value of a form.
func (d *Desk) settle(
	ctx context.Context, in Incoming, question *Message, ask func(*Head) (*Answer, error),
) (*Message, Head, error) {
	key := ConversationKey{in.Tenant, ConversationOf(in.Visitor, in.Bot)}
	var reply *Message
	var given *Answer
	var turn MessageID
	var rows []Message
	var read Head
	head, err := d.store.Commit(ctx, key, func(h *Head) ([]Message, error) {
		reply = nil
		var err error
		if rows, err = d.takeIn(ctx, in, h, question); err != nil || !question.asks() {
			return rows, err
		}
		if h.Owner != OwnerBot || question.At.Before(h.OwnedAt) {
			if given == nil && !question.At.Before(h.OwnedAt) {
				return rows, nil // a person answers it
			}
			if reply, err = d.drop(ctx, *question, h, given); err != nil {
				return nil, err
			}
			return append(rows, *reply), nil
		}
		rhythm := h.Rhythm
		if rhythm.hears(question) {
			if given, err = d.loops(ctx, h); err != nil {
				return nil, err
			}
			turn = h.LastBotReply
		}
		if given == nil || turn != h.LastBotReply {
			given, err = ask(h)
			if read = *h; err != nil || given == nil {
				return rows, begun(err, h)
			}
			turn = h.LastBotReply
		}
		h.Rhythm = rhythm
		if given.Effects.HandOver != "" && h.Status == Closed { // a late answer, after the case had ended
			if rows, err = d.resumes(ctx, h, question.ID); err != nil {
				return nil, err
			}
		}
		reply = d.compose(*question, h, given)
		return append(rows, *reply), d.leaves(ctx, h, given)
	})
	if errors.Is(err, ErrExists) {
		return d.stands(ctx, key, question.ID)
	}
	if errors.Is(err, ErrHeld) { // nothing is written: it will be released
		return nil, read, nil
	}
	if err == nil && len(rows) > 0 {
		d.tookIn(ctx, head, rows)
	}
	return shown(reply), head, err
}

// tookIn tells of a case that a visitor's message began, or opened again.
func (d *Desk) tookIn(ctx context.Context, head Head, events []Message) {
	d.spread(ctx, head, "", events...)
	if head.Owner != OwnerBot {
		d.tellOwner(ctx, head)
	}
}

// loops is the answer to another bot, which would go on for ever: a person looks at it.
func (d *Desk) loops(ctx context.Context, h *Head) (*Answer, error) {
	state, _, err := d.state(ctx, h)
	return &Answer{Effects: Effects{HandOver: "loop", State: state}}, err
}

// leaves sets the times of a conversation that the bot's answer leaves to people: the one that its customer is
// promised, and that of its assignment.
func (d *Desk) leaves(ctx context.Context, h *Head, given *Answer) error {
	if given.Effects.HandOver != "" {
		h.Promised = d.promises(ctx, h)
	}
	if h.Owner != OwnerTeam {
		return nil
	}
	return d.alerts(ctx, h)
}

// takeIn takes a visitor's message into the head and its case. It returns the event of a case that begins or goes on.
func (d *Desk) takeIn(ctx context.Context, in Incoming, h *Head, question *Message) ([]Message, error) {
	key := ConversationKey{in.Tenant, ConversationOf(in.Visitor, in.Bot)}
	if h.Version == 0 && !(question.Body().opensPage() && d.makeHead(ctx, key, h) == nil) {
		*h = in.open()
	}
	h.saw(in.Seen, d)
	if err := d.fillsIn(ctx, h, question); err != nil {
		return nil, err
	}
	d.listens(h, question)
	event, err := d.hears(ctx, h, question)
	if err != nil {
		return nil, err
	}
	if err := d.refuses(ctx, h, question); err != nil {
		return nil, err
	}
	h.note(question)
	if question.Origin != nil {
		h.reach(in.Reached, *question.Origin)
	}
	if event == nil {
		return nil, nil
	}
	return []Message{*event}, nil
}

// open is the head that a first message makes.
func (in Incoming) open() Head {
	return Head{
		Tenant: in.Tenant, ID: ConversationOf(in.Visitor, in.Bot), Bot: in.Bot, Visitor: in.Visitor, Source: in.Source,
		Site: in.Site, Owner: OwnerBot, Status: Open, Reached: in.Reached,
	}
}

// attempt is the place from which a bot is asked.
type attempt int

const (
	atOnce attempt = iota // in the call that stored the question
	behind                // behind the stream, in case that call was cut off
	queued                // from the queue of slow bots
	atLast                // from there, for the last time
)

// respond has the bot answer a question, given the state its last reply left. A bot that fails has an answer too: it is
// recorded as failed, and a person is asked for. ErrLater sends the question to the queue.
func (d *Desk) respond(ctx context.Context, bot Bot, h *Head, question Message, try attempt) (*Answer, error) {
	return d.respondBy(ctx, d.Responder, bot, h, question, try)
}

func (d *Desk) respondBy(
	ctx context.Context, by Responder, bot Bot, h *Head, question Message, try attempt,
) (*Answer, error) {
	if bot.Paused {
		return &Answer{Effects: Effects{HandOver: "bot_paused"}}, nil
	}
	err := d.Active(ctx, bot.Tenant)
	if errors.Is(err, ErrSuspended) {
		return &Answer{Effects: Effects{HandOver: "suspended"}}, nil
	}
	if err != nil {
		return nil, err
	}
	q, err := d.asked(ctx, bot, h, question, try)
	if err != nil {
		return nil, err
	}
	answer, err := by.Respond(ctx, q)
	if err == nil {
		err = Sayable(answer.Bubbles)
	}
	passing := KindOf(err) == Unavailable || KindOf(err) == Conflict // with a read of the bot's knowledge
	if errors.Is(err, ErrLater) || errors.Is(err, ErrHeld) || (passing && (try == atOnce || try == queued)) {
		return nil, err // worth another try
	}
	if err != nil {
		slog.WarnContext(ctx, "bot failed", "tenant", bot.Tenant, "bot", bot.ID, "error", err.Error())
		answer = Answer{Effects: Effects{HandOver: "bot_failed", State: q.State}}
		if !question.Fills { // a value of a form is no question
			answer.Effects.Gap = &Gap{Question: truncate.Text(q.Message.Body().Text, MaxFieldValue), Cause: BotFailed}
		}
	} else if err := d.withGoals(ctx, bot, q.Message, &answer); err != nil {
		return nil, err
	}
	answer.Effects.Gap, err = d.impersonal(ctx, VisitorKey{bot.Tenant, h.Visitor}, answer.Effects.Gap)
	answer.Part = cmp.Or(answer.Part, q.Hinter(answer))
	return &answer, err
}

// asked is a question with everything that the bot is told beside its words.
func (d *Desk) asked(ctx context.Context, bot Bot, h *Head, question Message, try attempt) (Question, error) {
	stops, err := d.stops(ctx, h, &question)
	if err != nil {
		return Question{}, err
	}
	if question, err = d.whole(ctx, h.Key(), question); err != nil {
		return Question{}, err
	}
	q := Question{
		Bot: bot, Source: h.Source, Message: question, Judge: Judge{ValidNumber: d.Rules.ValidNumber},
		First: h.LastBotReply == "", Last: try == atLast, Language: h.Language, Stops: stops,
	}
	if question.Entry != nil {
		q.Site = question.Entry.Site
	}
	if question.Origin != nil {
		q.Judge.Region = question.Origin.Country
	}
	if q.State, q.Resumed, err = d.state(ctx, h); err != nil {
		return q, err
	}
	if q.Offer, err = d.offer(ctx, h.Key(), &question); err != nil {
		return q, err
	}
	if q.Hint, err = d.advice(ctx, h); err != nil {
		return q, err
	}
	if flow := q.Message.Body().FlowReply; flow != nil && q.Offer != nil {
		q.Message = flow.submitted(q.Message, q.Offer)
	}
	return q, nil
}

// state is the state that the bot's last reply left for its next one, and whether somebody else had the
// conversation since.
func (d *Desk) state(ctx context.Context, h *Head) (json.RawMessage, bool, error) {
	if !h.HasBotState {
		return nil, false, nil
	}
	last, err := d.store.Message(ctx, h.Key(), h.LastBotReply)
	if err != nil || last.Effects == nil {
		return nil, false, Except(err, ErrNotFound)
	}
	return last.Effects.State, h.OwnedAt.After(last.At), nil
}
