// The page's commands: Botifire('open'), Botifire('track', 'Checkout', {…}). They are fetched
// with the first call.
import type { Goal } from '../../lib/wire';
import type { Client } from './client';
import { consent } from './consent';
import { navigated } from './navigation';
import type { Refusal } from './socket';
import { identify, reset } from './user';
import type { Widget } from './widget';
import { pick } from './words';

type Facts = Record<string, string | number | boolean | null | undefined>;

export function run(widget: Widget, [name, ...args]: unknown[]): void {
  const all = commands(widget);
  const command = all[name as string];
  try {
    if (!command)
      console.warn(`Botifire: there is no command "${String(name)}". There are ${Object.keys(all).join(', ')}.`);
    if (command) Reflect.apply(command, undefined, args);
  } catch (error) {
    console.warn(`Botifire('${String(name)}'):`, error);
  }
}

function commands(widget: Widget): Record<string, (...args: never[]) => unknown> {
  const { client } = widget;
  return {
    open: () => widget.open(),
    close: () => widget.close(),
    toggle: () => widget.toggle(),
    start: () => widget.start(),
    shutdown: () => widget.shutdown(),
    identify: (who: Facts | string | null) =>
      typeof who === 'string' || who === null ? identify(widget, who) : learn(client, texts(who)),
    setAttributes: (facts: Facts) => learn(client, texts(facts)),
    setLocale: (locale: string) => client.change({ locale: pick(locale) }, 'look'),
    setColorScheme: (scheme: Client['scheme']) => client.change({ scheme }, 'look'),
    track: (goal: string, facts: Partial<Goal> = {}) => track(client, { ...facts, name: goal }),
    page: () => navigated(client),
    consent: (granted = true) => consent(widget, !!granted),
    reset: () => reset(widget),
    on: (event: string, listener: () => void) => client.on(event, listener),
    off: (event: string, listener?: () => void) => client.off(event, listener),
  };
}

// claims are the facts that the server has not confirmed yet, by client.
const claims = new WeakMap<Client, Record<string, string>>();

// learn passes on the page's facts about the visitor, now or once connected.
function learn(client: Client, facts: Record<string, string>): void {
  if (!claims.has(client)) client.on('welcome', () => learn(client, {}));
  const attributes = { ...claims.get(client), ...facts };
  claims.set(client, attributes);
  if (!client.online || !Object.keys(attributes).length) return;
  claims.set(client, {});
  client.ask({ action: 'attributes', attributes }).catch(({ message }: Refusal) => {
    if (message) console.warn('Botifire:', message);
    else claims.set(client, { ...attributes, ...claims.get(client) }); // lost, not refused: said again
  });
}

// texts filters the facts to short texts under simple names.
function texts(facts: Facts): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(facts ?? {})) {
    if (value === null || value === undefined || value === '') continue;
    if (/^[a-z][a-zA-Z0-9_]{0,39}$/.test(name)) kept[name] = String(value).slice(0, 1000);
    else console.warn(`Botifire: "${name}" is no name for an attribute; write it like plan or orderCount.`);
  }
  return kept;
}

// track reports a goal now, or when there is a connection. Minimal mode tracks nothing.
function track(client: Client, goal: Goal): void {
  const send = () => {
    if (client.mode !== 'full') return;
    client
      .ask({ action: 'track', goal })
      .catch(({ message }: Refusal) => message && console.warn('Botifire:', message));
  };
  if (client.online) {
    send();
    return;
  }
  const stop = client.on('welcome', () => {
    stop();
    send();
  });
}
