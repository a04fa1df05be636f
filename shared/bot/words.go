package bot

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/botifire/livechat/shared/knowledge"
	"github.com/kljensen/snowball/english"
	"golang.org/x/text/unicode/norm"
)

// tokens are a text's words, without case, punctuation and compatibility forms.
func tokens(text string) []string { return strings.Fields(knowledge.Folded(text)) }

// stems are the meaningful words of a text without their endings. Each script has its own light
// rules: a tenant's questions are short, and cutting too much makes different words alike.
func stems(text string) []string {
	var all []string
	stop := stopWords()
	for _, word := range tokens(text) {
		if stop[word] {
			continue
		}
		if stem := stemOf(word); stem != "" && !stop[stem] {
			all = append(all, stem)
		}
	}
	return all
}

func stemOf(word string) string {
	first, _ := utf8.DecodeRuneInString(word)
	switch {
	case unicode.Is(unicode.Arabic, first):
		return arabic(word)
	case unicode.Is(unicode.Devanagari, first):
		return hindi(word)
	case unicode.Is(unicode.Latin, first):
		return english.Stem(word, false)
	}
	return word
}

var arabicLetters = strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا", "ى", "ي", "ة", "ه", "ؤ", "و", "ئ", "ي", "ـ", "")

// arabic removes marks, articles, joined prepositions and common endings, after the light10 stemmer
// of Larkey, Ballesteros and Connell (2007).
func arabic(word string) string {
	word = arabicLetters.Replace(strings.Map(func(r rune) rune {
		if unicode.IsMark(r) {
			return -1
		}
		return r
	}, word))
	word = cutPrefix(word, 3, "وال", "بال", "كال", "فال", "لل", "ال", "و")
	return cutSuffix(word, 3, "ها", "ان", "ات", "ون", "ين", "يه", "يا", "ه", "ي", "ا")
}

var hindiLetters = strings.NewReplacer("ँ", "ं", "़", "", "क़", "क", "ख़", "ख", "ग़", "ग", "ज़", "ज", "ड़", "ड", "ढ़",
	"ढ", "फ़", "फ")

// hindi removes the endings of number, gender and tense, after the lightweight stemmer of Ramanathan
// and Rao (2003).
func hindi(word string) string {
	word = hindiLetters.Replace(norm.NFD.String(word))
	return cutSuffix(word, 2, "ाएंगे", "ाएगा", "ाएगी", "ाऊंगा", "ियां", "ियों", "ाओं", "ाएं", "ुओं", "ाने", "ाना", "ानी",
		"ाता", "ाते", "ाती", "ाऊं", "कर", "ेगी", "ेगा", "ेंगे", "ने", "ना", "नी", "ता", "ते", "ती", "ों", "ें", "ीं", "ां",
		"ूं", "े", "ी", "ा", "ो", "ि", "ु", "ू")
}

// cutPrefix removes the first prefix that leaves at least this many letters.
func cutPrefix(word string, least int, prefixes ...string) string {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(word, p); ok && len([]rune(rest)) >= least {
			return rest
		}
	}
	return word
}

// cutSuffix removes the first suffix that leaves at least this many letters.
func cutSuffix(word string, least int, suffixes ...string) string {
	for _, s := range suffixes {
		if rest, ok := strings.CutSuffix(word, s); ok && len([]rune(rest)) >= least {
			return rest
		}
	}
	return word
}

// stopWords carry no meaning of their own in a question. They are read on use: many a start needs none.
var stopWords = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, words := range []string{
		"a an the i you we they he she it its this that these those my your our their me us them is are am was were be " +
			"been do does did done can could may might must shall should will would have has had to of in on at by for from " +
			"with into as and or but if so not no nor there here what which who whom how when where why please hi hello hey " +
			"like get got just any some also too very really much many one being isnt cant dont doesnt id im ive whats",
		"من الى على في عن مع هل ما ماذا متى كيف اين كم لا لم لن هذا هذه ذلك تلك هو هي انا نحن انت انتم كان يكون او و ثم ان " +
			"إن أن قد كل عند عندكم لديكم لي لك له لها إلى أم ام حتى أي اي بعد قبل الآن من فضلكم يمكن يمكنني يمكنكم أريد اريد " +
			"أود نريد مرة أخرى",
		"क्या का की के को से में पर है हैं हूँ हो था थी थे और या कि यह वह ये वे मैं मैंने मुझे मेरा मेरी मेरे आप आपके आपका " +
			"हम हमारे तुम कब कहाँ कैसे कौन किन किस कितना कितने कितनी क्यों तो भी ही नहीं न ने तक जो उसे इसे इस उस यहाँ कर " +
			"करना करते करूँ सकता सकते सकती रहा रही रहे गया गई गए दीजिए देंगे दूसरे अभी जैसे लिए सा सी चाहिए",
	} {
		for _, word := range tokens(words) {
			all[word] = true
		}
	}
	return all
})
