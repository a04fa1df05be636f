package chat

import (
	"slices"
	"strings"
	"sync"
)

// STOP is said in one word, in a few, or in a sentence of its own within an angry text. Each sentence is judged alone.
// A shop may sell door stops, so the word counts only where nothing else is spoken of, or where it is said of writing.

// Words that say STOP among courtesies, or before a word of writing; folded.
var stopping = lazily(`stop stops unsubscribe stopp stoppt abmelden arret arretez baja parem pare parad توقف توقفوا
	रुको стоп stopall optout revoke dur durdurun`)

// These say it only where they are the whole message: in another one something else may be cancelled or ended.
var ending = lazily(`end cancel quit parar sair cancelar alto الغاء बंद 停止 停 やめて 중지 그만 หยุด`)

// Said of writing these say it too. "Para" means "for" as well, "hou van" is "love", and "deje un mensaje" asks for a
// message, so such words need the next one beside them.
var halting = sync.OnceValue(func() []request {
	return requests(`stop / stopp / stoppt / quit / arrete / arretez / arretiez / arreter / cessez / cesser
	para|parar|pare|parem|paren|parad|deje|deja|dejen|dejad|dejar|deixe|deixa|deixem|deixar de
	smetti|smettete|smetta|smettano|smetterla|smettila|smettetela|smettere di / hou|houd|houdt|houden op
	hou|houd alsjeblieft op / ophouden|stoppen
	hort|hor auf / horen sie auf / horen sie bitte auf / horen sie endlich auf / hort bitte auf / hor bitte auf
	توقف / توقفوا / стоп / перестаньте / перестань / хватит / прекратите / прекрати`)
})

// In Hindi and Turkish they follow what is to end. Beside one of these words they say that something is closed.
var (
	halted    = lazily(`बंद रुको dur durdurun`)
	closed    = lazily(`है हैं था थी थे हो हुआ क्यों`)
	spokenOf  = lazily(`लिख* संदेश* मैसेज* मेसेज* mesaj* yazma*`)
	messaging = lazily(`messag* text* sms email* mail* spam* newsletter* notif* advert* offer* ad ads promo* market*
		stuff thing things crap junk nachricht* werbung* mensaj* correo* publicidad* mensag* publicidade* pub pubs mail
		mails courriel* messagg* pubblicit* berichten bericht* reclame* aanbieding* nieuwsbrief* angebot* oferta* offre*
		offert* notizi* propagand* رسا* الرسا* اعلان* الاعلان* сообщ* реклам* рассылк* спам* संदेश* मैसेज* मेसेज* wiadomo*`)
	addressing = lazily(`writ* text* contact* mail* email* call* phoning bother* spam* harass* pester* annoy* notify*
		schreib* kontakt* anzuschreib* anschreib* anruf* anzuruf* belastig* nerv* escrib* contacta* llama* molest* escrev*
		contat* incomod* ligar ecri* derang* harcel* appel* scriv* disturb* chiam* molesta* contatta* schrijv* bellen
		mailen lastig appen مراسل* ازعاج* راسل* писа* пиш* беспоко* звон* yaz*`)
	sending = lazily(`send* receiv* getting schick* zuschick* zuzuschick* envi* mand* invi* envoy* sturen toesturen
		stuur* bericht* ارسا* भेज* присыл* слать wysyl*`)
)

// These may stand between a stop and its word of writing, and behind that.
var between = lazily(`e with to the your these those this that all any more so many me us at it of now please just
	anything everything damn stupid annoying constant endless fucking bloody again anymore forever today immediately
	already mit mir uns mich den die das diese diesen ihre ihren eure euren zu auf damit bitte standig immer dauernd
	jetzt sofort de m me nos nous n d des les la el los las le vos tus sus estos estas esos mas por favor ya moi plus
	sans arret ces di mi ci i gli questi queste vostri vostre i piu per favore subito a tutti tutto mij ons te het
	steeds deze die jullie uw zo meer alsjeblieft met op o os as essas esses suas seus tantos tantas tantos mais agora
	عن لي لنا من فضلك هذه мне нам меня мной эти ваши свои больше`)

