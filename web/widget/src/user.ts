// The user who is signed in on the page, as its own server signed it.
import type { Client } from './client';
import { end } from './end';
import type { Refusal } from './socket';
import type { Widget } from './widget';

// said is the page's word that was not passed on yet, or holds: a token, or null for nobody.
const said = new WeakMap<Client, string | null>();

// begun are the clients that have begun anew for the user whom the page named last.
const begun = new WeakSet<Client>();

const listening = new WeakSet<Client>();

// identify passes on who is signed in, now or once connected.
export function identify(widget: Widget, token: string | null): void {
  const { client } = widget;
  if (!listening.has(client)) client.on('welcome', () => void pass(widget));
  listening.add(client);
  begun.delete(client);
  said.set(client, token);
  void pass(widget);
}

// reset forgets the visitor, as after a sign-out, and begins with a new one.
export async function reset(widget: Widget): Promise<void> {
  said.delete(widget.client);
  await anew(widget);
}

async function anew(widget: Widget): Promise<void> {
  const { client } = widget;
  await end(client);
  if (widget.running && (widget.mode() === 'full' || client.isOpen)) client.connect(widget.mode());
}

async function pass(widget: Widget): Promise<void> {
  const { client } = widget;
  const token = said.get(client);
  if (token === undefined || !client.online || !client.told) return;
  if (token === null) {
    said.delete(client); // a later sign-in in another tab holds
    if (client.told.signedIn) await anew(widget);
  } else if (client.mode === 'full') await name(widget, token);
}

// name tells the server of a user, once in a tab. Of a browser that had another user the visitor stays theirs: this one
// is a new visitor.
async function name(widget: Widget, token: string): Promise<void> {
  const { client } = widget;
  const mark = print(client.told!.visitor, token);
  if (mark && client.storage.get('user') === mark) return;
  try {
    await client.ask({ action: 'identify', jwt: token });
    client.told!.signedIn = true;
    client.storage.set('user', mark);
  } catch (error) {
    const { code, message } = error as Refusal;
    if (said.get(client) !== token || !message) return; // lost, not refused: the next welcome says it again
    if (code === 'other_user' && !begun.has(client)) {
      begun.add(client);
      await anew(widget);
      return;
    }
    said.delete(client);
    console.warn('Botifire:', message);
  }
}

// print is the same for two tokens of one user with the same facts, whenever they were signed; it names nobody.
export function print(visitor: string | undefined, token: string): string {
  try {
    const claims = token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
    const { sub, name, email, phone } = JSON.parse(atob(claims));
    let [a, b] = [1, 2];
    for (const c of JSON.stringify([visitor, sub, name, email, phone])) {
      a = Math.imul(a ^ c.codePointAt(0)!, 0x9e3779b1);
      b = Math.imul((b ^ c.codePointAt(0)!) + (a >>> 15), 0x85ebca77);
    }
    return `${a}.${b}`;
  } catch {
    return ''; // the server says what is wrong with it
  }
}
