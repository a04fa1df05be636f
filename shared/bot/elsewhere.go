package bot

// inAnother says in the language of a question that its answer is not written in that.
var inAnother = map[string]string{
	"en": "I have this answer in another language only:",
	"de": "Diese Antwort habe ich nur in einer anderen Sprache:",
	"es": "Solo tengo esta respuesta en otro idioma:",
	"fr": "Je n’ai cette réponse que dans une autre langue :",
	"pt": "Só tenho esta resposta em outro idioma:",
	"ar": "هذه الإجابة متوفرة لدي بلغة أخرى فقط:",
	"hi": "यह उत्तर मेरे पास केवल दूसरी भाषा में है:",
}

// elsewhere is the line above an answer that is not in the language of the question, if there is no doubt about that
// language: both the question's own words and the way in which the entry was found say so.
func elsewhere(asked string, found Found) string {
	language := languageOf(asked)
	if language != found.Language || len(found.Entry.kept.Languages[language].Answer) > 0 {
		return ""
	}
	return inAnother[language]
}
