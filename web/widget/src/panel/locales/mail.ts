// The words of the form for an e-mail address, which is fetched when it is shown. {address} is filled in.
const en = {
  ask: 'Leave your e-mail address, and we write to you if you are gone when we answer',
  save: 'Save',
  left: 'If you are gone, we write to {address}.',
  other: 'Change',
  bad: 'We cannot reach this address. Please give another one.',
};

export const all: Record<string, typeof en> = {
  en,
  ar: {
    ask: 'اترك بريدك الإلكتروني لنكتب إليك إن لم تكن هنا عند ردّنا',
    save: 'حفظ',
    left: 'إن لم تكن هنا فسنكتب إلى {address}.',
    other: 'تغيير',
    bad: 'لا يمكننا الوصول إلى هذا العنوان. اكتب عنوانًا آخر من فضلك.',
  },
  de: {
    ask: 'Hinterlassen Sie Ihre E-Mail-Adresse: Wir schreiben Ihnen, wenn Sie bei unserer Antwort nicht mehr da sind',
    save: 'Speichern',
    left: 'Wenn Sie nicht mehr da sind, schreiben wir an {address}.',
    other: 'Ändern',
    bad: 'Diese Adresse erreichen wir nicht. Bitte nennen Sie eine andere.',
  },
  es: {
    ask: 'Deja tu correo y te escribimos si ya no estás cuando respondamos',
    save: 'Guardar',
    left: 'Si ya no estás, escribimos a {address}.',
    other: 'Cambiar',
    bad: 'No podemos escribir a esta dirección. Danos otra, por favor.',
  },
  fr: {
    ask: 'Laissez votre e-mail : nous vous écrirons si vous êtes parti quand nous répondons',
    save: 'Enregistrer',
    left: 'Si vous n’êtes plus là, nous écrirons à {address}.',
    other: 'Modifier',
    bad: 'Cette adresse ne répond pas. Donnez-en une autre.',
  },
  hi: {
    ask: 'अपना ई-मेल छोड़ें: जवाब के समय आप यहाँ न हों, तो हम आपको लिखेंगे',
    save: 'सहेजें',
    left: 'आप यहाँ न हों, तो हम {address} पर लिखेंगे।',
    other: 'बदलें',
    bad: 'इस पते पर हम नहीं पहुँच पाते। कृपया दूसरा पता दें।',
  },
  pt: {
    ask: 'Deixe seu e-mail: escrevemos se você já tiver saído quando respondermos',
    save: 'Salvar',
    left: 'Se você já tiver saído, escrevemos para {address}.',
    other: 'Alterar',
    bad: 'Não conseguimos escrever para este endereço. Informe outro.',
  },
};
