// The page to which the links of e-mails lead. It does nothing until its reader presses a button: programs that open
// each link of a mail use nothing up.
import { type Phrases, phrases } from './phrases';

interface Sight {
  state: 'good' | 'used' | 'old' | 'gone';
  team?: string;
  address?: string; // to which the link went, shortened
}

const main = document.querySelector('main')!;
const [act, link] = location.hash.slice(1).split('=') as [string, string?];
addEventListener('hashchange', () => location.reload()); // another link was opened here
addEventListener('pageshow', (event) => event.persisted && begin().catch(failed)); // the buttons are pressed still
const language = navigator.languages.map((l) => l.split('-')[0]!).find((l) => l in phrases) ?? 'en';
const say = phrases[language]!;
document.documentElement.lang = language;
document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';

// ask makes a call. An error has the code that the server gave.
async function ask<T>(what: string, body: object = {}): Promise<T> {
  const answer = await fetch(`/mail/${what}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ link, ...body }),
    signal: AbortSignal.timeout(15_000),
  });
  const told = (await answer.json()) as T & { code?: string };
  if (!answer.ok) throw new Error(told.code);
  return told;
}

type Choice = [words: string, act: () => Promise<void>];

// show puts words on the page, and buttons below them, the first one as the likely one.
function show(title: string, words = '', choices: Choice[] = []): void {
  document.title = title;
  const heading = document.createElement('h1');
  heading.textContent = title;
  heading.tabIndex = -1;
  main.replaceChildren(heading);
  if (words) main.append(Object.assign(document.createElement('p'), { textContent: words }));
  choices.forEach(([text, act], i) => {
    const button = Object.assign(document.createElement('button'), { textContent: text, type: 'button' });
    button.className = i ? '' : 'first';
    button.onclick = () => {
      for (const other of main.querySelectorAll('button')) other.disabled = true;
      act().catch(failed);
    };
    main.append(button);
  });
  heading.focus();
}

function failed(error: unknown): void {
  const { message } = error as Error;
  const known = refusals[message];
  if (message === 'link_used' || message === 'link_old') look().catch(failed);
  else if (known) show(known);
  else show(say.trouble, '', [[say.again, begin]]);
}

const refusals: Record<string, string> = {
  link_gone: say.gone,
  no_page: say.noPage,
  mailed_today: say.enough,
  mail_ended: say.ended,
  slow_down: say.later,
};

const press = crypto.randomUUID(); // the same for every try of this page

// isolated keeps an address in its order among the words of a language that is written from the right.
const isolated = (address: string) => `\u2068${address}\u2069`;

async function look(): Promise<void> {
  const { state, team = '', address = '' } = await ask<Sight>('look');
  const fill = (text: keyof Phrases, by = team) => say[text].replace('{}', () => by);
  // Anybody can send this page's address to anybody: its reader has to see whose conversation it is.
  if (state === 'good')
    show(fill('welcome'), fill('whose', isolated(address)), [
      [
        say.go,
        async () => {
          const { address } = await ask<{ address: string }>('use', { press });
          location.assign(address);
        },
      ],
    ]);
  else if (state === 'gone') show(say.gone);
  else
    show(say[state], fill('anew'), [
      [
        say.renew,
        async () => {
          await ask('renew');
          show(say.sent);
        },
      ],
    ]);
}

// ends lets the owner of the address end all mail of the team.
function ends(): void {
  const stop = (notMe: boolean) => async () => {
    await ask('stop', { notMe });
    show(say.stopped);
  };
  show(say.ends, '', [
    [say.stop, stop(false)],
    [say.notMe, stop(true)],
  ]);
}

// owner lets an owner end the weekly mail about their team. It is in English, as the mail is.
function owner(): void {
  document.documentElement.lang = 'en';
  document.documentElement.dir = 'ltr';
  show('No more weekly e-mail?', 'It ends for you alone. You may turn it on again in your settings.', [
    [
      'End the weekly e-mail',
      async () => {
        await ask('stop');
        show('Done. You get no weekly e-mail any more.');
      },
    ],
  ]);
}

async function begin(): Promise<void> {
  if (!link) show(say.gone);
  else if (act === 'digest') owner();
  else if (act === 'stop') ends();
  else await look();
}

begin().catch(failed);