// leads may stand before a stop that begins a clause: courtesies, and words that ask.
var leads = lazily(`please pls plz kindly can could would will you u guys i we want need like d ask asked asking tell
	told to just now ok okay hi hello hey really finally immediately must should have had all for the last time once
	bitte konnen konnten konnt konntet kannst wurden sie ihr du endlich sofort jetzt doch mal ich will mochte dass hallo
	nun por favor puede pueden puedes podria podrian quiero quisiera necesito que ya ustedes usted hola pido les le
	ruego ahora voce voces vcs pode podem poderia poderiam gostaria quero queria ola peco agora s il vous te plait svp
	merci pouvez pourriez tu peux je veux voudrais aimerais j demande de bonjour maintenant per favore potete puoi
	potreste voglio vorrei vi chiedo di che ciao adesso basta kunnen kunt kun jullie u je wil ik dat alstublieft
	alsjeblieft graag nu willen من فضلك رجاء ارجوكم ارجو الرجاء الان пожалуйста прошу вас хочу чтобы вы уже`)

// joining begin a clause as a comma does.
var joining = lazily(`and but so then or also because und aber oder dann also y e o pero mas et mais ou donc ma
	quindi en maar dus of و لكن और लेकिन и а но`)

// A question that begins so is about words that did not come; and one with such a word asks for another way or time.
var (
	wondering = lazily(`why warum wieso weshalb pourquoi porque perche waarom لماذا ليش क्यों почему чому dlaczego neden`)
	limiting  = lazily(`before until till today tomorrow tonight between while during yet vor bis heute morgen avant
		jusqu antes hasta ate prima fino voor tot vandaag قبل до`)
	instead = lazily(`instead rather stattdessen lieber plutot liever invece mejor melhor`)
)

// A customer who says in the same sentence how to reach them does not say STOP.
var reachable = sync.OnceValue(func() []request {
	return requests(`^ call|ring|phone|email|mail|write|text me|us / ^ rufen sie mich|uns / ^ ruf|ruft mich|uns an
	^ llamenme|llameme|llamame|escribanme|escribeme / ^ appelez|ecrivez moi / ^ chiamatemi|scrivetemi / ^ liguem|ligue para
	^ bel|mail mij|me`)
})

// courtesies change nothing of a STOP beside which they stand.
var courtesies = lazily(`please pls just now it this that ok okay already again all everything hey yes and bitte
	jetzt das damit endlich sofort danke por favor ya ahora esto s il vous te plait svp maintenant ca merci agora isso
	ora adesso per favore alsjeblieft nu пожалуйста уже lutfen artik prosze juz من فضلك رجاء الان कृपया अब बस करो करें`)

