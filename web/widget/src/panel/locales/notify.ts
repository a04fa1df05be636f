// The words about notifications, which are fetched when somebody waits for a person.
const en = {
  ask: 'Notify me',
  on: 'We notify you here when we answer.',
  off: 'Do not notify me',
  denied: 'Your browser does not allow notifications of this website.',
};

export const all: Record<string, typeof en> = {
  en,
  ar: {
    ask: 'أرسلوا لي إشعارًا',
    on: 'سنرسل إليك إشعارًا هنا عندما نردّ.',
    off: 'لا ترسلوا لي إشعارات',
    denied: 'لا يسمح متصفحك بإشعارات هذا الموقع.',
  },
  de: {
    ask: 'Benachrichtigen Sie mich',
    on: 'Wir benachrichtigen Sie hier, wenn wir antworten.',
    off: 'Nicht benachrichtigen',
    denied: 'Ihr Browser erlaubt keine Benachrichtigungen dieser Website.',
  },
  es: {
    ask: 'Avísenme',
    on: 'Te avisamos aquí cuando respondamos.',
    off: 'No me avisen',
    denied: 'Tu navegador no permite notificaciones de este sitio web.',
  },
  fr: {
    ask: 'Me prévenir',
    on: 'Nous vous préviendrons ici quand nous répondrons.',
    off: 'Ne pas me prévenir',
    denied: 'Votre navigateur n’autorise pas les notifications de ce site.',
  },
  hi: {
    ask: 'मुझे सूचना दें',
    on: 'जवाब देने पर हम आपको यहाँ सूचना देंगे।',
    off: 'मुझे सूचना न दें',
    denied: 'आपका ब्राउज़र इस वेबसाइट की सूचनाओं की अनुमति नहीं देता।',
  },
  pt: {
    ask: 'Avisem-me',
    on: 'Avisamos você aqui quando respondermos.',
    off: 'Não me avisem',
    denied: 'Seu navegador não permite notificações deste site.',
  },
};
