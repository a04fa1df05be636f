package chat

import (
	"maps"
	"slices"
	"strings"

	"github.com/botifire/livechat/shared/truncate"
)

// previewLength is how many characters of a message stand for it in a list.
const previewLength = 80

// Preview is a line that stands for the message in a list.
func (m *Message) Preview() string {
	bubbles, marks := m.shown()
	if marks != nil && !marks.Revoked.IsZero() {
		return "Taken back"
	}
	for _, b := range bubbles {
		if t := b.Line(); t != "" {
			return truncate.Text(t, previewLength)
		}
	}
	return ""
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