// asking are whole requests in the words of each language: one word behind the other, of which "*" leaves the end open
// and "|" names others. A "^" stands for the beginning of the sentence, and a "$" for its end, without courtesies.
var asking = sync.OnceValue(func() []request {
	return requests(`
	unsubscrib* / ^ stopall $ / opt me|us out / opt out $ / leave me|us alone
	remove|delete|take me|us from|off the|this|your|that|all|any list|lists|mailing|newsletter
	remove|delete|take me|us from|off your|the database|marketing|email
	remove|delete|take me|us from|off list|lists
	^ don t contact|text|message|email|call|spam me|us
	^ do not contact|text|message|email|call|spam me|us / ^ dont|never contact|text|message|email|call|spam me|us
	^ do not write to me|us / ^ don t write to me|us / ^ dont|never write to me|us / ^ do not write me|us
	^ don t write me|us / ^ dont|never write me|us / ^ do not contact|write|text $ / ^ don t contact|write|text $
	^ no more messages|texts|emails|mails|spam $ / want no more messages|texts|emails|mails $
	not|t|dont want any more messages|texts|emails|mails
	not|t|dont want your|these|any messages|texts|emails|mails / longer want|wish your|these|any messages|texts|emails
	longer want|wish to receive|get your|these|any messages|texts|emails|mails|offers
	abbestell* / mich|uns vom|von|aus|beim newsletter|verteiler|liste abmelden|austragen / meld* sie mich|uns ab
	melde|meldet|trag|tragt mich|uns ab|aus $ / tragen sie mich|uns aus / newsletter abmelden
	schreib* sie|ihr mir|uns nicht|nie|keine / schreib|schreibt mir|uns nicht|nie mehr
	^ keine nachrichten|mails|werbung|newsletter mehr $ / will|mochte|mochten|wollen keine nachrichten|mails|werbung mehr
	keine nachrichten|mails|werbung mehr bekommen|erhalten $
	lass|lasst mich|uns in ruhe / lassen sie mich|uns in ruhe
	desabonn* / desinscri* / ne m ecri* plus / ne me|nous contact* plus / ne m envoy* plus / laissez|laisse moi tranquille
	retir*|enlev*|supprim* moi de
	darme|darnos|darse|denme|deme|dame de baja / desuscrib* / desapunt*
	no me|nos escriban|escribas|escriba|envien|envies|envie|manden|mandes|mande mas / no me|nos contact* mas
	borrenme|borrame|eliminenme|quitenme|quitame de
	descadastr* / desinscrev* / cancelar inscricao / sair da lista
	me tirem|tire|tira|removam|remova da|desta|dessa|de|do lista|mailing
	nao me mande|mandem|envie|enviem|escreva|escrevam|contate|contatem mais / nao quero|desejo mais receber
	nao quero|desejo receber mais
	disiscri* / cancellatemi|rimuovetemi|toglietemi / non scrivetemi|scrivermi|contattatemi|mandatemi|inviatemi piu
	uitschrij* / mij|me afmelden / stuur|stuurt mij|me geen berichten|mails|sms|reclame
	stuur|stuurt mij|me niets meer / schrijf me|mij niet / ^ geen berichten|mails|reclame meer $
	wil geen berichten|mails|reclame meer
	отпиши* меня / отписаться от / не пишите|присылайте|шлите|беспокойте мне|больше|меня / больше не пишите|присылайте
	удалите меня из
	відпиш* мене / не пишіть мені|більше / відписатися від
	mesaj gondermeyin|atmayin|yazmayin / listeden cikar* / aboneligimi iptal
	wypisz* mnie / nie pisz*|wysylaj* do|mi|wiecej / usuncie mnie z / rezygnuje z newslettera|subskrypcji
	الغاء الاشتراك|اشتراكي / لا ترسل*|تراسل* رسائل|المزيد|لي $ / لا ترسل* لي رسائل|المزيد|الرسائل|اي|شيء
	لا تراسل*|تزعج* / احذفوني|ازيلوني من
	^ मत भेज* / संदेश|मैसेज|मेसेज|विज्ञापन|मुझे|कुछ मत भेज*|करो|करें|कीजिए / सदस्यता समाप्त|रद्द`)
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
	all := saidWords(said)
	return len(all) == 1 && among(all, ending()) || asksToStop(said) || slices.ContainsFunc(sentencesOf(said), barelyStops)
}

// asksToStop tells whether words ask it in so many words: more than one word that may be meant for a form.
func asksToStop(said string) bool {
	return hasPart(said, askingParts) || slices.ContainsFunc(sentencesOf(said), stopsIn)
}

func sentencesOf(said string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(said, "?", "?\n"), func(r rune) bool {
		return strings.ContainsRune(".!…;:\n。！।؛", r)
	})
}

func clausesOf(sentence string) []string {
	return strings.FieldsFunc(sentence, func(r rune) bool { return strings.ContainsRune(",،，、–—()", r) })
}

// barelyStops tells whether a sentence has the word and nothing else. Between two commas it has to be in capitals or
// with a courtesy: "red, amber, stop" is a list.
func barelyStops(sentence string) bool {
	if asks(sentence) {
		return false
	}
	if _, whole := barely(sentence); whole {
		return true
	}
	return slices.ContainsFunc(clausesOf(sentence), func(part string) bool {
		polite, is := barely(part)
		return is && (polite || strings.ToUpper(part) == part && strings.ToLower(part) != part)
	})
}

// barely tells whether words are STOP alone, and whether a courtesy stands beside it.
func barely(part string) (polite, is bool) {
	all := slices.Compact(saidWords(part)) // STOP STOP STOP
	rest := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return slices.Contains(courtesies(), w) })
	return len(rest) < len(all), len(all) <= mostWords && among(rest, stopping()) && !speaksOfMore(rest)
}

