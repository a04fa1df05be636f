package chat

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words with which customers end a talk, folded: thanks, no, and goodbye. After these nobody is asked for more.
var (
	thankful = words(`thanks thank thx ty danke dank dankeschon merci gracias obrigado obrigada obg valeu grazie
		bedankt شكرا مشكور धन्यवाद शुक्रिया थैंक्स спасибо дякую teşekkürler tesekkurler dziekuje dzieki`)
	refusing = words(`no nope nah nein ne non nao no nee لا नहीं нет ні hayir nie`)
	leaving  = words(`bye goodbye tschuss ciao adieu revoir adios tchau adeus salut وداعا अलविदा пока`)
)

// Thanks and no in scripts without spaces between words, as they stand in a message.
var (
	thankfulParts = []string{"谢谢", "謝謝", "感谢", "感謝", "多谢", "多謝", "ありがと", "감사", "고마워", "고맙", "ขอบคุณ"}
	refusingParts = []string{"不用", "没有了", "沒有了", "いいえ", "大丈夫です", "아니요", "아뇨", "ไม่"}
)

// Words beside which a no counts in a longer message: "no, that was all".
var enough = words(`all everything enough done fine alles genug todo nada tudo tout rien tutto basta genoeg все tamam
	كل सब wszystko`)

// How many words a message has at most in which such a word counts: by itself, beside another, and thanks.
const mostRefusal, mostWords, mostThanks = 4, 12, 25

// mostParts is how many letters such a message has at most in a script without spaces.
const mostParts = 20

func words(list string) []string {
	all := strings.Fields(list)
	for i := range all {
		all[i] = Folded(all[i])
	}
	return all
}

// saidWords are the words of a message, folded.
func saidWords(said string) []string {
	return strings.FieldsFunc(Folded(said), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
}

// endsTalk tells whether a customer's words say that there is nothing more: thanks, no, goodbye or STOP.
func endsTalk(said string) bool {
	all, brief := saidWords(said), utf8.RuneCountInString(said) <= mostParts
	switch {
	case stopsUs(said):
		return true
	case asks(said) || len(all) > mostThanks || strings.ContainsFunc(said, unicode.IsDigit):
		return false
	case len(all) == 0:
		return strings.ContainsFunc(said, pictured)
	case among(all, thankful), brief && (hasPart(said, thankfulParts) || hasPart(said, refusingParts)):
		return true
	case len(all) > mostWords:
		return false
	}
	refuses := among(all[:min(2, len(all))], refusing) // the first may be one of politeness
	return refuses && among(all, enough) || len(all) <= mostRefusal && (refuses || among(all, leaving))
}

// asks tells whether words have a question mark of any script.
func asks(said string) bool { return strings.ContainsAny(said, "?？؟") }

func hasPart(said string, parts []string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(said, part) })
}

func among(all, some []string) bool {
	return slices.ContainsFunc(all, func(w string) bool { return slices.Contains(some, w) })
}

// pictured tells whether a rune is drawn as a picture that asks nothing.
func pictured(r rune) bool {
	return unicode.Is(unicode.So, r) && !strings.ContainsRune("❓❔🤔", r)
}

// refuses notes that the customer wants to hear no more in this case: they are not asked then, whatever they or the
// team say later. Of words to a bot only STOP counts: its questions are answered with no and thanks. A tap on an option
// that it offered says what the option does, and the one word to a field of a form is its value.
func (d *Desk) refuses(ctx context.Context, h *Head, m *Message) error {
	if m.Author.Kind != ByVisitor || len(m.Bubbles) == 0 || h.Case == 0 || m.At.Before(h.CaseBegan) {
		return nil
	}
	said := ""
	if m.isWord() {
		said = clip(m.Body().Text)
	} else if mark := m.Body().Reaction; mark != nil && m.Outcome != Dropped {
		said = mark.Emoji
	}
	ends := h.Owner != OwnerBot && !m.At.Before(h.OwnedAt) && endsTalk(said) || stopsUs(said)
	if !ends || m.Fills && !asksToStop(said) {
		return nil
	}
	offered, err := d.offered(ctx, h.Key(), m)
	if err == nil && !offered {
		h.Followed = h.Case
	}
	return err
}

// offered tells whether a message is a tap on an option that was offered in words of ours. The quick replies of
// templates are not: Meta has them, and a tap on one is what it says.
func (d *Desk) offered(ctx context.Context, key ConversationKey, m *Message) (bool, error) {
	tap := m.Body().Click
	if tap == nil {
		return false, nil
	}
	offer, err := d.offer(ctx, key, m)
	return err == nil && offer != nil && offer.option(tap.Option) != nil, err
}
