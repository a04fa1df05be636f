// The loader: reads the site's settings, connects, shows the launcher, and fetches the
// panel when somebody opens it.
import type { SiteFile } from '../../lib/wire';
import { doc } from './doc';
import { Widget } from './widget';

// The file of commands, by its name in this build.
declare const COMMANDS: string;

type Call = unknown[];
type Commands = { run(widget: Widget, call: Call): void };
type Say = ((...call: Call) => void) & { q?: Call[] };

// Chat is the one that a page has, however often the snippet runs on it.
interface Chat {
  key: string;
  widget?: Widget;
  say: Say;
}

// It is kept under a symbol: no element of the page can be called by one.
const here = Symbol.for('botifire.chat');
const page = window as unknown as { Botifire: unknown; [here]?: Chat };

// tag is the script that this code came with. An element that is called "currentScript" is
// none; where the browser names none, as for modules, the page's tag is looked for.
function tag(): HTMLScriptElement | undefined {
  const own: unknown = doc.currentScript;
  const found: unknown =
    own instanceof HTMLScriptElement ? own : doc.querySelector('script[data-site][src*="/widget.js"]');
  return found instanceof HTMLScriptElement ? found : undefined;
}

// listen puts ours in the place of the page's stub, and takes over the calls that wait there. An
// element that is called "Botifire" is not a function, and its q no list.
function listen(say: Say): void {
  const was = page.Botifire;
  page.Botifire = say;
  const waiting = was instanceof Function ? (was as Say).q : undefined;
  if (Array.isArray(waiting)) for (const call of waiting) say(...(call as Iterable<unknown>));
}

async function siteOf(door: string, key: string): Promise<SiteFile | undefined> {
  const answer = await fetch(`${door}/widget/sites/${encodeURIComponent(key)}.json`, {
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
  });
  const site = answer.ok && ((await answer.json()) as SiteFile);
  if (site && allows(site, location.origin)) return site.paused ? undefined : site;
  console.error(site ? `Botifire: add ${location.origin} in Settings.` : 'Botifire: wrong data-site.');
}

// begin makes the page's chat. Earlier calls of the page wait for it.
async function begin(door: string, key: string, manual: boolean): Promise<void> {
  const waiting: Call[] = [];
  const chat: Chat = { key, say: (...call) => void waiting.push(call) };
  page[here] = chat;
  listen((...call) => chat.say(...call));
  const site = await siteOf(door, key);
  if (!site || page[here] !== chat) return; // another key came meanwhile
  const widget = new Widget(door, site);
  chat.widget = widget;
  let commands: Promise<Commands> | undefined;
  chat.say = (...call) => {
    commands ??= import(/* @vite-ignore */ `${door}/${COMMANDS}`) as Promise<Commands>;
    void commands.then((file) => file.run(widget, call));
  };
  for (const call of waiting) chat.say(...call);
  if (!manual) await widget.start();
}

// run is the snippet. Where it ran before with the same key, that chat stays, and is put
// back on the page if the page has dropped it; of two keys the later one has the page.
function run(): void {
  const script = tag();
  const key = script?.dataset.site;
  const was = page[here];
  if (!script || !key) console.error('Botifire: no data-site.');
  else if (was?.key === key) was.widget?.attach();
  else {
    was?.widget?.shutdown();
    begin(new URL(script.src).origin, key, script.dataset.start === 'manual').catch(() => {
      delete page[here]; // the snippet may be run again
      console.warn('Botifire is away.');
    });
  }
}

// allows is the server's rule: exact, or *. for whole labels under a domain.
function allows(site: SiteFile, origin: string): boolean {
  return site.origins.some((allowed) => {
    const [scheme, domain] = allowed.split('*') as [string, string?];
    if (domain === undefined) return origin === allowed;
    const labels = origin.slice(scheme.length, -domain.length);
    return origin === scheme + labels + domain && /^[^/:@?#\\]+$/.test(labels);
  });
}

if (doc.prerendering) doc.addEventListener('prerenderingchange', run, { once: true });
else run();
