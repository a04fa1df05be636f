// The user who is signed in on the page, as its own server signed it.
import type { Client } from './client';
import { end } from './end';
import type { Refusal } from './socket';
import type { Widget } from './widget';

interface Login {
  said?: string | null; // the page's word that was not passed on yet, or holds: a token, or null for nobody
  begun?: boolean; // the client has begun anew for this user
  busy?: boolean; // the word is being passed on
  again?: boolean; // and is looked at again after that
}

const logins = new WeakMap<Client, Login>();

// identify passes on who is signed in, now or once connected.
export function identify(widget: Widget, token: string | null): void {
  const { client } = widget;
  const login = logins.get(client) ?? {};
  if (!logins.has(client)) client.on('welcome', () => void pass(widget, login));
  logins.set(client, login);
  login.begun = false;
  login.said = token;
  void pass(widget, login);
}

// reset forgets the visitor, as after a sign-out, and begins with a new one.
export async function reset(widget: Widget): Promise<void> {
  delete logins.get(widget.client)?.said;
  await anew(widget);
}

async function anew(widget: Widget): Promise<void> {
  const { client } = widget;
  await end(client);
  if (widget.running && (widget.mode() === 'full' || client.isOpen)) client.connect(widget.mode());
}

// pass does one thing at a time: a sign-out that comes while a user is being named is one of that user's.
async function pass(widget: Widget, login: Login): Promise<void> {
  login.again = true;
  if (login.busy) return;
  login.busy = true;
  while (login.again) {
    login.again = false;
    await tell(widget, login);
  }
  login.busy = false;
}

async function tell(widget: Widget, login: Login): Promise<void> {
  const { client } = widget;
  const { said } = login;
  if (said === undefined || !client.online || !client.told) return;
  if (said === null) {
    delete login.said; // a later sign-in in another tab holds
    if (client.told.signedIn) await anew(widget);
  } else if (client.mode === 'full') await name(widget, login, said);
}

// name tells the server of a user, once in a tab. Of a browser that had another user the visitor stays theirs: this one
// is a new visitor.
async function name(widget: Widget, login: Login, token: string): Promise<void> {
  const { client } = widget;
  const mark = print(client.told!.visitor, token);
  if (mark && client.storage.get('user') === mark) return;
  try {
    await client.ask({ action: 'identify', jwt: token });
    client.told!.signedIn = true;
    client.storage.set('user', mark);
  } catch (error) {
    const { code, message } = error as Refusal;
    if (login.said !== token || !message) return; // lost, not refused: the next welcome says it again
    if (code === 'other_user' && !login.begun) {
      login.begun = true;
      await anew(widget);
      return;
    }
    delete login.said;
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
