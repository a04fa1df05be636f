package mail

import "strings"

// phrases are the words of letters in one language. {} is the team's name or its mailbox.
type phrases struct {
	waiting, link                                     string // subjects
	hello, answered, asked, goOn, once, replies, stop string
	there                                             string // of an answer without words
}

// tongue is the language of letters for a widget's locale.
func tongue(locale string) string {
	base, _, _ := strings.Cut(strings.ToLower(locale), "-")
	if _, is := words[base]; is {
		return base
	}
	return "en"
}

var words = map[string]phrases{
	"en": {
		waiting:  "{}: an answer is waiting for you",
		link:     "{}: your new link",
		hello:    "Hello,",
		answered: "{} has answered you in the chat on the website.",
		asked:    "You asked {} for a new link to your chat.",
		goOn:     "Go on with the conversation here:",
		once:     "The link works once, within 7 days.",
		replies:  "If you reply to this e-mail, your words go to {}.",
		stop:     "This was not you, or you want no more of these e-mails? Say so here:",
		there:    "(to be seen in the chat)",
	},
	"de": {
		waiting:  "{}: Eine Antwort wartet auf Sie",
		link:     "{}: Ihr neuer Link",
		hello:    "Guten Tag,",
		answered: "{} hat Ihnen im Chat auf der Website geantwortet.",
		asked:    "Sie haben {} um einen neuen Link zu Ihrem Chat gebeten.",
		goOn:     "Hier geht das Gespräch weiter:",
		once:     "Der Link gilt einmal, innerhalb von 7 Tagen.",
		replies:  "Wenn Sie auf diese E-Mail antworten, erhält {} Ihre Worte.",
		stop:     "Das waren nicht Sie, oder Sie möchten keine solchen E-Mails mehr? Sagen Sie es hier:",
		there:    "(im Chat zu sehen)",
	},
	"es": {
		waiting:  "{}: le espera una respuesta",
		link:     "{}: su nuevo enlace",
		hello:    "Hola:",
		answered: "{} le ha respondido en el chat del sitio web.",
		asked:    "Ha pedido a {} un nuevo enlace a su chat.",
		goOn:     "Siga la conversación aquí:",
		once:     "El enlace funciona una sola vez, durante 7 días.",
		replies:  "Si responde a este correo, su mensaje llega a {}.",
		stop:     "¿No fue usted, o no quiere más correos como este? Díganoslo aquí:",
		there:    "(puede verlo en el chat)",
	},
	"fr": {
		waiting:  "{} : une réponse vous attend",
		link:     "{} : votre nouveau lien",
		hello:    "Bonjour,",
		answered: "{} vous a répondu dans le chat du site.",
		asked:    "Vous avez demandé à {} un nouveau lien vers votre chat.",
		goOn:     "Poursuivez la conversation ici :",
		once:     "Le lien fonctionne une seule fois, pendant 7 jours.",
		replies:  "Si vous répondez à cet e-mail, votre message arrive à {}.",
		stop:     "Ce n’était pas vous, ou vous ne voulez plus de ces e-mails ? Dites-le ici :",
		there:    "(à voir dans le chat)",
	},
	"pt": {
		waiting:  "{}: há uma resposta à sua espera",
		link:     "{}: o seu novo link",
		hello:    "Olá,",
		answered: "{} respondeu-lhe no chat do site.",
		asked:    "Pediu a {} um novo link para o seu chat.",
		goOn:     "Continue a conversa aqui:",
		once:     "O link funciona uma só vez, durante 7 dias.",
		replies:  "Se responder a este e-mail, a sua mensagem chega a {}.",
		stop:     "Não foi você, ou não quer mais e-mails destes? Diga-o aqui:",
		there:    "(pode vê-lo no chat)",
	},
	"hi": {
		waiting:  "{}: आपके लिए एक जवाब आया है",
		link:     "{}: आपका नया लिंक",
		hello:    "नमस्ते,",
		answered: "{} ने वेबसाइट की चैट में आपको जवाब दिया है।",
		asked:    "आपने {} से अपनी चैट का नया लिंक माँगा था।",
		goOn:     "बातचीत यहाँ जारी रखें:",
		once:     "यह लिंक 7 दिनों के भीतर एक बार काम करता है।",
		replies:  "इस ई-मेल का उत्तर देने पर आपका संदेश {} को जाता है।",
		stop:     "यह आप नहीं थे, या आपको ऐसे ई-मेल नहीं चाहिए? यहाँ बताइए:",
		there:    "(चैट में देखिए)",
	},
	"ar": {
		waiting:  "{}: هناك رد بانتظارك",
		link:     "{}: رابطك الجديد",
		hello:    "مرحبًا،",
		answered: "لقد ردّ عليك فريق {} في محادثة الموقع.",
		asked:    "لقد طلبت من {} رابطًا جديدًا إلى محادثتك.",
		goOn:     "تابع المحادثة من هنا:",
		once:     "يعمل الرابط مرة واحدة خلال 7 أيام.",
		replies:  "إذا رددت على هذه الرسالة فستصل كلماتك إلى {}.",
		stop:     "لم تكن أنت، أو لا تريد مزيدًا من هذه الرسائل؟ أخبرنا هنا:",
		there:    "(يظهر في المحادثة)",
	},
}
