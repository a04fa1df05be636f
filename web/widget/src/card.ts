// The card that asks for consent, beside the launcher, where the site wants it and its page has
// no banner that speaks for the chat. Before a yes nothing more is kept than in private mode.

import { isWeb } from '../../lib/links';
import { consent } from './consent';
import { doc } from './doc';
import { question } from './question';
import { refuses } from './storage';
import type { Widget } from './widget';

// Of each language: the question, yes, no, and the name of the policy.
const all: Record<string, [question: string, yes: string, no: string, policy: string]> = {
  ar: [
    'هل يجوز لهذه المحادثة أن تتذكرك؟ إذا وافقت، تحفظ ملف تعريف ارتباط، والصفحات التي تزورها هنا، ' +
      'ومدينتك. وتعمل المحادثة أيضًا دون موافقتك.',
    'نعم',
    'لا',
    'سياسة الخصوصية',
  ],
  de: [
    'Darf dieser Chat Sie wiedererkennen? Mit Ihrem Ja speichert er ein Cookie, die Seiten, die Sie hier ' +
      'besuchen, und Ihre Stadt. Er funktioniert auch ohne.',
    'Ja',
    'Nein',
    'Datenschutz',
  ],
  en: [
    'May this chat remember you? If you agree, it keeps a cookie, the pages you visit here and your ' +
      'city. It also works without them.',
    'Yes',
    'No',
    'Privacy policy',
  ],
  es: [
    '¿Puede recordarle este chat? Si acepta, guarda una cookie, las páginas que visita aquí y su ciudad. ' +
      'También funciona sin ello.',
    'Sí',
    'No',
    'Política de privacidad',
  ],
  fr: [
    'Ce chat peut-il se souvenir de vous ? Si vous acceptez, il garde un cookie, les pages que vous ' +
      'visitez ici et votre ville. Il fonctionne aussi sans cela.',
    'Oui',
    'Non',
    'Politique de confidentialité',
  ],
  hi: [
    'क्या यह चैट आपको याद रख सकती है? आपकी हाँ के बाद यह एक कुकी, यहाँ देखे गए पेज और आपका शहर रखती है। ' +
      'यह इसके बिना भी काम करती है।',
    'हाँ',
    'नहीं',
    'गोपनीयता नीति',
  ],
  pt: [
    'Este chat pode lembrar-se de você? Com o seu sim, ele guarda um cookie, as páginas que você visita ' +
      'aqui e a sua cidade. Ele também funciona sem isso.',
    'Sim',
    'Não',
    'Política de privacidade',
  ],
};

// mount shows the card until somebody answers: the visitor here, or the page for them.
export function mount(widget: Widget, root: ShadowRoot): void {
  const { client } = widget;
  const asks = () => widget.running && !widget.said && widget.mode() === 'minimal' && !refuses();
  if (!asks()) return;
  const say = (granted: boolean) => {
    consent(widget, granted); // it compares with the former decision
    client.storage.note('consent', granted ? 'yes' : 'no');
    root.querySelector<HTMLElement>('.launch')?.focus();
  };
  const box = question(client, root, (text) => {
    const [words, yes, no, policy] = all[client.locale]!;
    text.textContent = client.site.look.consentText || words;
    if (isWeb(client.site.look.privacy)) text.append(' ', link(client.site.look.privacy, policy));
    return [policy, [yes, () => say(true)], [no, () => say(false)]];
  });
  client.on('consent', () => asks() || box.remove());
}

function link(href: string, text: string): HTMLAnchorElement {
  return Object.assign(doc.createElement('a'), {
    href,
    textContent: text,
    target: '_blank',
    rel: 'noopener noreferrer',
  });
}
