import { render } from 'preact';
import { chime } from '../../../lib/chime';
import { builds } from '../../../lib/input-method';
import type { Message, Push } from '../../../lib/wire';
import type { Client } from '../client';
import { doc } from '../doc';
import { light } from '../launcher';
import { Log } from '../log';
import type { Panel } from '../widget';
import { App } from './app';
import { newId } from './id';
import { Outbox, promised } from './outbox';
import css from './panel.css?inline';
import { learn, sayIn } from './texts';
import { Uploads } from './uploads';

const phone = matchMedia('(max-width:480px)');

// patience is how long the panel waits for its language before it speaks English.
const patience = 1000;

// mount puts the panel into the widget's shadow root. The loader calls it once, when
// the chat is opened for the first time on a page.
export async function mount(client: Client, root: ShadowRoot, close: () => void): Promise<Panel> {
  await Promise.race([learn(client.locale), new Promise((late) => setTimeout(late, patience))]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const box = doc.createElement('div');
  box.id = 'panel';
  box.hidden = true;
  box.setAttribute('role', 'dialog');
  box.tabIndex = -1;
  root.prepend(box);

  let queued = false;
  const draw = () => {
    if (queued) return;
    queued = true;
    queueMicrotask(() => {
      queued = false;
      void learn(client.locale).then((more) => more && draw());
      const say = sayIn(client.locale);
      box.dir = say.dir;
      box.lang = say.locale;
      box.dataset.scheme = client.scheme;
      box.classList.toggle('on-light', light(client.site.look.accent ?? '#1d4ed8'));
      box.setAttribute('aria-label', client.site.look.title ?? client.site.name);
      render(<App view={{ client, outbox, uploads, say }} close={close} />, box);
    });
  };
  // Messages that the visitor wrote meanwhile follow the greeting.
  let greeting = Promise.resolve();
  const welcome = () => {
    greeting = greeting.then(() => greet(client));
  };
  const outbox = new Outbox(client, draw, () => greeting);
  const uploads = new Uploads(client, outbox, draw);
  for (const event of ['log', 'status', 'owner', 'typing', 'look', 'blocked', 'unread']) client.on(event, draw);
  client.on(
    'message',
    (m) => client.sound && !(m as Message).starts && (!client.isOpen || doc.hidden) && chime(660, 880),
  );
  client.on('mail', (push) => {
    if (client.told) client.told.mail = (push as Push).mail;
    draw();
  });
  client.on('pair', (push) => {
    if (client.told) client.told.pair = (push as Push).pair;
    draw();
  });
  client.on('owner', (push) => promised(client, (push as Push).promise)); // before the panel is drawn
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !builds(event)) close();
    if (event.key === 'Tab' && phone.matches) wrap(event, box, root);
  });
  client.on('ready', welcome);
  // Another tab may have come back by a link: then this one goes on there, without the words of before.
  let was = client.told?.conversation;
  client.on('welcome', () => {
    const is = client.told?.conversation;
    if (was && was !== is && client.log.last) {
      client.change({ log: new Log(), seen: '' }, 'log');
      client.socket.drop();
    }
    was = is;
  });
  for (const event of ['resize', 'scroll']) visualViewport?.addEventListener(event, () => fit(box));
  fit(box);
  draw();
  return {
    show(focus) {
      box.hidden = false;
      box.setAttribute('aria-modal', String(phone.matches));
      draw();
      welcome();
      // On a phone the field would bring up the keyboard, over the words to read first.
      const first =
        phone.matches || matchMedia('(pointer:coarse)').matches ? null : box.querySelector<HTMLElement>('textarea');
      // A field of a form that somebody has gone to meanwhile keeps the keys.
      if (focus)
        requestAnimationFrame(() => box.contains(root.activeElement) || (first ?? box).focus({ preventScroll: true }));
    },
    hide() {
      box.hidden = true;
    },
  };
}

// fit gives the panel the room that a phone's keyboard leaves. A page that is zoomed into
// keeps its own.
function fit(box: HTMLElement): void {
  const { height, offsetTop, scale } = visualViewport ?? { height: 0, offsetTop: 0, scale: 2 };
  for (const [name, size] of [
    ['--view', height],
    ['--top', offsetTop],
  ] as const)
    box.style.setProperty(name, scale > 1.01 ? '' : `${size}px`);
}

// greet tells that the chat is open. The first time, the bot says hello.
async function greet(client: Client): Promise<void> {
  if (client.isOpen && client.welcomed)
    await client.ask({ action: 'open', id: newId(client), locale: client.locale }).catch(() => {});
}

// wrap keeps the focus in the panel while it covers the screen.
function wrap(event: KeyboardEvent, box: HTMLElement, root: ShadowRoot): void {
  const stops = [...box.querySelectorAll<HTMLElement>('button,textarea,input,select,a[href],[tabindex="0"]')].filter(
    (e) => !e.hasAttribute('disabled') && e.offsetParent !== null,
  );
  const [first, last] = [stops[0], stops.at(-1)];
  if (event.shiftKey ? root.activeElement === first || root.activeElement === box : root.activeElement === last) {
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }
}
