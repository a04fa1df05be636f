package chat

import (
	"slices"
	"strings"
	"sync"
)

// STOP is said in one word, in a few, or in a sentence of its own within an angry text. Each sentence is judged alone.
// A shop may sell door stops, so the word counts only where nothing else is spoken of, or where it is said of writing.

// Words that say STOP among courtesies, or before a word of writing; folded.
var stopping = lazily(`stop stops unsubscribe stopp stoppt abmelden arret arretez baja parem pare parad توقف توقفوا रुको
	стоп stopall optout revoke dur durdurun`)

// These say it only where they are the whole message: in another one something else may be cancelled or ended.
var ending = lazily(`end cancel quit parar sair cancelar alto الغاء बंद 停止 停 やめて 중지 그만 หยุด`)

// Before a word of writing these say it too. In Hindi and Turkish they follow it.
var (
	halting = sync.OnceValue(func() []string {
		return append(words(`quit parar para deixem deixe dejen dejad deje hort hor cessez smettete smetta smettila
			hou перестаньте хватит прекратите`), stopping()...)
	})
	halted = lazily(`बंद रुको dur durdurun`)
)

// An article, or another such word, makes a thing of the stop behind it.
var naming = lazily(`the a an this that my your our its next last door bus non full pit not cannot der die das den dem
	ein eine le la l un une el los las una o os um uma il lo de het een`)

// courtesies change nothing of a STOP beside which they stand.
var courtesies = lazily(`please pls just now it this that ok okay already again all everything hey yes and
	bitte jetzt das damit endlich sofort danke por favor ya ahora esto s il vous te plait svp maintenant ca merci
	agora isso ora adesso per favore alsjeblieft nu пожалуйста уже lutfen artik prosze juz من فضلك رجاء الان कृपया अब बस
	करो करें`)

// asking are whole requests in the words of each language: one word behind the other, of which "*" leaves the end open
// and "|" names others. A "^" stands for the beginning of the sentence, and a "$" for its end, without courtesies.
var asking = sync.OnceValue(func() []request {
	return requests(`
	unsubscrib* / ^ stopall $ / opt me|us out / opt out $ / remove|delete me from / take me off / leave me alone
	^ do not contact|write|text|message|email|call|spam / ^ don t contact|write|text|message|email|call|spam
	^ dont contact|write|text|message|email|call|spam / ^ never contact|write|text|message me
	^ no more messages|texts|emails|mails|spam $
	abbestell* / mich|uns vom|von|aus|beim newsletter|verteiler|liste abmelden|austragen / meld* sie mich|uns ab
	melde|meldet|trag|tragt mich|uns ab|aus / tragen sie mich|uns aus / newsletter abmelden
	schreib* sie|ihr mir|uns nicht|nie|keine / schreib|schreibt mir|uns nicht|nie mehr
	keine nachrichten|mails|werbung|newsletter mehr $ / lass|lasst mich|uns in ruhe / lassen sie mich|uns in ruhe
	desabonn* / desinscri* / ne m ecri* plus / ne me|nous contact* plus / ne m envoy* plus / laissez|laisse moi tranquille
	retir*|enlev*|supprim* moi de
	darme|darnos|darse|denme|deme|dame de baja / desuscrib* / desapunt*
	no me|nos escriban|escribas|escriba|envien|envies|envie|manden|mandes|mande mas / no me|nos contact* mas
	dejen|deje|deja|dejad de escrib*|envi*|mand*|contact*|molest* / borrenme|borrame|eliminenme|quitenme|quitame de
	descadastr* / desinscrev* / cancelar inscricao / sair da lista / me tirem|tire|removam|remova da|desta|dessa lista
	nao me mande|mandem|envie|enviem|escreva|escrevam|contate|contatem mais / nao quero|desejo mais receber
	nao quero|desejo receber mais
	disiscri* / cancellatemi|rimuovetemi|toglietemi / non scrivetemi|scrivermi|contattatemi|mandatemi|inviatemi piu
	uitschrij* / mij|me afmelden / stuur|stuurt mij|me geen|niets / schrijf me|mij niet / geen berichten|mails meer $
	отпиши* меня / отписаться от / не пишите|присылайте|шлите|беспокойте мне|больше|меня / больше не пишите|присылайте
	удалите меня из
	відпиш* мене / не пишіть мені|більше / відписатися від
	mesaj gondermeyin|atmayin|yazmayin / listeden cikar* / aboneligimi iptal
	wypisz* mnie / nie pisz*|wysylaj* do|mi|wiecej / usuncie mnie z / rezygnuje z newslettera|subskrypcji
	الغاء الاشتراك|اشتراكي / لا ترسل*|تراسل* لي|رسائل|المزيد / احذفوني|ازيلوني من
	मत भेज* / सदस्यता समाप्त|रद्द`)
})

