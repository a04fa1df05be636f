import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';

interface Facts {
  Door: string;
  Endpoint: string;
  Shop: string;
  Phone: string;
}

// facts are the addresses of the local cloud that RUN names.
export const facts = JSON.parse(readFileSync(process.env.RUN ?? '.local/state/run.json', 'utf8')) as Facts;
export const password = 'Demo-password-1!';

// An ordinary browser's name: the product turns headless ones away as crawlers.
export const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

// patience is how long something may take on a machine that does much else (ms): longer ones are faults.
const patience = 120_000;

// find is the browser to test with: $CHROMIUM, the first of the system's, or Playwright's own.
export function find(...first: string[]): string {
  const named = process.env.CHROMIUM;
  if (named) return named;
  for (const name of [...first, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {} // not on this machine
  }
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  throw new Error(
    'No Chromium is found. Install it (Debian: apt install chromium; elsewhere: npx playwright-core install ' +
      'chromium), or name one in CHROMIUM.',
  );
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Pages of tests live short: a load takes a twelfth less of the processor with fewer processes, in larger tiles, and
  // with code that is not compiled for speed.
  '--in-process-gpu',
  '--enable-features=NetworkServiceInProcess2',
  '--js-flags=--no-opt --no-maglev --min-semi-space-size=32',
  '--default-tile-width=1280',
  '--default-tile-height=1024',
  '--disable-lcd-text',
  '--font-render-hinting=none',
  // A page that a test has changed comes from no address space that Chromium knows, and may not ask this machine.
  '--disable-features=LocalNetworkAccessChecks',
];

// shared is the browser of all files of a run: a launch takes half a second of the processor.
let shared: Promise<Browser> | undefined;

// launch is a browser without a window, if there is one: it takes a fifth less of the processor. A file that closes it
// closes its own contexts.
export function launch(): Promise<Browser> {
  shared ??= chromium.launch({ executablePath: find('chromium-headless-shell'), args: flags }).then((browser) => {
    browser.close = async () => {
      for (const context of browser.contexts()) await context.close();
    };
    return browser;
  });
  return shared;
}

// launchWhole is one that also shows notifications of service workers, as the one without a window does not.
export const launchWhole = (): Promise<Browser> => chromium.launch({ executablePath: find(), args: flags });

// launchAt is a browser with a profile of its own, which the one without a window does not read.
export const launchAt = (home: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(home, {
    executablePath: find(),
    args: flags,
    userAgent,
    viewport: { width: 1280, height: 860 },
  });

// troubles are the errors that a page has reported: there should be none.
export const troubles = new WeakMap<Page, string[]>();

// pages are those that the test has opened.
export const pages = new Set<Page>();

export async function open(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    userAgent,
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(patience);
  const close = context.close.bind(context);
  context.close = async (options) => {
    // Requests that a test answers in the server's place may be on their way.
    for (const routes of [context, ...context.pages()]) await routes.unrouteAll({ behavior: 'ignoreErrors' });
    await close(options);
  };
  const page = await context.newPage();
  watch(page);
  return { context, page };
}

export function watch(page: Page): void {
  const list: string[] = [];
  troubles.set(page, list);
  pages.add(page);
  page.on('pageerror', (error) => list.push('error: ' + error.message));
  page.on(
    'console',
    (message) =>
      message.type() === 'error' &&
      !/Failed to load resource|WebSocket connection|net::ERR/.test(message.text()) &&
      list.push(message.text()),
  );
  page.on('dialog', (dialog) => {
    list.push('dialog: ' + dialog.message());
    void dialog.dismiss();
  });
}

// Widget is the chat on a page of the shop.
export class Widget {
  host: Locator;
  launcher: Locator;
  panel: Locator;
  field: Locator;
  log: Locator;

  // within is where its page is, if that is a frame.
  constructor(
    public page: Page,
    within: Pick<Page, 'locator'> = page,
  ) {
    this.host = within.locator('botifire-chat');
    this.launcher = this.host.locator('.launch');
    this.panel = this.host.locator('#panel');
    this.field = this.panel.locator('textarea');
    this.log = this.panel.locator('[role=log]');
  }

  async start(): Promise<void> {
    await this.launcher.click();
    await this.log.waitFor();
    await this.said('Welcome to Kettle & Co.').waitFor();
  }

  async say(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  said(text: string | RegExp): Locator {
    return this.log.locator('.bubble', { hasText: text }).first();
  }

  // sent is a message that has reached the server.
  sent(text: string): Locator {
    return this.log.locator('.row:not([data-state]) .bubble', { hasText: text }).first();
  }
}

// seen opens a page of the shop, and waits until the server has welcomed its visitor.
export async function seen(page: Page, path: string): Promise<Widget> {
  const welcomed = page.waitForEvent('websocket').then((ws) => ws.waitForEvent('framereceived'));
  await page.goto(facts.Shop + path);
  await welcomed;
  return new Widget(page);
}

// tell has the page say something to its widget.
export const tell = (page: Page, ...call: unknown[]) => page.evaluate((c) => window.Botifire(...c), call);

// shop opens a page of the demo's shop.
export async function shop(page: Page, path = '/'): Promise<Widget> {
  await page.goto(facts.Shop + path);
  const widget = new Widget(page);
  await widget.launcher.waitFor();
  return widget;
}

// asksForConsent makes the shop a site that needs consent, and may change how its card looks.
export const asksForConsent = (page: Page, look: object = {}) =>
  page.context().route('**/widget/sites/demo-shop.json', async (route) => {
    const answer = await route.fetch();
    const site = (await answer.json()) as { look: object };
    await route.fulfill({ response: answer, json: { ...site, consent: true, look: { ...site.look, ...look } } });
  });

// sessions are the people who signed in, and the entry of their tab's storage.
const sessions = new Map<string, [string, string]>();

// signIn brings a page to where somebody wants to go. They sign in once in a run: another page of theirs gets a copy of
// the session, which the browser keeps for one tab only.
export async function signIn(page: Page, who = 'owner', path = '/visitors'): Promise<void> {
  const kept = sessions.get(who);
  if (!kept) {
    await signInAnew(page, who, path);
    sessions.set(
      who,
      await page.evaluate(() => Object.entries(sessionStorage).find(([key]) => key.startsWith('oidc.user:'))!),
    );
    return;
  }
  await page.goto(`${facts.Door}/widget/sites/demo-shop.json`); // a small page of the same origin
  await page.evaluate(([key, session]) => sessionStorage.setItem(key, session), kept);
  await page.goto(`${facts.Door}/admin${path}`);
  await page.waitForURL((url) => url.pathname === '/admin' + path.split('?')[0]);
}

// visit goes to another page of the admin as a click on a link does, and waits until it is drawn: that page, or the
// one where its address leads. A load takes four times as much of the processor: it is for tests of loads, and where
// answers that the page has are to be asked for anew.
export async function visit(page: Page, address: string, to = address): Promise<void> {
  const href = address.replace(facts.Door, '');
  await page.evaluate((href) => window.__TSR_ROUTER__!.navigate({ href }), href);
  await drawn(page, to);
}

// drawn waits until a page of the admin to which its own link or field led is drawn.
export async function drawn(page: Page, address: string): Promise<void> {
  await page.waitForFunction((path) => {
    const { status, location, resolvedLocation } = window.__TSR_ROUTER__!.state;
    const drawn = status === 'idle' && location.href === resolvedLocation?.href;
    return drawn && window.location.pathname === path;
  }, new URL(address, facts.Door).pathname);
}

// saved waits until the admin says that something is saved, and takes the words away: the next ones are others.
export async function saved(page: Page): Promise<void> {
  const words = page.locator('.mantine-Notification-root').filter({ has: page.getByText('Saved', { exact: true }) });
  await words.waitFor();
  await words.getByRole('button').click();
  await words.waitFor({ state: 'detached' });
}

// signInAnew walks through the hosted page as a person does, and lands where they wanted to go.
export async function signInAnew(page: Page, who: string, path: string): Promise<void> {
  await page.goto(`${facts.Door}/admin${path}`);
  await page.locator('input[type=password]').waitFor();
  await page.locator('input[name=username]').fill(`${who}@demo.test`);
  await page.locator('input[type=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/admin' + path.split('?')[0]);
}

// more opens the dialog for something that an agent can send beside words.
export async function more(page: Page, kind: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Send something else' }).click();
  await page.getByRole('menuitem', { name: kind }).click();
  return page.getByRole('dialog', { name: kind });
}

// call asks the admin API as the page's signed-in person.
export function call<T>(page: Page, path: string): Promise<T> {
  return page.evaluate(async (path) => {
    const user = Object.entries(sessionStorage).find(([key]) => key.startsWith('oidc.user:'))![1] as string;
    const answer = await fetch(path, {
      headers: { Authorization: 'Bearer ' + (JSON.parse(user) as { id_token: string }).id_token },
    });
    return (await answer.json()) as unknown;
  }, path) as Promise<T>;
}

// until polls a condition: nothing here sleeps for a time that it hopes is enough. It rests twice as long as an asking
// took, so that one that loads a page leaves the processor to what it waits for.
export async function until<T>(
  what: string,
  ask: () => Promise<T | false | undefined | null>,
  limit = patience,
): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const asked = Date.now();
    const got = await ask();
    if (got) return got;
    if (Date.now() > end) throw new Error('never came true: ' + what);
    const rest = Math.min(3000, Math.max(100, 2 * (Date.now() - asked)));
    await new Promise((resolve) => setTimeout(resolve, rest));
  }
}

export const cookieOf = async (context: BrowserContext) =>
  (await context.cookies(facts.Shop)).find((c) => c.name.startsWith('botifire_'));

// word ends in letters that nothing else has. They are random, since two words that differ in one letter are a typing
// mistake of one another to the bot, and they have no digits, since many of these in a row are a phone number.
export const word = (prefix: string) =>
  prefix + Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => letters[n % letters.length]).join('');
const letters = 'abcdefghijklmnopqrstuvwxyz';
