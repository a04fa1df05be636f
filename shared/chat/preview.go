package chat

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/truncate"
)

// previewLength is how many characters of a message stand for it in a list, and previewSize how many bytes of them: a
// head of a conversation with a bot stays one write unit in every script.
const (
	previewLength = 66
	previewSize   = 66
)

// Preview is a line that stands for the message in a list.
func (m *Message) Preview() string {
	bubbles, marks := m.shown()
	if marks != nil && !marks.Revoked.IsZero() {
		return "Taken back"
	}
	for _, b := range bubbles {
		if t := b.Line(); t != "" && m.Fills {
			return clip(kindWords[KindSubmission] + ": " + t)
		} else if t != "" {
			return clip(t)
		}
	}
	return ""
}

// clip is the beginning of a text as lists show it.
func clip(text string) string {
	return truncate.Text(text, min(previewLength, utf8.RuneCountInString(truncate.Bytes(text, previewSize))))
}

// kindWords names the kind of a message that has no words of its own, or whose words need an introduction.
var kindWords = map[BodyKind]string{
	KindForm: "Form", KindSubmission: "Form filled in", KindFlowReply: "Form filled in", KindImage: "Picture",
	KindAudio: "Recording", KindVideo: "Video",
	KindDocument: "File", KindSticker: "Sticker", KindLocation: "Place", KindContacts: "Contact", KindOrder: "Order",
	KindTemplate:    "Template",
	KindAskLocation: "Asks for the place", KindAskContact: "Asks for the phone number",
	KindUnsupported: "Something that WhatsApp does not pass on",
	KindButtons:     "Choices", KindCards: "Cards",
}

// Line is the body in one line: its words, or the name of its kind.
func (b *Body) Line() string {
	what, words := kindWords[b.Kind], b.Words()
	switch {
	case b.Kind == KindSubmission && b.Submission != nil:
		words = strings.Join(slices.Sorted(maps.Values(b.Submission.Values)), ", ")
	case b.Text != "":
		return b.Text
	case b.Media != nil && b.Kind == KindAudio && b.Media.Voice:
		return "Voice message"
	case b.Media != nil && b.Kind == KindDocument:
		words = b.Media.Name
	case b.Form != nil:
		labels := []string{}
		for _, f := range b.Form.Fields {
			labels = append(labels, f.Label)
		}
		words = strings.Join(labels, ", ")
	case len(b.Cards) > 0:
		words = b.Cards[0].Title
	}
	if what == "" || words == "" {
		return what + words
	}
	return what + ": " + words
}

// ForgetWords takes deleted words out of the lists of conversations: once the words that a list shows are from before
// a moment, the newest message that is left stands in their place.
func ForgetWords(ctx context.Context, d *Desk, h Head, before time.Time) error {
	if probe := h; !probe.forget(before, nil) {
		return nil
	}
	left, err := d.store.History(ctx, h.Key(), "", PageSize)
	if err != nil || !h.forget(before, left) {
		return err
	}
	_, err = d.store.Commit(ctx, h.Key(), func(h *Head) ([]Message, error) {
		if h.Version > 0 {
			h.forget(before, left)
		}
		return nil, nil
	})
	return Except(err, ErrErased)
}

// forget changes the words that lists show if they are from before a moment, to those of the newest message that is
// left. It tells whether that changed anything.
func (h *Head) forget(before time.Time, left []Message) bool {
	said := h.VisitorAt
	if said.IsZero() {
		said = h.At
	}
	if !said.Before(before) {
		return false
	}
	had := h.Preview
	h.Preview = ""
	if i := slices.IndexFunc(left, func(m Message) bool { return m.listed() && m.Preview() != "" }); i >= 0 {
		h.Preview = left[i].Preview()
	}
	return h.Preview != had
}

// listed tells whether a message may stand for its conversation in lists.
func (m *Message) listed() bool {
	return m.Outcome != Dropped && len(m.Bubbles) > 0 && m.Rates == 0 && m.Body().Kind != KindNote &&
		m.Body().Kind != KindEvent && !m.Body().IsMark() && !m.Body().opensPage() &&
		(m.Effects == nil || m.Effects.HandOver == "")
}