// Requests in scripts without spaces between words, as they stand in a message.
var askingParts = strings.Fields(`退订 退訂 取消订阅 取消訂閱 别再发 別再發 不要再发 不要再發 配信停止 配信を停止
	送らないで 連絡しないで 수신거부 연락하지마 연락하지 보내지 อย่าส่ง เลิกส่ง ยกเลิกการรับ ยกเลิกการติดตาม`)

// lazily are words that are folded when the first message is judged, and not whenever a function starts.
func lazily(list string) func() []string {
	return sync.OnceValue(func() []string { return words(list) })
}

// request is words that follow each other, each one of several.
type request struct {
	first, last bool // it stands at the beginning or at the end of a sentence
	steps       [][]string
}

func requests(list string) (all []request) {
	for line := range strings.Lines(Folded(list)) {
		for text := range strings.SplitSeq(line, "/") {
			steps := strings.Fields(text)
			r := request{first: slices.Contains(steps, "^"), last: slices.Contains(steps, "$")}
			for _, step := range steps {
				if step != "^" && step != "$" {
					r.steps = append(r.steps, strings.Split(step, "|"))
				}
			}
			if len(r.steps) > 0 {
				all = append(all, r)
			}
		}
	}
	return all
}

// stopsUs tells whether a customer's words say that nobody is to write to them.
func stopsUs(said string) bool {
	if all := saidWords(said); len(all) == 1 && among(all, ending()) {
		return true
	}
	sentences := strings.FieldsFunc(strings.ReplaceAll(said, "?", "?\n"), func(r rune) bool {
		return strings.ContainsRune(".!…;\n。！।؛", r)
	})
	return hasPart(said, askingParts) || slices.ContainsFunc(sentences, stopsIn)
}

func stopsIn(sentence string) bool {
	all := slices.Compact(saidWords(sentence)) // STOP STOP STOP
	if len(all) > mostWords {
		return false
	}
	rest := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return slices.Contains(courtesies(), w) })
	return among(rest, stopping()) && !speaksOfMore(rest) && !asks(sentence) || haltsWriting(all) ||
		slices.ContainsFunc(asking(), func(r request) bool { return r.in(rest) || r.in(all) })
}

// speaksOfMore tells whether a sentence has another word beside STOP and no.
func speaksOfMore(rest []string) bool {
	return slices.ContainsFunc(rest, func(w string) bool {
		return !slices.Contains(stopping(), w) && !slices.Contains(refusing, w)
	})
}

// haltsWriting tells whether a stop is said of writing: "stop sending me messages".
func haltsWriting(all []string) bool {
	for i, w := range all {
		named := i > 0 && slices.Contains(naming(), all[i-1])
		if slices.Contains(halting(), w) && !named && writes(all[i+1:min(len(all), i+wordsApart)]) {
			return true
		}
		if slices.Contains(halted(), w) && writes(all[max(0, i-wordsApart+1):i]) {
			return true
		}
	}
	return false
}

// wordsApart is how many words a stop and its word of writing are at most: "arrêtez de m'écrire".
const wordsApart = 5

func writes(some []string) bool {
	return slices.ContainsFunc(some, func(w string) bool {
		return slices.ContainsFunc(writing, func(stem string) bool { return strings.HasPrefix(w, stem) })
	})
}

// in tells whether the request stands among words.
func (r *request) in(all []string) bool {
	for i := range len(all) - len(r.steps) + 1 {
		if (!r.first || i == 0) && (!r.last || i+len(r.steps) == len(all)) && r.begins(all[i:]) {
			return true
		}
	}
	return false
}

func (r *request) begins(all []string) bool {
	for j, step := range r.steps {
		if !slices.ContainsFunc(step, func(one string) bool {
			stem, open := strings.CutSuffix(one, "*")
			return all[j] == stem || open && strings.HasPrefix(all[j], stem)
		}) {
			return false
		}
	}
	return true
}
