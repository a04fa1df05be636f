package chat

import (
	"sync"

	"github.com/botifire/livechat/shared/pattern"
)

// Words that say STOP among courtesies, or before a word of writing; folded.
var stopping = lazily(`stop stops unsubscribe stopp stoppt abmelden arret arretez baja parem pare parad توقف توقفوا
	रुको стоп stopall optout revoke dur durdurun`)

// These say it only where they are the whole message: in another one something else may be cancelled or ended.
var ending = lazily(`end cancel quit parar sair cancelar alto الغاء बंद 停止 停 やめて 중지 그만 หยุด`)

// Said of writing these say it too. "Para" means "for" as well, "hou van" is "love", and "deje un mensaje" asks for a
// message, so such words need the next one beside them.
var halting = sync.OnceValue(func() []request {
	return requests(`stop / stopp / stoppt / quit / cease / if you stopped / arrete / arretez / arretiez / arreter / cessez
	cesser / para|parar|pare|parem|paren|parad|parasse|parassem|deje|deja|dejen|dejad|dejar|dejara|dejaran|dejasen de
	deixe|deixa|deixem|deixar|deixassem de / smetti|smettete|smetta|smettano|smettesse|smetteste|smettessero di
	smetterla|smettila|smettetela|smettere di / hou|houd|houdt|houden op / aufhoren / aufzuhoren
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
var leads = lazily(`please pls plz kindly can could would will you u guys i we want need like d appreciate grateful
	glad happy thankful it be if kind good as very much ask asked asking tell told to just now ok okay hi hello hey
	really finally immediately must should have had all for the last time once bitte konnen konnten konnt konntet kannst
	wurden sie ihr du endlich sofort jetzt doch mal damit ich will mochte dass hallo nun por favor puede pueden puedes
	podria podrian quiero quisiera necesito que ya se les agradeceria agradeceriamos ustedes usted hola pido les le ruego
	ahora voce voces vcs pode podem poderia poderiam gostaria quero queria agradeco ola peco agora s il vous te plait svp
	merci pouvez pourriez tu peux je veux voudrais aimerais j demande de bonjour maintenant per favore potete puoi
	potreste voglio vorrei sarei saremmo grato grata vi chiedo di che ciao adesso basta kunnen kunt kun jullie u je wil
	ik dat alstublieft alsjeblieft graag nu willen من فضلك رجاء ارجوكم ارجو الرجاء الان пожалуйста прошу вас хочу чтобы
	вы уже`)

// joining begin a clause as a comma does.
var joining = lazily(`and but so then or also because und aber oder dann also y e o pero mas et mais ou donc ma
	quindi en maar dus of و لكن और लेकिन и а но`)

// A question that begins so is about words that did not come; and one with such a word asks for another way or time.
var (
	wondering = lazily(`why warum wieso weshalb pourquoi porque perche waarom لماذا ليش क्यों почему чому dlaczego neden`)
	limiting  = lazily(`before until till today tomorrow tonight between while during yet vor bis heute morgen avant
		jusqu antes hasta ate prima fino voor tot vandaag قبل до`)
	every = lazily(`every each all jeden jede jedes tous toutes cada todos todas ogni tutti elke iedere каждый каждую`)
	// Days and hours: a customer who is not to be called on Sundays may be on Mondays. In some languages they come first.
	hoursAfter = lazily(`sunday* monday* tuesday* wednesday* thursday* friday* saturday* weekend* weekday* night* evening*
		morning* noon pm sonntag* montag* dienstag* mittwoch* donnerstag* freitag* samstag* wochenend* feiertag* nacht
		nachts abend* uhr domingo* sabado* lunes noche* dimanche* samedi* lundi* nuit soir* domenic* sabat* notte
		noite* segunda* zondag* zaterdag* maandag* avond* воскресен* суббот* выходн* ночью ночам вечер* неділ* субот*
		вихідн* niedziel* sobot* nocy يوم ايام`)
	hoursBefore = lazily(`रविवार शनिवार रात pazar* cumartesi* hafta aksam* gece*`)
	instead     = lazily(`instead rather stattdessen lieber plutot liever invece mejor melhor`)
)

// A customer who says in the same sentence how to reach them does not say STOP.
var reachable = sync.OnceValue(func() []request {
	return requests(`^ call|ring|phone|email|mail|write|text me|us / ^ rufen sie mich|uns / ^ ruf|ruft mich|uns an
	^ llamenme|llameme|llamame|escribanme|escribeme / ^ appelez|ecrivez moi / ^ chiamatemi|scrivetemi / ^ liguem|ligue para
	^ bel|mail mij|me`)
})

// courtesies change nothing of a STOP beside which they stand.
var courtesies = lazily(`please pls just now it this that ok okay already again all everything hey yes and bitte
	jetzt das damit endlich sofort danke por favor ya ahora esto svp maintenant ca merci agora isso
	ora adesso per favore alsjeblieft nu пожалуйста уже lutfen artik prosze juz من فضلك رجاء الان कृपया अब बस करो करें`)

// asIfToPlease is the courtesy whose words by themselves are none: "vous ne m’écrivez plus" asks for words.
var asIfToPlease = sync.OnceValue(func() request { return requests(`s il vous|te plait`)[0] })

// asking are whole requests in the words of each language: one word behind the other, of which "*" leaves the end open
// and "|" names others. A "^" stands for the beginning of the sentence, a "$" for its end, without courtesies. A "!" is
// before words that may not follow: one may unsubscribe from a gym.
var asking = sync.OnceValue(func() []request {
	return requests(`
	unsubscribe|unsub|unsubscribing !button|link|page|option|form|box|function|my|our|him|her|them|me|us|from|the
	unsubscribe|unsub|unsubscribing me|us !from / unsubscribe|unsub|unsubscribing the newsletter|list|mailing|mails|emails
	unsubscribe|unsub|unsubscribing|me|us from you|everything|here|it|emails|mails|messages|texts|newsletters
	unsubscribe|unsub|unsubscribing|me|us from your|this|these|all|any !plan|premium|gym|club|course|class|membership
	unsubscribe|unsub|unsubscribing|me|us from the list|lists|mailing|mails|emails|messages|texts|newsletter !of|for
	unsubscribe my|our number|email|address|phone|account
	already|twice|times unsubscribed !from
	already|twice|times unsubscribed from you|your|this|these|all|everything
	unsubscribed already|twice|before|but / ^ stopall $ / opt me|us out !of
	opt me|us out of|from all|everything|marketing|your|these|this|messages|texts|emails|mails / opt out $
	opt out of|from all|everything|marketing|your|these|this|the messages|texts|emails|mails|list|lists|newsletter|offers $
	opt out of|from marketing|everything|messages|texts|emails|mails|newsletters|offers / opt out of|from it|this|these $
	leave me|us alone !a|for
	remove|delete|take me|us from|off the|this|your|that|all|any list|lists|mailing|newsletter !of|for
	remove|delete|take me|us from|off your|the database|marketing|email
	remove|delete|take me|us from|off list|lists !of|for / out of your mailing list|lists
	remove|delete|take|erase my|our number|email|address|name from|off your|the|this list|lists|database|mailing !of|for
	remove|delete|take|erase my|our number|email|address|name from|off your|the|this records
	^ don t send me|us messages|texts|emails|mails|offers|ads|spam / ^ dont|never send me|us messages|texts|emails|mails
	^ don t send me|us any|more|your|these messages|texts|emails|mails|offers|ads|spam
	^ don t send me|us any more messages|texts|emails|mails|offers|ads|spam
	^ do not send me|us messages|texts|emails|mails|offers|ads|spam
	^ do not send me|us any|more|your|these messages|texts|emails|mails|offers|ads|spam
	^ do not send me|us any more messages|texts|emails|mails|offers|ads|spam
	t|not wish|want to be contacted|messaged|texted|emailed|called !today|yet|before
	^ don t contact|text|message|email|call|spam me|us !a|an|the|it|my|when|if|while|unless
	^ don t contact|text|message|email|call|spam me|us the newsletter|offers|catalogue|ads|messages
	^ do not contact|text|message|email|call|spam me|us !a|an|the|it|my|when|if|while|unless
	^ dont|never contact|text|message|email|call|spam me|us !a|an|the|it|my|when|if|while|unless
	^ do not write to me|us / ^ don t write to me|us / ^ dont|never write to me|us / ^ do not write me|us
	^ don t write me|us / ^ dont|never write me|us / ^ do not contact|write|text $ / ^ don t contact|write|text $
	please|to|you not message|text|email|contact|call|write me|us any|anymore|again|ever
	please|to|you not write to me|us any|anymore|again|ever
	refrain from contacting|messaging|texting|emailing|mailing|writing|sending|calling|spamming
	^ no more messages|texts|emails|mails|spam $ / want no more messages|texts|emails|mails $
	not|t|dont want any more messages|texts|emails|mails / prefer|wish|like not to receive|get
	not|t|dont want your|these|any messages|texts|emails|mails !to / longer want|wish your|these|any messages|texts|emails
	longer want|wish to receive|get your|these|any messages|texts|emails|mails|offers
	^ abbestellen $ / mochte|mochten|will|wollen abbestellen $
	newsletter|werbung|mails|nachrichten|benachrichtigungen|alles abbestell* / ^ abbestellt $
	bestell* sie|ihr den|die|ihren|euren|ihre|eure newsletter|werbung|mails|nachrichten ab
	mich|uns vom|von|aus|beim newsletter|verteiler|liste abmelden|austragen / meld* sie mich|uns ab !vom|von|beim
	meld* sie mich|uns ab vom|von newsletter|verteiler|ihrem|ihren|allem|allen
	melde|meldet|trag|tragt mich|uns ab|aus $ / tragen sie mich|uns aus / newsletter abmelden
	nehm*|streich*|losch*|entfern* sie mich|uns aus|von ihrem|ihrer|ihren|dem|der verteiler|liste|listen|mailingliste
	nehmt|streicht|loscht|entfernt mich|uns aus|von eurem|eurer|euren|dem|der verteiler|liste|listen|mailingliste
	^ schreib* sie|ihr mir|uns nicht|nie !auf|die|den|das|dass|ob|wann / schreib|schreibt mir|uns nicht|nie mehr
	bitte|und schreib* sie|ihr mir|uns nicht|nie !auf|die|den|das|dass|ob|wann
	dass|wenn sie|ihr mir|uns nicht mehr schreib*
	^ schreib*|schick* sie|ihr mir|uns keine nachricht|nachrichten|mails|sms|werbung|mehr
	dass|wenn sie|ihr mir|uns keine nachrichten|mails|sms|werbung mehr
	mich|uns nicht mehr zu kontaktieren|belastigen / mich|uns nicht mehr anzurufen|anzuschreiben
	will|mochte|mochten|wollen keine nachrichten|mails|werbung|sms von ihnen|euch|dir
	losch*|streich*|entfern* sie meine nummer|adresse|mailadresse aus|von ihrer|ihrem|der|dem liste|datenbank|verteiler
	loscht|streicht|entfernt meine nummer|adresse|mailadresse aus|von eurer|eurem|der|dem liste|datenbank|verteiler
	^ nicht mehr schreiben|anschreiben|kontaktieren|anrufen $
	widerruf* ich meine einwilligung|zustimmung / widerruf* meine|die einwilligung|zustimmung
	^ keine nachrichten|mails|werbung|newsletter mehr $ / will|mochte|mochten|wollen keine nachrichten|mails|werbung mehr
	keine nachrichten|mails|werbung mehr bekommen|erhalten $
	lass|lasst mich|uns in ruhe $ / lassen sie mich|uns in ruhe $ / lass|lasst|sie mich|uns in ruhe mit|und
	desabonne|desabonner|desabonnez|desinscri* !de|du|des|d|a|au / demande de desabonnement !de|du|des|d|a|au
	desabonne|desabonner|desabonnez|desinscri* de|d votre|vos|ces|cette|tout|toutes|tous !club|cours|salle|abonnement
	desabonne|desabonner|desabonnez de|des|du la|les|mails|courriels|messages|newsletter|mailing !salle|cours|formule
	^ desabonnement $
	^ ne m ecri* plus
	desinscri* de|du la|votre|vos|cette newsletter|liste|listes|mails|envois / desinscri* du mailing
	ne veux|voulons|souhaite plus de vos messages|mails|courriels|sms|offres|publicite*|pub
	ne veux|voulons|souhaite plus de messages|mails|courriels|sms|publicite*|pub
	fichez|foutez|fiche|fous moi|nous la paix
	^ ne me|nous contact* plus / ^ ne m envoy* plus !le|la|les|un|une / et|prie|fois ne m ecri* plus
	et|prie|fois ne me|nous contact* plus / laissez|laisse moi tranquille
	ne plus m ecrire|appeler|importuner / ne plus me|nous contacter|ecrire|deranger|importuner|solliciter|appeler
	ne plus m|nous envoyer de|vos|ces|d|aucun|aucune messages|message|mails|courriels|sms|e|offres|publicite*|pub
	plus recevoir vos|de|ces|d|aucun|aucune messages|message|mails|courriels|sms|e|offres|publicite*|pub|newsletter*
	retir*|enlev*|supprim* moi de / me|nous retirer|enlever|supprimer|rayer de votre|vos|la|cette liste*|fichier*|base
	darme|darnos|darse|denme|deme|dame|den de baja $ / darme|darnos|darse|denme|deme|dame|den de baja de ustedes|todo
	baja de|del su|sus|la|las|los|el|esta|vuestra|vuestras lista|listas|boletin|boletines|newsletter|correos|mensajes
	baja del boletin|newsletter|listado / cancelar|anular mi|la|nuestra suscripcion al|del boletin|newsletter
	desuscrib*|desapunt* !de|del|a|al / desuscrib*|desapunt* del boletin|newsletter|listado|correo
	desuscrib*|desapunt* de su|sus|esta|este|estos|estas|todo|todos|todas|ustedes !gimnasio|club|curso|plan
	desuscrib*|desapunt* de la|las|los lista|listas|newsletter|correos|mensajes !de
	no escribirme|escribirnos|contactarme|contactarnos|llamarme|molestarm* mas
	no me|nos escriban|escribas|escriba|molesten mas / no me|nos contact* mas
	no me|nos envien|envies|envie|manden|mandes|mande mas $
	no me|nos envien|envies|envie|manden|mandes|mande mas mensajes|correos|publicidad|ofertas|emails|promociones|nada|sus
	no quiero|queremos que me|nos manden|envien|escriban|mandes|envies|escribas|contacten|llamen mas
	no quiero|queremos que me|nos escriban|contacten|molesten / dejenme|dejeme|dejame|dejadme|dejennos en paz
	no quiero|deseo|queremos|deseamos recibir mas $
	no quiero|deseo|queremos|deseamos recibir mas mensajes|correos|publicidad|ofertas|emails|promociones|nada|sus
	borrenme|borrame|eliminenme|quitenme|quitame de su|sus|vuestra|vuestras|esta|todo|todas|todos !pedido|reserva|curso
	borrenme|borrame|eliminenme|quitenme|quitame de la|las lista|listas|newsletter !de
	borrenme|borrame|eliminenme|quitenme|quitame de la base de datos
	descadastr*|desinscrev* !da|do|das|dos|de|na|no / cancelar inscricao !na|no|em|da|do|de / sair da lista !de
	descadastr*|desinscrev* da|do|das|dos|de lista|listas|newsletter|mailing|boletim|emails|mensagens !de
	descadastr*|desinscrev* da|do|das|dos|de sua|suas|seu|seus|vossa|todas|todos|tudo !academia|clube|curso|plano
	cancelar inscricao na|da lista|newsletter !de
	descadastr*|desinscrev*|sair da lista de emails|mensagens|transmissao|voces
	me tirem|tire|tira|removam|remova da|desta|dessa|de|do lista|mailing !de
	me tirem|tire|tira|removam|remova da|desta|dessa|de|do lista de emails|mensagens|transmissao|voces
	meu numero|contato|contacto|nome|email da|desta|dessa|de vossa|sua|lista|mailing|base
	nao me escreva|escrevam|contate|contatem mais / nao me mande|mandem|envie|enviem mais $
	nao me mande|mandem|envie|enviem mais nada|mensagem|mensagens|emails|promocoes|ofertas|propaganda|sms|isso
	nao quero|desejo|queremos receber mensagens|emails|promocoes|ofertas|propaganda|sms
	me deixem|deixe|deixa em paz / deixem|deixe|deixa me em paz
	nao quero|desejo|queremos receber mais $
	nao quero|desejo|queremos receber|mais mais|receber mensagens|emails|nada|promocoes|ofertas|suas|seus|sms|propaganda
	nao quero|desejo|queremos receber|mais mais|receber as|os vossas|vossos|suas|seus|mensagens|promocoes|ofertas
	disiscri* !da|dal|dall|dalla|dai|dalle|di|a|al
	disiscri* da|dal|dalla|dai|dalle vostra|vostre|vostri|vostro|tutto|tutte|tutti|voi !palestra|corso|piano
	disiscri* da|dal|dalla|dai|dalle questa|queste|lista|liste|newsletter|mailing|messaggi|email !di|d|degli
	cancellatemi|rimuovetemi|toglietemi dal|dalla|dalle|da vostra|vostre|vostro|tutto !corso|palestra|ordine
	cancellatemi|rimuovetemi|toglietemi dal|dalla|dalle|da lista|liste|newsletter|mailing|database !di|d|degli
	^ cancellatemi|rimuovetemi|toglietemi $ / non scrivetemi|scrivermi|contattatemi piu
	non mandatemi|inviatemi piu $ / non mandatemi|inviatemi piu messaggi|email|mail|pubblicita|offerte|niente|nulla
	^ basta messaggi|pubblicita|mail|email|sms / non voglio|vogliamo piu messaggi|email|mail|pubblicita|sms
	lasciatemi|lasciami|lasciateci in pace
	cancellarmi|rimuovermi|togliermi dalla|dalle|dal|da vostra|vostre|vostro|mailing|newsletter|database
	cancellarmi|rimuovermi|togliermi dalla|dalle|dal|da lista|liste !di|d|degli
	non desidero|voglio|desideriamo|vogliamo piu ricevere i|le|vostri|vostre vostri|vostre|messaggi|offerte|email|mail
	non desidero|voglio|desideriamo|vogliamo piu ricevere vostri|vostre|messaggi|offerte|email|mail|pubblicita
	^ uitschrijven $ / mij|me|ons|wil|willen|graag uitschrijven $
	nieuwsbrief|nieuwsbrieven|lijst|mailinglijst|mailing|mails|berichten uitschrijven $
	uitschrijven van|voor|uit alles|nieuwsbrief|nieuwsbrieven|mailing|mails|berichten / schrijf mij|me uit $
	uitschrijven van|voor|uit jullie|uw|deze|alle !sportschool|cursus|les|club|abonnement
	uitschrijven van|voor|uit de nieuwsbrief|nieuwsbrieven|lijst|mailinglijst|mailing|mails|berichten
	mij|me|ons afmelden $ / afmelden van|voor de|deze|jullie|uw|alle nieuwsbrief|nieuwsbrieven|mailing|mails|berichten
	van|uit uw|jullie|de mailinglijst|lijst|verzendlijst|mailing halen|willen|verwijderen|schrappen|te
	haal|haalt|verwijder|schrap mij|me|ons van|uit uw|jullie|de lijst|verzendlijst|nieuwsbrief !met|van|voor
	haal|haalt|verwijder|schrap mij|me|ons van|uit uw|jullie|de mailinglijst|mailing
	stuur mij|me|ons geen berichten|mails|sms|reclame / ^ stuurt mij|me|ons geen berichten|mails|sms|reclame
	als|dat u|jullie mij|me|ons geen berichten|mails|sms|reclame meer
	laat|laten mij|me|ons met rust / wil|willen niet meer gebeld|gemaild|benaderd|gecontacteerd|geappt
	mij|me|ons niet meer te contacteren|benaderen|schrijven|mailen|bellen|appen
	stuur mij|me|ons niets meer / ^ stuurt mij|me|ons niets meer / schrijf me|mij niet
	^ geen berichten|mails|reclame meer $
	wil geen berichten|mails|reclame meer
	отпиши* меня !от / отпиши* меня от вас|всех|всего|рассыл*|ваш*|этой|этих|писем|сообщ*|реклам*|спам*|смс
	отписаться от вас|всех|всего|рассыл*|ваш*|этой|этих|писем|сообщ*|реклам*|спам*|смс|уведом*
	не пишите|беспокойте мне|меня|нас|нам / больше не пишите|присылайте
	не пишите|присылайте|шлите|беспокойте больше $ / больше не присылать|писать|отправлять|звонить мне|нам
	не присылайте|шлите|отправляйте больше|ваши|эти|свои|сообщ*|реклам*|рассылк*|смс|ничего|письма
	не присылайте|шлите|отправляйте мне|нам больше|ваши|эти|свои|сообщ*|реклам*|рассылк*|смс|ничего|письма
	удалите|исключите|уберите меня из рассыл*|ваш*|этой|этого|всех|базы|контактов !очереди|заказа|чата|группы
	удалите|исключите|уберите меня из списка|списков !гостей|ожидания|участников|приглашенных
	оставьте меня|нас в покое
	удалите|уберите|исключите мой номер|адрес из|с
	відпиш* мене !від / відпиш* мене від вас|всіх|усіх|розсил*|ваш*|цієї|цих|повідомл*|реклам*
	відписатися від вас|всіх|усіх|розсил*|ваш*|цієї|цих|листів|повідомл*|реклам*|смс / не пишіть мені|більше
	не надсилайте|шліть мені|нам більше|повідомл*|реклам*|смс
	не надсилайте|шліть більше|повідомл*|реклам*|смс
	mesaj gondermeyin*|atmayin*|yazmayin* / beni|bizi|numarami liste* cikar*|sil* / bana|bize yazmayin*
	^ listeden cikar* / bulten*|mesaj*|eposta*|mail*|sms aboneligimi iptal !ettim
	^ abonelikten cik* $
	wypisz* mnie !z|ze|na / wypisz* mnie z|ze newsletter*|mailing*|waszej|waszych|tej|tych|wszystk*|bazy|listy !gosci
	mnie wypisac z|ze newsletter*|mailing*|waszej|waszych|tej|tych|wszystk*|bazy|listy !gosci|oczekujacych
	nie chce|chcemy wiecej wiadom*|reklam*|sms*|maili
	nie pisz|piszcie|pisac mi|wiecej / nie pisz|piszcie|pisac do mnie|nas / rezygnuje z newslettera
	usun*|usuniecie mnie z newsletter*|mailing*|waszej|waszych|tej|tych|wszystk*|bazy|listy !gosci|oczekujacych
	nie wysylaj|wysylajcie|wysylac|przysylaj|przysylajcie|przysylac wiecej|wiadom*|reklam*|sms*
	nie wysylaj|wysylajcie|wysylac|przysylaj|przysylajcie|przysylac mi|nam wiecej|wiadom*|reklam*|sms*|nic
	nie wysylaj|wysylajcie|wysylac|przysylaj|przysylajcie|przysylac do mnie|nas wiecej|wiadom*|reklam*|sms*|nic
	ارجو|اريد|نريد|يرجى|ارغب الغاء الاشتراك !في|بالنادي / ^ الغاء الاشتراك $
	الغاء الاشتراك|اشتراكي في رسا*|الرسا*|النشرة|القائمة|قائمتكم|هذه
	بعدم|عدم ارسال اي|رسا*|الرسا*|المزيد رسا*|لي|الي / بعدم مراسلتي|ازعاجي|التواصل / ارجو|يرجى عدم مراسلتي|ازعاجي
	لا اريد|نريد|ارغب استلام|تلقي رسا*|الرسا*|المزيد|اي|اعلانات*
	لا ترسل*|تراسل* رسائل|المزيد|لي $ / لا ترسل* لي رسائل|المزيد|الرسائل|اي|شيء
	لا تراسل*|تزعج* / احذفوني|ازيلوني من قائم*|القائمة|قوائم*|رسا*|الرسا*|هذه / احذفوا|احذف|ازيلوا رقمي من
	^ मत भेज* / संदेश|मैसेज|मेसेज|विज्ञापन|मुझे|कुछ मत भेज*|करो|करें|कीजिए / संदेश|मैसेज|मेसेज|विज्ञापन न भेज*
	नंबर अपनी|इस|आपकी सूची|लिस्ट से / ^ सदस्यता समाप्त|रद्द $`)
})

// A question with one of these is about the rules of a plan, and asks for nothing now.
var someday = sync.OnceValue(func() []request {
	return requests(`at any time / anytime / whenever / jederzeit / a tout moment / quand je veux / cuando quiera
	en cualquier moment* / a qualquer moment* / quando quiser / in qualsiasi moment* / quando voglio / op elk moment`)
})

const writtenInChinese = `(?:消息|信息|訊息|讯息|短信|简讯|簡訊|邮件|郵件|推送|通知|名单|名單|列表|广告|廣告)`

// atTimes are days and hours before a request in such a script, together with it: it holds for no other ones.
var atTimes = pattern.Lazy(`(?:(?:[周週]|星期|礼拜|禮拜)[一二三四五六日天末]|[晚早]上|半夜|夜[里裡]|(?:日|土|月)曜日?に?は?|夜中?に?は?|` +
	`週末に?は?|[일토월]요일(?:에는|에)?|주말(?:에는|에)?|밤(?:에는|에)?)[\s、,，]*(?:都|也|请|請|麻烦|我|[一-龥ァ-ヶー가-힣]{0,6}[を을를\s]?)*?` +
	`(?:不要|勿|[别別]再?|送らない|連絡しない|연락하지|보내지)|อย่าส่ง\p{Thai}{0,12}(?:วัน(?:อาทิตย์|เสาร์|จันทร์)|กลางคืน|ตอนดึก)`)

// Requests in scripts without spaces between words.
var askingParts = pattern.Lazy(
	`(?:^|[\s,，。！!；;])(?:请|請|我|要|想|麻烦|麻煩|帮|幫|给我|給我|立即|马上|馬上)*(?:退[订訂]|取消订阅|取消訂閱)` +
		`(?:了|吧|谢谢|謝謝)*(?:$|[\s,，。！!；;])|` +
		`(?:退[订訂]|取消订阅|取消訂閱)(?:你们|你們|您|贵司|贵公司|所有|全部|这些|這些|这个|這個|此|该|一切|的)*` + writtenInChinese + `|` +
		writtenInChinese + `[，, ]?(?:请|請|帮我|幫我|要)*退[订訂]|` +
		`(?:不要|勿|[别別]再|(?:^|[^区區特分个個告差辨级級])[别別])再?(?:(?:联系|聯繫|聯絡|打扰|打擾)我|` +
		`[给給向]?我?[发發传傳]送?(?:任何|这些|這些|那些)?` +
		`(?:消息|信息|訊息|讯息|短信|简讯|簡訊|广告|廣告|邮件|郵件|推送|垃圾|了|$|[。！!，,]))|` +
		`(?:名单|名單|列表)[中里裡]?(?:移除|删除|刪除|去掉)|` +
		`[配送]信[をの]?(?:停止|やめ|止め)|もう送らないで|^送らないで|これ以上.{0,8}送らないで|連絡しないで|` +
		`(?:メール|メッセージ|広告|お知らせ|通知|案内|DM)[をは]?送らないで|` +
		`수신\s*거부|연락하지\s*[마말]|(?:메시지|메세지|문자|광고|메일|알림|카톡)[를을는은]?\s*(?:좀|더|그만)?\s*보내지\s*[마말]|` +
		`그만\s*(?:보내|연락)|^(?:더\s*이상|이제|그만)?\s*보내지\s*[마말]|` +
		`(?:อย่า|เลิก|หยุด)ส่ง(?:ข้อความ|โฆษณา|มาอีก|อะไร|เมล|อีเมล)|` +
		`ยกเลิกการรับ(?:ข้อความ|ข่าว|อีเมล|เมล|จดหมาย|โฆษณา|การแจ้ง|ครับ|ค่ะ|(?i:sms)|\s|$)|ยกเลิกการติดตาม(?:ครับ|ค่ะ|\s|$)`)
