package chat

import (
	"slices"
	"strings"
	"unicode"
)

// Words with which customers end a talk, folded: thanks, no, and goodbye. After these nobody is asked for more.
var (
	thankful = words(`thanks thank thx ty danke dankeschon merci gracias obrigado obrigada obg valeu grazie bedankt
		شكرا धन्यवाद शुक्रिया спасибо teşekkürler tesekkurler dziekuje`)
	refusing = words(`no nope nah nein non nao no nee لا नहीं нет hayir nie`)
	stopping = words(`stop unsubscribe end cancel quit stopp abmelden arret pare parar sair baja cancelar alto
		توقف الغاء रुको बंद стоп dur`)
	leaving = words(`bye goodbye tschuss ciao adieu revoir adios tchau adeus salut وداعا अलविदा пока`)
)

// Words beside which one of these counts in a longer message: "stop sending me messages", "no, that was all".
var (
	writing = words(`writ send sent messag text contact notif spam schreib nachricht schick kontakt escrib mensaj envi
		manda escrev mensag ecri messagg scriv bericht stuur رسا راسل भेज संदेश
		писа пиш сообщ yaz mesaj wiadomo pisz`)
	enough = words(`all everything enough done fine alles genug todo nada tudo tout rien tutto basta genoeg все tamam
		كل सब wszystko`)
)

// How many words a message has at most in which such a word counts: by itself, with thanks, and beside another.
const mostRefusal, mostThanks, mostWords = 4, 8, 12

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

// stopsUs tells whether a customer's words say that nobody is to write to them.
func stopsUs(said string) bool {
	all := saidWords(said)
	if len(all) > mostWords || !among(all, stopping) {
		return false
	}
	return len(all) <= mostRefusal && !strings.Contains(said, "?") || slices.ContainsFunc(all, func(w string) bool {
		return slices.ContainsFunc(writing, func(stem string) bool { return strings.HasPrefix(w, stem) })
	})
}

// endsTalk tells whether a customer's words say that there is nothing more: thanks, no, goodbye or STOP.
func endsTalk(said string) bool {
	all := saidWords(said)
	switch {
	case stopsUs(said):
		return true
	case strings.Contains(said, "?") || len(all) > mostWords:
		return false
	case len(all) == 0:
		return strings.ContainsFunc(said, pictured) && !strings.ContainsFunc(said, unicode.IsDigit)
	}
	refuses, thanks := slices.Contains(refusing, all[0]), among(all, thankful)
	if len(all) > mostThanks {
		return thanks && (refuses || among(all, enough))
	}
	return thanks || refuses && among(all, enough) || len(all) <= mostRefusal && (refuses || among(all, leaving))
}

func among(all, some []string) bool {
	return slices.ContainsFunc(all, func(w string) bool { return slices.Contains(some, w) })
}

// pictured tells whether a rune is drawn as a picture that asks nothing.
func pictured(r rune) bool {
	return unicode.Is(unicode.So, r) && !strings.ContainsRune("❓❔🤔", r)
}

// refuses notes that the customer wants to hear no more in this case: they are not asked then, whatever they or the
// team say later. Of words to a bot only STOP counts: its questions are answered with no and thanks.
func (h *Head) refuses(m *Message) {
	if m.Author.Kind != ByVisitor || len(m.Bubbles) == 0 || h.Case == 0 || m.At.Before(h.CaseBegan) {
		return
	}
	said := ""
	if m.isWord() {
		said = m.Preview()
	} else if mark := m.Body().Reaction; mark != nil && m.Outcome != Dropped {
		said = mark.Emoji
	}
	if stopsUs(said) || h.Owner != OwnerBot && !m.At.Before(h.OwnedAt) && endsTalk(said) {
		h.Followed = h.Case
	}
}
