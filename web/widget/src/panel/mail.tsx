import { useEffect, useRef, useState } from 'preact/hooks';
import { here } from '../page';
import type { Refusal } from '../socket';
import { all } from './locales/mail';
import { because } from './refusals';
import { filled } from './texts';
import { useView } from './view';

// Mail lets a visitor who waits leave an e-mail address, to which an answer goes that they do not see here.
export function Mail() {
  const { client } = useView();
  const [edits, edit] = useState(false);
  const line = useRef<HTMLParagraphElement>(null);
  const saved = useRef(false);
  const left = client.told?.mail;
  const words = useWords();
  // The button that was pressed is gone: the focus goes to the element in its place.
  useEffect(() => {
    if (saved.current) line.current?.focus();
    saved.current = false;
  });
  const done = () => {
    saved.current = true;
    edit(false);
  };
  if (!left) return null;
  if (!left.address || left.bounced || edits) return <Ask takesFocus={edits} done={done} />;
  return (
    <p class="bar" role="status" tabIndex={-1} ref={line}>
      <bdi>{words('left', { address: left.address })}</bdi>{' '}
      <button type="button" class="link" onClick={() => edit(true)}>
        {words('other')}
      </button>
    </p>
  );
}

const useWords = () => filled(all[useView().say.locale] ?? all.en!);

function Ask({ takesFocus, done }: { takesFocus: boolean; done: () => void }) {
  const { client, say } = useView();
  const words = useWords();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, []);
  const leave = async (event: SubmitEvent) => {
    event.preventDefault();
    const address = String(new FormData(event.currentTarget as HTMLFormElement).get('address'));
    setBusy(true);
    try {
      const page = client.mode === 'full' ? here(client.site.look.pages).url : location.origin;
      const { mail } = await client.ask({ action: 'mail', address, page, locale: say.locale });
      if (client.told) client.told.mail = mail;
      done();
      client.emit('status'); // the panel is drawn anew
    } catch (error) {
      const refusal = error as Refusal;
      const why = { bad_email: say('badEmail'), no_mail_there: words('bad') }[refusal.code];
      setWrong(why ?? (because(say, refusal) || say('failedToLoad')));
    }
    setBusy(false);
  };
  return (
    <form class="bar mail" noValidate onSubmit={leave}>
      <label class="field">
        {words(client.told?.mail?.bounced ? 'bad' : 'ask')}
        <input
          name="address"
          type="email"
          autocomplete="email"
          maxLength={254}
          ref={field}
          aria-invalid={!!wrong}
          aria-describedby={wrong ? 'mail-wrong' : undefined}
        />
      </label>
      <button type="submit" class="primary" disabled={busy || !client.online}>
        {words('save')}
      </button>
      {wrong && (
        <p class="wrong" role="alert" id="mail-wrong">
          {wrong}
        </p>
      )}
    </form>
  );
}
