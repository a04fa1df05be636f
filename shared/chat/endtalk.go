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

// A word of thanks counts in a message of at most so many words, any other in a shorter one.
const mostThanks, mostRefusal = 8, 4

func words(list string) []string {
	all := strings.Fields(list)
	for i := range all {
		all[i] = Folded(all[i])
	}
	return all
}

// endsTalk tells whether a customer's last words say that there is nothing more: thanks, no, goodbye or STOP.
func endsTalk(said string) bool {
	split := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }
	all := strings.FieldsFunc(Folded(said), split)
	has := func(of []string) bool {
		return slices.ContainsFunc(all, func(w string) bool { return slices.Contains(of, w) })
	}
	switch {
	case len(all) == 0:
		return strings.ContainsAny(said, "👍👌🙏❤✅")
	case strings.Contains(said, "?") || len(all) > mostThanks:
		return false
	case has(thankful):
		return true
	case len(all) > mostRefusal:
		return false
	}
	return has(leaving) || has(stopping) || slices.Contains(refusing, all[0])
}
