import { useRef, useState } from 'preact/hooks';
import { prevented } from '../../../lib/events';
import { accepted } from '../../../lib/files';
import { builds } from '../../../lib/input-method';
import { Attach, Send } from './icons';
import { newId } from './id';
import { useView } from './view';

const most = 4096; // characters of a message
const tellEvery = 4000; // ms between two "is writing"

// Composer is where the visitor writes.
export function Composer() {
  const { client, outbox, uploads, say } = useView();
  const [text, setText] = useState('');
  const told = useRef(0);
  const over = [...text].length > most;

  const write = (value: string) => {
    setText(value);
    if (client.owner === 'bot' || !value || Date.now() - told.current < tellEvery) return;
    told.current = Date.now();
    client.ask({ action: 'typing', typing: true }).catch(() => {});
  };
  const send = () => {
    const words = text.trim();
    if (!words || over) return;
    outbox.add({ action: 'message', id: newId(client), text: words }, words);
    setText('');
    told.current = 0;
  };
  return (
    <form
      class="composer"
      onSubmit={prevented(send)}
      onPaste={(e) => {
        if (e.clipboardData?.files.length) {
          e.preventDefault();
          uploads.add(e.clipboardData.files, say);
        }
      }}
    >
      {over && (
        <p class="wrong" role="alert">
          {say('tooLong', { n: [...text].length })}
        </p>
      )}
      <Files />
      <textarea
        rows={1}
        dir="auto"
        value={text}
        placeholder={say('write')}
        aria-label={say('write')}
        aria-invalid={over}
        onInput={(e) => write(e.currentTarget.value)}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && !e.shiftKey && !builds(e)) {
            e.preventDefault();
            send();
          }
        }}
      />
      <button type="submit" class="icon send" aria-label={say('send')} disabled={!text.trim() || over}>
        <Send />
      </button>
    </form>
  );
}

// Files chooses files to send.
function Files() {
  const { uploads, say } = useView();
  const files = useRef<HTMLInputElement>(null);
  const chosen = (input: HTMLInputElement) => {
    uploads.add([...(input.files ?? [])], say);
    input.value = '';
  };
  return (
    <>
      <input ref={files} type="file" hidden multiple accept={accepted} onChange={(e) => chosen(e.currentTarget)} />
      <button type="button" class="icon" aria-label={say('attach')} onClick={() => files.current?.click()}>
        <Attach />
      </button>
    </>
  );
}
