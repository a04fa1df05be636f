package chat

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A customer may write 65,536 characters on WhatsApp, order hundreds of things, or pass on as many contacts. A
// message that one row cannot hold is kept in several, one after the other: each can be read and pushed, and
// the last one stands for all where an answer is due.

const (
	// MaxParts bounds the rows of one message: the longest that a customer can write takes 27.
	MaxParts = 64
	// partSize is how many bytes of JSON a part has at most: a push has more than a body.
	partSize = 16 << 10
	// MaxEdit is how much of an edit is shown, in bytes as they are stored.
	MaxEdit = MaxBody - 1<<10
)

// Split is the body in parts that rows can hold. None if no rows can.
func (b Body) Split() []Body {
	if b.size() <= MaxBody && utf8.RuneCountInString(b.Text) <= MaxText {
		return []Body{b}
	}
	text := b.Text
	b.Text = ""
	parts := b.lists()
	for text != "" && len(parts) <= MaxParts {
		var piece string
		piece, text = cutText(text)
		first := &parts[0]
		switch {
		case strings.TrimSpace(piece) == "": // nobody misses a page of blanks
		case first.Text == "" && (*first).with(piece).size() <= MaxBody:
			first.Text = piece
		default:
			parts = append(parts, Text(piece))
		}
	}
	if len(parts) > MaxParts || slices.ContainsFunc(parts, func(p Body) bool { return p.size() > MaxBody }) {
		return nil
	}
	return parts
}

func (b Body) with(text string) *Body {
	b.Text = text
	return &b
}

func (b *Body) size() int { return jsonSize(b) }

// lists is the body with its contacts, its items or its fields spread over as many as it takes.
func (b Body) lists() []Body {
	switch {
	case b.size() <= MaxBody:
		return []Body{b}
	case len(b.People) > 1:
		return spreadOver(b.People, func(people []VCard) Body { p := b; p.People = people; return p })
	case b.Order != nil:
		return spreadOver(b.Order.Items, func(items []OrderItem) Body {
			p := b
			p.Order = &Order{Catalog: b.Order.Catalog, Items: items}
			return p
		})
	case b.FlowReply != nil && len(b.FlowReply.Values) > 0:
		return spreadOver(slices.Sorted(maps.Keys(b.FlowReply.Values)), func(names []string) Body {
			p, reply := b, *b.FlowReply
			reply.Raw, reply.Values = "", map[string]string{}
			for _, name := range names {
				reply.Values[name] = b.FlowReply.Values[name]
			}
			p.FlowReply = &reply
			return p
		})
	}
	return []Body{b}
}

// spreadOver makes bodies that hold as many things each as a part has room for.
func spreadOver[T any](all []T, bodyOf func([]T) Body) []Body {
	parts := []Body{}
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) {
			if more := bodyOf(all[from : to+1]); more.size() > partSize {
				break
			}
			to++
		}
		parts = append(parts, bodyOf(all[from:to]))
		from = to
	}
	return parts
}

// cutText cuts off as much as one row can hold, between words if there are any.
func cutText(text string) (piece, rest string) {
	end, space, runes, size := 0, 0, 0, 0
	for i, r := range text {
		size += jsonSize(string(r)) - len(`""`)
		if runes++; runes > MaxText || size > partSize {
			break
		}
		end = i + utf8.RuneLen(r)
		if unicode.IsSpace(r) {
			space = end
		}
	}
	if end < len(text) && space > end/2 {
		end = space
	}
	return text[:end], text[end:]
}

// parts are the messages as which one of WhatsApp's is kept.
func (m Message) parts(body Body) []Message {
	bodies := body.Split()
	if body.Kind == KindEdit { // an edit has no rows of its own: its message has them
		body.Text = stored(body.Text, MaxEdit)
		bodies = []Body{body}
	}
	all := []Message{}
	for i, b := range bodies {
		part, origin := m, *m.Origin
		if len(bodies) > 1 {
			origin.Part, origin.Parts = i+1, len(bodies)
		}
		part.ID = origin.partID(i + 1)
		part.Origin, part.Bubbles = &origin, []Bubble{{Body: b}}
		if i > 0 { // these belong to the message once
			origin.Referral, origin.Product, origin.Errors = nil, nil, nil
		}
		all = append(all, part)
	}
	return all
}

// partID is the id of a part. Meta's clock has seconds, so that parts have the time between.
func (o *Origin) partID(part int) MessageID {
	if part < 2 {
		return MessageOf(o.Wamid, o.Sent)
	}
	return MessageOf(fmt.Sprintf("%s/%d", o.Wamid, part), o.Sent.Add(time.Duration(part-1)*time.Millisecond))
}

// rows are the ids of all rows of a message.
func (m *Message) rows() []MessageID {
	ids := []MessageID{m.ID}
	if m.Origin != nil {
		for part := 2; part <= m.Origin.Parts; part++ {
			ids = append(ids, m.Origin.partID(part))
		}
	}
	return ids
}

// row is the part of an edit that shows in one of the rows of its message: the last has all that is left.
func (mark Mark) row(i, rows int) Mark {
	if mark.Body.Kind != KindEdit || rows == 1 {
		return mark
	}
	text := mark.Body.Text
	for range i {
		_, text = cutText(text)
	}
	if i+1 < rows {
		text, _ = cutText(text)
	}
	mark.Body.Text = text
	return mark
}

// goesOn tells whether the message has further parts.
func (m *Message) goesOn() bool { return m.Origin != nil && m.Origin.Part < m.Origin.Parts }

// asks tells whether the message wants an answer from the bot: of several parts only the last does.
func (m *Message) asks() bool {
	return !m.goesOn() && m.Body().Asks()
}

// whole is a message with all of its parts, as it was written.
func (d *Desk) whole(ctx context.Context, key ConversationKey, m Message) (Message, error) {
	if m.Origin == nil || m.Origin.Part < 2 {
		return m, nil
	}
	var all Body
	for part := 1; part < m.Origin.Part; part++ {
		before, err := d.store.Message(ctx, key, m.Origin.partID(part))
		if Except(err, ErrNotFound) != nil {
			return m, err
		}
		if err == nil {
			all.join(before.Body())
		}
	}
	all.join(m.Body())
	m.Bubbles = []Bubble{{Body: all}}
	return m, nil
}

// join adds the words of a further part.
func (b *Body) join(more *Body) {
	if b.Kind == "" {
		*b = *more
		b.People = slices.Clone(more.People)
		if more.Order != nil {
			b.Order = &Order{Catalog: more.Order.Catalog, Items: slices.Clone(more.Order.Items)}
		}
		if more.FlowReply != nil {
			reply := *more.FlowReply
			reply.Values = maps.Clone(reply.Values)
			b.FlowReply = &reply
		}
		return
	}
	b.Text += more.Text
	b.People = append(b.People, more.People...)
	if b.Order != nil && more.Order != nil {
		b.Order.Items = append(b.Order.Items, more.Order.Items...)
	}
	if b.FlowReply != nil && more.FlowReply != nil {
		maps.Copy(b.FlowReply.Values, more.FlowReply.Values)
	}
}
