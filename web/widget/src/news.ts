// The newest words that the visitor has not seen, beside the launcher of a closed chat. It
// is fetched when there are some for the first time.
import { plain } from '../../lib/links';
import type { Message } from '../../lib/wire';
import type { Client } from './client';
import { doc } from './doc';

const css = `
.news{position:absolute;inset:auto 0 68px auto;width:max-content;max-width:min(280px,calc(100vw - 40px))}
.card{box-sizing:border-box;display:flex;align-items:flex-start;border:1px solid #0003;border-radius:14px;background:#fff;color:#1b1f24;box-shadow:0 6px 24px #0004}
:host([data-side=left]) .news{inset:auto auto 68px 0}
.news button{all:unset;box-sizing:border-box;cursor:pointer}
.news button:focus-visible{outline:2px solid currentColor;outline-offset:-3px;border-radius:12px}
.news .words{padding:10px 0 10px 14px;padding-inline:14px 0;min-width:0;font-size:14px}
.news b{display:block;font-size:12px;font-weight:600;opacity:.75}
.news .text{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;line-clamp:3;overflow:hidden;overflow-wrap:anywhere;unicode-bidi:plaintext;text-align:left}
.news[dir=rtl] .text{text-align:right}
.news .dismiss{flex:none;width:40px;height:40px;text-align:center;font-size:20px;line-height:40px}
.card[data-scheme=dark]{background:#16181c;color:#eceef0;border-color:#fff4}
@media(prefers-color-scheme:dark){.card[data-scheme=auto]{background:#16181c;color:#eceef0;border-color:#fff4}}
@media(max-width:480px){.news{max-width:min(260px,70vw)}}
@media(forced-colors:active){.card{border:1px solid CanvasText}}`;

// Of each language: whose words, of a bot without a name; words that cannot be shown in a
// line; and what the cross does.
const words: Record<string, [bot: string, team: string, unseen: string, dismiss: string]> = {
  ar: ['المساعد', 'الفريق', 'رسالة جديدة', 'إخفاء'],
  de: ['Assistent', 'Team', 'Neue Nachricht', 'Ausblenden'],
  en: ['Assistant', 'Team', 'New message', 'Dismiss'],
  es: ['Asistente', 'Equipo', 'Mensaje nuevo', 'Ocultar'],
  fr: ['Assistant', 'Équipe', 'Nouveau message', 'Masquer'],
  hi: ['सहायक', 'टीम', 'नया संदेश', 'छिपाएँ'],
  pt: ['Assistente', 'Equipe', 'Nova mensagem', 'Ocultar'],
};

// mount makes the bubble once, and gives what shows or hides it.
export function mount(client: Client, root: ShadowRoot, open: () => void): () => void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  // What is put into a status that is there already is said by screen readers, when they are
  // done with what they say.
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
    card.dataset.scheme = client.scheme;
    box.dir = client.locale === 'ar' ? 'rtl' : 'ltr';
    dismiss.setAttribute('aria-label', words[client.locale]![3]);
    by.replaceChildren(...author(client, message));
    line.textContent = gist(message) || words[client.locale]![2];
    if (!box.firstChild) box.append(card);
  };
  let soon = 0;
  return () => {
    cancelAnimationFrame(soon);
    soon = requestAnimationFrame(fill);
  };
}

function part<Name extends keyof HTMLElementTagNameMap>(name: Name, kind: string): HTMLElementTagNameMap[Name] {
  const made = doc.createElement(name);
  made.className = kind;
  if (made instanceof HTMLButtonElement) made.type = 'button';
  return made;
}

// author says who speaks; of a bot always that it is one.
function author(client: Client, { author: { kind, name } }: Message): (Node | string)[] {
  const [bot, team] = words[client.locale]!;
  const known = part('bdi', 'name');
  known.textContent = plain(name ?? (kind === 'bot' ? client.botName : ''));
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