// stopsIn tells whether a sentence asks to be left alone. A long one may as well: each of its clauses is looked at.
func stopsIn(sentence string) bool {
	all := saidWords(sentence)
	if len(all) == 0 || slices.Contains(wondering(), all[0]) || among(all, instead()) {
		return false
	}
	clauses := clausesOf(sentence)
	if slices.ContainsFunc(clauses, func(part string) bool { return requested(saidWords(part), reachable()) }) {
		return false
	}
	for i := range clauses {
		some := strings.Join(clauses[i:min(len(clauses), i+2)], " ") // "hört auf, mir zu schreiben"
		if haltsWriting(saidWords(some), asks(sentence)) || requested(saidWords(clauses[i]), asking()) {
			return true
		}
	}
	return len(clauses) > 1 && requested(all, asking())
}

// requested tells whether one of some requests stands among words.
func requested(all []string, some []request) bool {
	rest := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return slices.Contains(courtesies(), w) })
	return slices.ContainsFunc(some, func(r request) bool { return r.in(rest) || r.in(all) })
}

// speaksOfMore tells whether a sentence has another word beside STOP and no.
func speaksOfMore(rest []string) bool {
	return slices.ContainsFunc(rest, func(w string) bool {
		return !slices.Contains(stopping(), w) && !slices.Contains(refusing, w)
	})
}

// haltsWriting tells whether a stop is said of writing: "stop sending me messages". It begins its clause, or stands
// behind words that ask: "the phone does not stop sending messages" is about a phone.
func haltsWriting(all []string, asked bool) bool {
	begins := true
	for i, w := range all {
		if begins && slices.ContainsFunc(halting(), func(r request) bool {
			return len(all)-i >= len(r.steps) && r.begins(all[i:]) && ofWriting(all[i+len(r.steps):], asked)
		}) {
			return true
		}
		if slices.Contains(halted(), w) && !among(all[i+1:min(len(all), i+3)], closed()) &&
			anyStem(all[max(0, i-wordsApart+1):i], spokenOf()) {
			return true
		}
		begins = begins && slices.Contains(leads(), w) || slices.Contains(joining(), w)
	}
	return false
}

// wordsApart is how many words a stop and its word of writing are at most: "arrêtez de m’écrire".
const wordsApart = 5

// ofWriting tells whether the words behind a stop are of writing to the customer. To stop parcels, or a text on a mug,
// is something else.
func ofWriting(after []string, asked bool) bool {
	at := slices.IndexFunc(after, func(w string) bool { return !slices.Contains(between(), w) })
	if at < 0 || at >= wordsApart {
		return false
	}
	word, behind := after[at:at+1], after[at+1:]
	next := behind[:min(len(behind), wordsApart)]
	filled := !slices.ContainsFunc(next, func(w string) bool {
		return !slices.Contains(between(), w) && !slices.Contains(courtesies(), w) && !anyStem([]string{w}, sending())
	})
	switch {
	case among(behind[:min(len(behind), 2)], theirs()):
		return false
	case anyStem(word, addressing()), anyStem(word, messaging()):
		return !asked || filled || anyStem(next, messaging()) || among(next, ours())
	}
	return anyStem(word, sending()) && (filled || anyStem(next, messaging()))
}

// ours are those to whom the team writes, theirs is the team.
var (
	ours   = lazily(`me us mir uns mich nos moi nous mi ci mij ons لي لنا мне нам`)
	theirs = lazily(`you ihnen euch te vous`)
)

// anyStem tells whether some words are among others, of which "*" leaves the end open.
func anyStem(some, stems []string) bool {
	return slices.ContainsFunc(some, func(w string) bool {
		return slices.ContainsFunc(stems, func(one string) bool {
			stem, open := strings.CutSuffix(one, "*")
			return w == stem || open && strings.HasPrefix(w, stem)
		})
	})
}

// in tells whether the request stands among words, and not for a time only: "before noon".
func (r *request) in(all []string) bool {
	for i := range len(all) - len(r.steps) + 1 {
		end := i + len(r.steps)
		if (!r.first || i == 0) && (!r.last || end == len(all)) && r.begins(all[i:]) {
			return end == len(all) || !slices.Contains(limiting(), all[end])
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
