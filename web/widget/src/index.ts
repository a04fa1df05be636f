// The loader: reads what the site wants, connects, shows the launcher, and fetches the
// panel when somebody opens it.
import type { SiteFile } from '../../lib/wire';
import { Widget } from './widget';

// The file of commands, by its name in this build.
declare const COMMANDS: string;

declare global {
  interface Window {
    Botifire?: ((...call: unknown[]) => void) & { q?: unknown[][] };
  }
}

const script = document.currentScript as HTMLScriptElement | null;

async function load(door: string, key: string): Promise<void> {
  const answer = await fetch(`${door}/widget/sites/${encodeURIComponent(key)}.json`, { credentials: 'omit', referrerPolicy: 'no-referrer' });
  if (!answer.ok) return console.error(`Botifire: there is no site with the key "${key}". Copy the snippet again.`);
  const site = (await answer.json()) as SiteFile;
  if (!allows(site, location.origin)) {
    return console.error(`Botifire: ${location.origin} is not an allowed origin of this site. Add it in Settings, Sites, Allowed origins.`);
  }
  if (site.paused) return;
  const widget = new Widget(door, site);
  let commands: Promise<{ run(widget: Widget, call: unknown[]): void }> | undefined;
  const run = (call: unknown[]) => void (commands ??= import(/* @vite-ignore */ `${door}/${COMMANDS}`)).then((file) => file.run(widget, call));
  const waiting = window.Botifire?.q ?? [];
  window.Botifire = (...call) => run(call);
  for (const call of waiting) run([...call]);
  if (script?.dataset.start !== 'manual') widget.start();
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

window.Botifire ??= Object.assign((...call: unknown[]) => void window.Botifire!.q!.push(call), { q: [] as unknown[][] });

const { src, dataset } = script ?? { src: '', dataset: {} as DOMStringMap };
if (!dataset.site) console.error('Botifire: the script tag needs data-site="your site key".');
else {
  const begin = () => void load(new URL(src).origin, dataset.site!).catch(() => console.warn('Botifire: the chat cannot be reached now.'));
  if ((document as Document & { prerendering?: boolean }).prerendering) document.addEventListener('prerenderingchange', begin, { once: true });
  else begin();
}
