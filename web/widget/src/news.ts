// The newest words that the visitor has not seen, beside the launcher of a closed chat. It
// is fetched when there are some for the first time.

import { plain } from '../../lib/links';
import type { Message } from '../../lib/wire';
import type { Client } from './client';
import { doc } from './doc';
import css from './news.css?inline';

// In each language: the author, if a bot or a person has no name; a message that cannot be shown
// in a line; and the label of the cross.
const words: Record<string, [bot: string, team: string, unseen: string, dismiss: string]> = {
  ar: ['المساعد', 'الفريق', 'رسالة جديدة', 'إخفاء'],
  de: ['Assistent', 'Team', 'Neue Nachricht', 'Ausblenden'],
  en: ['Assistant', 'Team', 'New message', 'Dismiss'],
  es: ['Asistente', 'Equipo', 'Mensaje nuevo', 'Ocultar'],
  fr: ['Assistant', 'Équipe', 'Nouveau message', 'Masquer'],
  hi: ['सहायक', 'टीम', 'नया संदेश', 'छिपाएँ'],
  pt: ['Assistente', 'Equipe', 'Nova mensagem', 'Ocultar'],
};

// mount makes the bubble once, and gives the function that shows or hides it.
export function mount(client: Client, root: ShadowRoot, open: () => void): () => void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  // Text that is put into an existing status is announced by screen readers, when they are
  // done with their sentence.
  const box = part('div', 'news');
  box.setAttribute('role', 'status');
  const card = part('div', 'card');
  const [text, by, dismiss] = [part('button', 'words'), part('b', 'by'), part('button', 'dismiss')];
  const line = part('span', 'text');
  text.append(by, line);
  card.append(text, dismiss);
  dismiss.textContent = '×';
  root.append(box);
  text.onclick = open;
  dismiss.onclick = () => {
    client.storage.set('dismissed', client.news.at(-1)?.id ?? '');
    box.replaceChildren();
    root.querySelector<HTMLElement>('.launch')?.focus();
  };
  const fill = () => {
    const message = client.isOpen || client.blocked ? undefined : client.news.at(-1);
    if (!message || message.id <= (client.storage.get('dismissed') ?? '')) return box.replaceChildren();
    if (message.starts && fillsIn()) {
      // nobody waits for these words
      box.replaceChildren();
      return doc.addEventListener('focusout', show, { once: true });
    }
    card.dataset.scheme = client.scheme;
    box.dir = client.locale === 'ar' ? 'rtl' : 'ltr';
    dismiss.setAttribute('aria-label', words[client.locale]![3]);
    by.replaceChildren(...author(client, message));
    line.textContent = gist(message) || words[client.locale]![2];
    if (!box.firstChild) box.append(card);
  };
  let soon = 0;
  const show = () => {
    cancelAnimationFrame(soon);
    soon = requestAnimationFrame(fill);
  };
  return show;
}

// fillsIn tells whether the visitor is in a form of the page. A frame may be one: that of a payment is.
function fillsIn(): boolean {
  let at = doc.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return !!at?.closest('input,select,textarea,form,iframe,[contenteditable]');
}

function part<Name extends keyof HTMLElementTagNameMap>(name: Name, kind: string): HTMLElementTagNameMap[Name] {
  const made = doc.createElement(name);
  made.className = kind;
  if (made instanceof HTMLButtonElement) made.type = 'button';
  return made;
}

// author names the speaker; of a bot it always says that it is one.
function author(client: Client, { author: { kind, name } }: Message): (Node | string)[] {
  const [bot, team] = words[client.locale]!;
  const known = part('bdi', 'name');
  known.textContent = plain(name ?? (kind === 'bot' ? (client.told?.bot.name ?? '') : ''));
  if (kind !== 'bot') return [known.textContent ? known : team];
  return known.textContent && known.textContent !== bot ? [known, ' · ', bot] : [bot];
}

// gist is the message in a line or three.
function gist(message: Message): string {
  return (message.bubbles ?? [])
    .map((b) => plain(b?.text || b?.cards?.[0]?.title || b?.media?.name || ''))
    .filter(Boolean)
    .join(' ')
    .slice(0, 300);
}
