import css from './card.css?inline';
import type { Client } from './client';
import { doc } from './doc';

type Answer = [words: string, act: () => void];

// question shows a card beside the launcher. fill puts its words into an element, and gives the card's name and the
// answers; it is called again when the language changes.
export function question(
  client: Client,
  root: ShadowRoot,
  fill: (text: HTMLElement) => [name: string, ...Answer[]],
): HTMLElement {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const box = doc.createElement('section');
  box.className = 'ask';
  // Screen readers announce text that is put into an existing status.
  const text = doc.createElement('p');
  text.setAttribute('role', 'status');
  const row = doc.createElement('div');
  box.append(text, row);
  const draw = () => {
    const [name, ...answers] = fill(text);
    box.dir = client.locale === 'ar' ? 'rtl' : 'ltr';
    box.lang = client.locale;
    box.dataset.scheme = client.scheme;
    box.setAttribute('aria-label', name);
    row.replaceChildren(...answers.map(([words, act]) => button(words, act)));
  };
  client.on('look', draw);
  root.append(box);
  requestAnimationFrame(draw);
  return box;
}

function button(text: string, onclick: () => void): HTMLButtonElement {
  return Object.assign(doc.createElement('button'), { type: 'button', textContent: text, onclick });
}
