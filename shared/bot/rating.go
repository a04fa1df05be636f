package bot

import "github.com/botifire/livechat/shared/chat"

// ratings ask a visitor how their case went: the question, and the answers as chat.Ratings. A button on WhatsApp has 20
// characters at most.
var ratings = map[string]chat.RatingWords{
	"en": {Ask: "How was our help?", Answers: [3]string{"Good", "So-so", "Bad"}},
	"de": {Ask: "Wie war unsere Hilfe?", Answers: [3]string{"Gut", "Mittel", "Schlecht"}},
	"es": {Ask: "¿Qué le pareció nuestra ayuda?", Answers: [3]string{"Buena", "Regular", "Mala"}},
	"fr": {Ask: "Comment était notre aide ?", Answers: [3]string{"Bonne", "Moyenne", "Mauvaise"}},
	"pt": {Ask: "Como foi a nossa ajuda?", Answers: [3]string{"Boa", "Mais ou menos", "Ruim"}},
	"ar": {Ask: "كيف كانت مساعدتنا؟", Answers: [3]string{"جيدة", "متوسطة", "سيئة"}},
	"hi": {Ask: "हमारी मदद कैसी रही?", Answers: [3]string{"अच्छी", "ठीक-ठाक", "खराब"}},
	"it": {Ask: "Com’è stato il nostro aiuto?", Answers: [3]string{"Buono", "Così così", "Scarso"}},
	"nl": {Ask: "Hoe was onze hulp?", Answers: [3]string{"Goed", "Matig", "Slecht"}},
	"pl": {Ask: "Jak oceniasz naszą pomoc?", Answers: [3]string{"Dobrze", "Średnio", "Źle"}},
	"tr": {Ask: "Yardımımız nasıldı?", Answers: [3]string{"İyi", "Orta", "Kötü"}},
	"ru": {Ask: "Как вам наша помощь?", Answers: [3]string{"Хорошо", "Средне", "Плохо"}},
	"uk": {Ask: "Як вам наша допомога?", Answers: [3]string{"Добре", "Посередньо", "Погано"}},
	"zh": {Ask: "您对我们的帮助满意吗？", Answers: [3]string{"满意", "一般", "不满意"}},
	"ja": {Ask: "サポートはいかがでしたか？", Answers: [3]string{"良かった", "普通", "悪かった"}},
}

// Rating asks a visitor how their case went: in the language in which the bot talks with them, else in that of their
// words, of their page, or of the words that they were told.
func Rating(talk chat.RatingTalk) chat.RatingWords {
	for _, language := range []string{talk.Language, told(talk.Theirs), base(talk.Page), told(talk.Ours)} {
		if words, has := ratings[language]; has {
			return words
		}
	}
	return ratings[languageOf(talk.Ours)]
}
