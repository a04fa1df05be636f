package notify

import "strings"

// words say in each language that a person has answered; {} is their name. The second ones are for a person without a
// name.
var words = map[string][2]string{
	"ar": {"لقد ردّ عليك {}", "وصلك رد"},
	"de": {"{} hat Ihnen geantwortet", "Eine Antwort ist da"},
	"en": {"{} answered you", "You have an answer"},
	"es": {"{} le ha respondido", "Tiene una respuesta"},
	"fr": {"{} vous a répondu", "Vous avez une réponse"},
	"hi": {"{} ने आपको जवाब दिया", "आपके लिए एक जवाब है"},
	"pt": {"{} respondeu a você", "Você tem uma resposta"},
}

// tongue is the language of notifications for a widget's locale.
func tongue(locale string) string {
	base, _, _ := strings.Cut(strings.ToLower(locale), "-")
	if _, is := words[base]; is {
		return base
	}
	return "en"
}

func answeredBy(locale, name string) string {
	said := words[tongue(locale)]
	if name == "" {
		return said[1]
	}
	return strings.Replace(said[0], "{}", name, 1)
}
