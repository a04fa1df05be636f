package bot

// tongues are the languages of the product. Lists are parted by |, words by gaps.
var tongues = map[string]tongue{
	"en": {
		mean:      "Did you mean one of these?",
		none:      "None of these",
		optional:  "optional, write “skip” to leave it out",
		skip:      "Skip",
		person:    "Talk to a person",
		stop:      "Stop the form",
		stopped:   "All right, I have left the form. What else can I do for you?",
		stuck:     "You can also choose how to go on.",
		needed:    "This is needed.",
		wrong:     "That does not look right.",
		words:     "Please answer in words.",
		received:  "Thank you, I have received it. A colleague can look at it if you ask for one.",
		hello:     "Hello! How can I help?",
		thanks:    "You are welcome!",
		other:     "All right. I am here if you need anything.",
		assistant: "I am an automatic assistant.",
		getting:   "I am getting a colleague. They will answer here.",
		hushed:    "All right. Nobody here will write to you any more, unless you write to us.",
		skips: "skip|-|–|—|none|no|nope|n/a|nothing|leave it out|leave out|pass|no thanks|no thank you|" +
			"later|skip it|skip this|i dont have one|i dont have any|dont have one|i have none|not now" +
			"|rather not say",
		stops: "stop|cancel|quit|exit|abort|stop the form|cancel the form|never mind|nevermind|" +
			"forget it|i dont want to|i do not want to|leave the form|enough",
		wishes: "speak to a person|talk to a person|speak with a person|talk with a person|" +
			"speak to a human|talk to a human|speak with a human|talk with a human|speak to an agent|" +
			"talk to an agent|speak to someone|talk to someone|speak to somebody|talk to somebody|" +
			"speak to a colleague|talk to a colleague|speak to a real|talk to a real|connect me to|" +
			"transfer me to|get me a person|get me a human|customer service please|is there a person|" +
			"is there a human|any human|human being|live agent|live person|human please|" +
			"person please|agent please|a real person|a real human|speak to your|" +
			"talk to your manager|speak with your" +
			"|customer care|customer support|speak to customer service|put me through" +
			"|someone call me|somebody call me|someone real|somebody real|actual person|actual human" +
			"|anyone real|anybody real|i want a human" +
			"|i need a human|talk with someone|talk with somebody|speak with someone|speak with somebody",
		nouns: "human person people agent colleague operator representative staff support manager " +
			"supervisor advisor adviser rep employee",
		around: "i we id want need would like to speak talk chat with a an the real live please can " +
			"could may me you get let some somebody someone now connect transfer give just hi hello " +
			"hey help assistance from actual",
		nots: "not want|dont want|not need|dont need|no need|not speak|not talk|dont transfer|" +
			"dont connect|not transfer|not connect|without a|instead of|no person|no human|no agent|" +
			"rather not|not a person|not a human",
		greets: "hi|hiya|hello|hey|yo|howdy|good morning|morning|good afternoon|afternoon|good evening|" +
			"evening|good day|how are you|how are you doing|how is it going|hows it going|whats up|" +
			"sup|greetings|anybody home|anyone home|anybody there|anyone there|you there|" +
			"are you there|is anyone there|is anybody there|still there|heya|gm|good mrng|hello anyone",
		thanked: "thanks|thank you|thx|thanx|tnx|ty|tysm|ta|cheers|much appreciated|appreciate it|" +
			"that helped|you helped|very kind|very helpful" +
			"|thank u|thnx|a million|in advance|for the info|for the information|for your help" +
			"|for the help|for your time|no thank you|no thanks",
		idle: "ok|okay|okey|k|kk|fine|great|cool|super|nice|perfect|brilliant|alright|all right|got it|" +
			"i see|understood|sure|lol|lmao|rofl|xd|bye|goodbye|bye bye|good night|see you|see ya|" +
			"have a good one|have a good day|have a nice day|have a great day|take care|sorry|oops|" +
			"wrong chat|wrong window|meant to send that to|sent by mistake|never mind|nevermind|" +
			"no worries|no problem|will do|wow|good job|well done|just testing|test" +
			"|okie|sounds good|no thats all|thats all|that is all|nothing else|you too" +
			"|good to know|awesome|nvm|brb|will check|wrong number",
		bots: "are you a bot|are you a robot|are you human|are you a human|are you a person|" +
			"are you a real person|are you real|is this a bot|am i talking to a bot|" +
			"am i talking to a human|am i talking to a person|are you an ai|are you a machine",
		common: "the and you is of to in how can for we do not know that i",
	},
	"de": {
		mean:      "Meinen Sie eines davon?",
		none:      "Nichts davon",
		optional:  "freiwillig, „weiter“ lässt es aus",
		skip:      "Auslassen",
		person:    "Mit einem Menschen",
		stop:      "Formular beenden",
		stopped:   "In Ordnung, das Formular ist beendet. Was kann ich sonst für Sie tun?",
		stuck:     "Sie können auch wählen, wie es weitergeht.",
		needed:    "Das wird gebraucht.",
		wrong:     "Das sieht nicht richtig aus.",
		words:     "Bitte antworten Sie in Worten.",
		received:  "Danke, das ist angekommen. Auf Wunsch sieht es sich jemand aus dem Team an.",
		hello:     "Hallo! Wie kann ich helfen?",
		thanks:    "Gern geschehen!",
		other:     "In Ordnung. Ich bin da, wenn Sie etwas brauchen.",
		assistant: "Ich bin ein automatischer Assistent.",
		getting:   "Ich hole jemanden aus dem Team. Die Antwort kommt hier.",
		hushed:    "In Ordnung. Von uns schreibt Ihnen niemand mehr, außer Sie schreiben uns.",
		skips: "weiter|überspringen|auslassen|nein|keine|keins|nichts|leer|nein danke|später" +
			"|habe ich nicht|hab ich nicht|habe keine|habe keins|ich habe keine|weglassen|keine angabe",
		stops: "stopp|stop|abbrechen|abbruch|beenden|formular beenden|lass es|lassen wir das|egal|" +
			"ich will nicht|ich möchte nicht|genug",
		wishes: "mit einem menschen|mit einer person|mit einem mitarbeiter|mit einer mitarbeiterin|" +
			"mit jemandem sprechen|mit jemandem reden|echten menschen|kundendienst sprechen|" +
			"einen menschen bitte|gibt es einen menschen|mit einem berater|mit dem chef" +
			"|mit einem kollegen|mit einer kollegin|verbinden sie mich|verbinde mich" +
			"|mich jemand anrufen|persönlich sprechen|jemand echtes|jemanden echten",
		nouns: "mensch menschen mitarbeiter mitarbeiterin person kundenberater berater kundendienst" +
			" ansprechpartner ansprechpartnerin beraterin kollege kollegen kollegin",
		around: "ich möchte will würde brauche gern gerne mit einem einer einen echten richtigen bitte " +
			"sprechen reden kann mir jetzt" +
			" hätte hilfe von",
		nots: "nicht mit|keinen menschen|keine person|keinen mitarbeiter|nicht sprechen|nicht reden|" +
			"ohne einen|brauche keinen|will keinen|möchte keinen|brauche keine|will keine|" +
			"möchte keine",
		greets: "hallo|hallöchen|hallöle|guten tag|guten morgen|guten abend|morgen|moin|moin moin|servus|" +
			"grüß gott|grüezi|hi|wie gehts|wie geht es ihnen|wie geht es dir|jemand da|ist da jemand|" +
			"ist jemand da|bist du da|bist du noch da|sind sie da|sind sie noch da" +
			"|grüß sie|mahlzeit|wer da|ist da wer",
		thanked: "danke|dankeschön|danke schön|danke dir|danke ihnen|vielen dank|vielen lieben dank|" +
			"lieben dank|herzlichen dank|besten dank|tausend dank|merci|sehr nett|sehr freundlich|" +
			"das hilft|hat geholfen|für die info|für die hilfe|für ihre hilfe|für deine hilfe|nein danke",
		idle: "gut|okay|ok|alles klar|passt|jo|jawohl|verstanden|super|toll|prima|klasse|perfekt|genau|" +
			"tschüss|tschüs|ciao|auf wiedersehen|bis bald|bis dann|bis später|gute nacht|" +
			"schönen feierabend|schönen tag|schönes wochenende|schönen abend|falscher chat|" +
			"falsches fenster|entschuldigung|sorry|war nicht für sie|egal|schon gut|kein problem|" +
			"mach ich|das wars|das war es|alles gut|bis morgen|guten rutsch|wunderbar|bestens",
		bots: "bist du ein bot|sind sie ein bot|bist du ein roboter|sind sie ein roboter|" +
			"bist du ein mensch|sind sie ein mensch|bist du echt|spreche ich mit einem menschen|" +
			"ist das ein bot|bist du eine ki",
		common: "der die das und ist nicht ich sie wir wie kann ein eine weiß",
	},
	"es": {
		mean:      "¿Se refiere a algo de esto?",
		none:      "Nada de esto",
		optional:  "opcional, escriba «omitir» para dejarlo",
		skip:      "Omitir",
		person:    "Hablar con alguien",
		stop:      "Salir",
		stopped:   "De acuerdo, he cerrado el formulario. ¿En qué más puedo ayudar?",
		stuck:     "También puede elegir cómo seguir.",
		needed:    "Este dato hace falta.",
		wrong:     "Eso no parece correcto.",
		words:     "Responda con palabras, por favor.",
		received:  "Gracias, lo he recibido. Alguien del equipo puede verlo si lo pide.",
		hello:     "¡Hola! ¿En qué puedo ayudar?",
		thanks:    "¡De nada!",
		other:     "De acuerdo. Aquí estoy si necesita algo.",
		assistant: "Soy un asistente automático.",
		getting:   "Voy a buscar a alguien del equipo. Le responderá aquí.",
		hushed:    "De acuerdo. Nadie de aquí le escribirá más, salvo que usted nos escriba.",
		skips: "omitir|saltar|ninguno|ninguna|nada|no|paso|no gracias|más tarde" +
			"|no tengo|no tengo ninguno|no lo tengo|prefiero no decirlo|sin",
		stops: "parar|cancelar|salir|detener|olvídalo|déjalo|no quiero|basta",
		wishes: "hablar con una persona|hablar con un agente|hablar con alguien|hablar con un humano|" +
			"hablar con una humana|hablar con un asesor|hablar con un operador|hay alguna persona|" +
			"una persona por favor|persona real" +
			"|pásame con|páseme con|comuníqueme con|comunícame con|me atienda una persona|alguien real|" +
			"alguien de verdad|persona de verdad",
		nouns:  "persona agente humano humana asesor asesora operador operadora representante empleado empleada",
		around: "quiero quisiera necesito hablar con una un alguien por favor puedo me real ahora ayuda de",
		nots:   "no quiero|no necesito|sin un|sin una|no hace falta|no me pase",
		greets: "hola|buenos días|buen día|buenas tardes|buenas noches|buenas|qué tal|qué onda|" +
			"cómo estás|cómo está|cómo andas|estás ahí|está ahí|hay alguien|hay alguien ahí|saludos|holi|holis",
		thanked: "gracias|muchas gracias|mil gracias|muy amable|te agradezco|le agradezco|" +
			"muchísimas gracias|por la ayuda|por su ayuda|por tu ayuda|por todo|por la información|no gracias",
		idle: "vale|bien|genial|perfecto|de acuerdo|entendido|listo|claro|dale|estupendo|adiós|chau|" +
			"chao|nos vemos|hasta luego|hasta pronto|que tengas lindo finde|que tengas un buen día|" +
			"buen finde|perdón|chat equivocado|me equivoqué de chat|me equivoqué|lo siento|" +
			"no importa|da igual|sin problema" +
			"|no eso es todo|eso es todo|hasta mañana|excelente|buenísimo|feliz día|igualmente",
		bots: "eres un bot|es usted un bot|eres un robot|eres humano|eres una persona|eres real|" +
			"hablo con una persona|hablo con un humano|esto es un bot",
		common: "el la los las que de en y una por puedo cómo no sé",
	},
	"fr": {
		mean:      "Parlez-vous de l’un de ces sujets ?",
		none:      "Aucun de ceux-ci",
		optional:  "facultatif, écrivez « passer » pour l’omettre",
		skip:      "Passer",
		person:    "Parler à quelqu’un",
		stop:      "Quitter",
		stopped:   "Très bien, le formulaire est fermé. Que puis-je faire d’autre ?",
		stuck:     "Vous pouvez aussi choisir la suite.",
		needed:    "Cette réponse est nécessaire.",
		wrong:     "Cela ne semble pas juste.",
		words:     "Répondez avec des mots, s’il vous plaît.",
		received:  "Merci, c’est bien reçu. Quelqu’un de l’équipe peut le regarder si vous le demandez.",
		hello:     "Bonjour ! Comment puis-je vous aider ?",
		thanks:    "Avec plaisir !",
		other:     "Très bien. Je suis là si vous avez besoin.",
		assistant: "Je suis un assistant automatique.",
		getting:   "Je vais chercher quelqu’un de l’équipe. On vous répondra ici.",
		hushed:    "C’est entendu. Plus personne ici ne vous écrira, sauf si vous nous écrivez.",
		skips:     "passer|aucun|aucune|rien|non|non merci|plus tard|je n'en ai pas|j'en ai pas|pas d'",
		stops:     "arrêter|annuler|quitter|stop|laisse tomber|laissez tomber|je ne veux pas|ça suffit",
		wishes: "parler à une personne|parler avec une personne|parler à un conseiller|" +
			"parler à quelqu'un|parler avec quelqu'un|parler à un humain|parler avec un humain|" +
			"parler à un agent|un humain s'il vous plaît|une vraie personne|besoin d'un humain" +
			"|passez moi un|mettre en relation|mis en relation|mise en relation|quelqu'un de réel|" +
			"aide d'un humain|l'aide d'un humain|l'aide d'une personne|l'aide d'un conseiller",
		nouns: "personne humain humaine conseiller conseillère agent opérateur opératrice employé employée " +
			"représentant représentante collègue",
		around: "je j veux voudrais souhaite parler à avec une un svp s'il vous plaît réel vrai vraie " +
			"maintenant puis-je",
		nots: "ne veux pas|pas parler|sans un|sans une|pas besoin|pas d'humain|pas de personne|" +
			"ne souhaite pas",
		greets: "bonjour|salut|slt|bonsoir|coucou|cc|comment allez vous|comment vas tu|ça va|ca va|" +
			"t'es là|tu es là|vous êtes là|es tu là|allô|allô y a quelqu'un|y a quelqu'un|" +
			"il y a quelqu'un",
		thanked: "merci|merci beaucoup|merci bcp|mille mercis|c'est gentil|c'est très gentil|grand merci|" +
			"je vous remercie|je te remercie|pour votre aide|pour ton aide|d'avance|non merci",
		idle: "d'accord|ok|dac|bien|super|génial|parfait|ça marche|entendu|compris|top|nickel|mdr|ptdr|" +
			"au revoir|à plus|à bientôt|à demain|bonne journée|bonne soirée|bonne nuit|bon week end|" +
			"oups|mauvaise conversation|mauvais chat|désolé|désolée|pardon|pas grave|tant pis|" +
			"pas de souci|c'est tout|à tout à l'heure|ah d'accord",
		bots: "es tu un bot|êtes vous un bot|es tu un robot|êtes vous un robot|êtes vous humain|" +
			"es tu humain|êtes vous une personne|es tu une vraie personne|je parle à un humain|" +
			"c'est un bot",
		common: "le la les des et est vous une dans pour je ne pas puis comment",
	},
	"pt": {
		mean:      "É sobre um destes assuntos?",
		none:      "Nenhum destes",
		optional:  "opcional, escreva “pular” para deixar de fora",
		skip:      "Pular",
		person:    "Falar com alguém",
		stop:      "Sair",
		stopped:   "Tudo bem, o formulário foi encerrado. Em que mais posso ajudar?",
		stuck:     "Você também pode escolher como continuar.",
		needed:    "Esta resposta é necessária.",
		wrong:     "Isso não parece certo.",
		words:     "Responda com palavras, por favor.",
		received:  "Obrigado, recebi. Alguém da equipe pode ver se você pedir.",
		hello:     "Olá! Como posso ajudar?",
		thanks:    "De nada!",
		other:     "Tudo bem. Estou aqui se precisar.",
		assistant: "Sou um assistente automático.",
		getting:   "Vou chamar alguém da equipe. A resposta vem por aqui.",
		hushed:    "Tudo bem. Ninguém daqui escreverá mais para você, a não ser que você nos escreva.",
		skips: "pular|nenhum|nenhuma|nada|não|nao|não obrigado|não obrigada|mais tarde" +
			"|não tenho|não tenho nenhum|prefiro não dizer|pula|sem",
		stops: "parar|cancelar|sair|deixa pra lá|esquece|não quero|chega",
		wishes: "falar com uma pessoa|falar com um atendente|falar com alguém|falar com um humano|" +
			"falar com um agente|falar com um operador|uma pessoa por favor|pessoa de verdade|" +
			"pessoa real|atendimento humano|me passa para|me passe para|chama um atendente" +
			"|chamar um atendente|algum humano|alguém de verdade|alguém real|ajuda humana",
		nouns:  "pessoa humano humana atendente agente operador operadora representante funcionário funcionária",
		around: "quero queria preciso gostaria de falar com uma um alguém por favor posso real agora me ajuda da",
		nots:   "não quero|nao quero|não preciso|nao preciso|sem um|sem uma|sem ajuda",
		greets: "olá|oi|oie|bom dia|boa tarde|boa noite|e aí|tudo bem|tudo bom|como vai|tá aí|está aí|" +
			"tem alguém aí|está aí alguém|alguém aí",
		thanked: "obrigado|obrigada|muito obrigado|muito obrigada|valeu|vlw|obg|brigado|brigada|agradeço" +
			"|pela informação|pela atenção|por tudo|não obrigado|não obrigada",
		idle: "certo|bem|ótimo|legal|perfeito|beleza|blz|tá|tá bom|está bem|entendi|combinado|rsrs|" +
			"tchau|até logo|até mais|até amanhã|bom fim de semana|desculpa|desculpe|" +
			"mandei no chat errado|chat errado|foi engano|sem problema|tanto faz|era só isso|só isso|de nada",
		bots: "você é um bot|voce é um robô|você é um robô|você é humano|você é uma pessoa|você é real|" +
			"estou falando com uma pessoa|estou falando com um humano|isso é um bot",
		common: "o os que de em não uma para você como posso sei ainda",
	},
	"ar": {
		mean:      "هل تقصد أحد هذه المواضيع؟",
		none:      "لا شيء منها",
		optional:  "اختياري، اكتب «تخطي» لتركه",
		skip:      "تخطي",
		person:    "التحدث مع شخص",
		stop:      "إنهاء النموذج",
		stopped:   "حسنًا، تم إنهاء النموذج. بماذا أساعدك أيضًا؟",
		stuck:     "يمكنك أيضًا أن تختار كيف نكمل.",
		needed:    "هذه الإجابة مطلوبة.",
		wrong:     "لا يبدو هذا صحيحًا.",
		words:     "من فضلك أجب بالكلمات.",
		received:  "شكرًا، وصلنا ذلك. يمكن لأحد من الفريق أن يطّلع عليه إن طلبت.",
		hello:     "مرحبًا! كيف أساعدك؟",
		thanks:    "على الرحب والسعة!",
		other:     "حسنًا. أنا هنا إن احتجت شيئًا.",
		assistant: "أنا مساعد آلي.",
		getting:   "سأطلب أحدًا من الفريق. سيأتي الرد هنا.",
		hushed:    "حسنًا. لن يراسلك أحد منا بعد الآن، إلا إذا راسلتنا.",
		skips:     "تخطي|تخطى|لا|لا يوجد|بدون|لا شيء|لا شكرا|لاحقا|ليس لدي|ما عندي|ماعندي|معنديش|ماعنديش|مفيش",
		stops:     "إيقاف|إلغاء|توقف|إنهاء|إنهاء النموذج|لا أريد|خلاص|كفى",
		wishes: "التحدث مع شخص|التحدث إلى شخص|التحدث مع موظف|التحدث إلى موظف|التحدث مع إنسان|" +
			"أتحدث مع شخص|أتحدث مع موظف|أكلم موظف|أكلم شخص|كلم موظف|خدمة العملاء من فضلك|خدمة العملاء|أكلم حد|حولني|" +
			"مساعدة من شخص|مساعدة من موظف|مساعدة من إنسان",
		nouns:  "شخص موظف موظفة إنسان بشري وكيل مندوب مندوبة",
		around: "أريد أود اريد ممكن التحدث التكلم أتحدث أكلم مع إلى من فضلك لو سمحت حقيقي الآن هل يمكنني",
		nots:   "لا أريد|لا اريد|لا أحتاج|مش عايز|ما أبغى|ما أريد|بدون",
		greets: "مرحبا|مرحبًا|السلام عليكم|وعليكم السلام|أهلا|أهلا وسهلا|هلا|هلا والله|صباح الخير|" +
			"صباح النور|مساء الخير|مساء النور|كيف حالك|كيفك|ازيك|عامل ايه|شلونك|انت معايا|أنت معي|" +
			"فيه احد|في أحد|هل من أحد|موجود|ألو|هاي|يا هلا|سلام" +
			"|مساء الفل|صباح الفل|السلام عليكم ورحمة الله|السلام عليكم ورحمة الله وبركاته",
		thanked: "شكرا|شكرًا|شكرا جزيلا|شكرا لك|تسلم|تسلم يا غالي|يسلمو|مشكور|مشكورة|يعطيك العافية|" +
			"جزاك الله خيرا|ممنون|الله يسلمك" +
			"|شكرا كتير|الف شكر|على المساعدة|على مساعدتك|متشكر|متشكرة|ميرسي|ربنا يخليك|حياك الله|العفو|لا شكرا",
		idle: "حسنا|تمام|طيب|اوكي|أوك|ماشي|جيد|ممتاز|رائع|فهمت|مفهوم|مع السلامة|وداعا|إلى اللقاء|باي|" +
			"تصبح على خير|معلش|معليش|آسف|عذرا|بعت بالغلط|بالغلط|أرسلت بالخطأ|بالخطأ|لا بأس|لا مشكلة|" +
			"عادي|إن شاء الله|يلا|خلاص",
		bots: "هل أنت روبوت|أنت روبوت|هل أنت إنسان|أنت إنسان|هل أنت بوت|انت بوت|هل أنت شخص حقيقي|" +
			"هل أتحدث مع إنسان",
	},
	"hi": {
		mean:      "क्या आपका मतलब इनमें से कोई है?",
		none:      "इनमें से कोई नहीं",
		optional:  "वैकल्पिक, छोड़ने के लिए «छोड़ें» लिखें",
		skip:      "छोड़ें",
		person:    "किसी से बात करें",
		stop:      "फ़ॉर्म रोकें",
		stopped:   "ठीक है, फ़ॉर्म बंद कर दिया। और क्या मदद करूँ?",
		stuck:     "आप यह भी चुन सकते हैं कि आगे कैसे बढ़ें।",
		needed:    "यह जवाब ज़रूरी है।",
		wrong:     "यह सही नहीं लगता।",
		words:     "कृपया शब्दों में जवाब दें।",
		received:  "धन्यवाद, मिल गया। आप कहें तो टीम से कोई इसे देख सकता है।",
		hello:     "नमस्ते! मैं कैसे मदद करूँ?",
		thanks:    "आपका स्वागत है!",
		other:     "ठीक है। ज़रूरत हो तो मैं यहाँ हूँ।",
		assistant: "मैं एक स्वचालित सहायक हूँ।",
		getting:   "मैं टीम से किसी को बुला रहा हूँ। जवाब यहीं आएगा।",
		hushed:    "ठीक है। अब यहाँ से कोई आपको नहीं लिखेगा, जब तक आप हमें न लिखें।",
		skips: "छोड़ें|छोड़ो|छोड़ दें|नहीं|कुछ नहीं|chhodo|नहीं धन्यवाद|बाद में" +
			"|नहीं है|मेरे पास नहीं है|nahi hai|mere paas nahi hai",
		stops: "रोकें|रद्द|रद्द करें|रुको|बंद करें|रहने दो|रहने दीजिए|बस",
		wishes: "किसी व्यक्ति से बात|इंसान से बात|एजेंट से बात|किसी से बात|आदमी से बात|insaan se baat|" +
			"agent se baat|kisi se baat|customer care se baat|कस्टमर केयर|" +
			"इंसान की मदद|प्रतिनिधि से बात|asli insaan|insaan ki madad",
		nouns: "व्यक्ति इंसान एजेंट कर्मचारी प्रतिनिधि insaan",
		around: "से बात करना करनी करवा करवाओ है हैं मुझे किसी चाहिए कृपया असली se baat karni karna hai " +
			"mujhe kisi chahiye",
		nots: "बात नहीं|नहीं करनी|नहीं चाहिए|nahi chahiye|nahi karni",
		greets: "नमस्ते|नमस्कार|हैलो|हेलो|हाय|सुप्रभात|शुभ प्रभात|कैसे हैं आप|आप कैसे हैं|कैसे हो|कोई है|" +
			"namaste|namaskar|ram ram|kaise ho|kaise hain aap|aap ho kya|koi hai|hello ji|प्रणाम|pranam|radhe radhe",
		thanked: "धन्यवाद|बहुत धन्यवाद|शुक्रिया|बहुत शुक्रिया|बहुत बहुत धन्यवाद|dhanyavaad|dhanyawad|" +
			"shukriya|bahut shukriya|मेहरबानी|dhanyavad|आपकी मदद के लिए|नहीं धन्यवाद",
		idle: "ठीक|ठीक है|अच्छा|ओके|बढ़िया|बहुत अच्छा|हाहा|समझ गया|समझ गई|चलो|चलता हूँ|चलती हूँ|" +
			"फिर मिलेंगे|अलविदा|शुभ रात्रि|माफ़ करना|माफ़ कीजिए|गलती से|कोई बात नहीं|theek|theek hai|" +
			"thik hai|accha|acha|achha|alvida|phir milenge|galat chat me bhej diya|galat chat|" +
			"galti se|बस इतना ही|badhiya|bahut badhiya|shubh ratri",
		bots: "क्या आप रोबोट हैं|क्या आप इंसान हैं|आप इंसान हैं|आप बॉट हैं|क्या आप बॉट हैं|" +
			"kya aap bot ho|kya aap insaan ho",
	},
}

// fillers are words around small talk that do not make it a question.
const fillers = "a an the so indeed zusammen mesmo ah very much so many lot really too all again everyone team guys " +
	"mate sir " +
	"madam dear there you for that this it is just my your mum mom friend and to now noch " +
	"doch da dir ihnen lieb schön sehr ganz auch und ja na che amigo amiga muy mucho muchas " +
	"tan a y si sí bien vous tous toute beaucoup très et oui à bien demais muito muita pela " +
	"pelo ajuda gente sim e moço يا جدا كثيرا لك أخي حبيبي غالي والله و نعم ان जी भाई बहुत " +
	"ही आप को हाँ फिर ji bhai bahut haan aap"
