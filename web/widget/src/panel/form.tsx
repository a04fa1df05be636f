import { useEffect, useState } from 'preact/hooks';
import type { Field, Form, Message } from '../../../lib/wire';
import type { Refusal } from '../socket';
import { usePlace } from './form-place';
import { newId } from './id';
import type { Catalogue } from './locales/en';
import { learn, type Say, sayIn, speaks } from './texts';
import { useView } from './view';

// Hints for browsers, so that they can fill a field in and show the right keys.
const hints: Partial<Record<Field['type'], object>> = {
  name: { autocomplete: 'name' },
  email: { type: 'email', inputMode: 'email', autocomplete: 'email' },
  phone: { type: 'tel', inputMode: 'tel', autocomplete: 'tel' },
  number: { inputMode: 'decimal' },
};

// The server validates fields, as the same form is on WhatsApp; it
// gives a code, and the words are ours.
const faults: Record<string, keyof Catalogue> = {
  field_required: 'required',
  field_email: 'badEmail',
  field_phone: 'badPhone',
  field_number: 'badNumber',
  field_choice: 'badChoice',
  field_long: 'badLong',
};

// useSay has the words around a form in the form's own language, if we speak it: it may be another than the panel's.
function useSay(language = ''): Say {
  const { say } = useView();
  const [, learned] = useState(false);
  useEffect(() => void learn(language).then(learned), [language]);
  return speaks(language) ? sayIn(language) : say;
}

// useForm sends the values. All errors are shown at once, each at its field.
function useForm(message: Message, form: Form, fields: Field[], say: Say) {
  const { client } = useView();
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [refused, setRefused] = useState('');
  const [busy, setBusy] = useState(false);
  const mark = (element: HTMLFormElement, found: [name: string, why: string][]) => {
    setWrong(Object.fromEntries(found));
    const first = fields.find((f) => found.some(([name]) => name === f.name));
    if (first) (element.elements.namedItem(first.name) as HTMLElement | null)?.focus();
    return !!first;
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const element = event.currentTarget as HTMLFormElement;
    const data = new FormData(element);
    const values = Object.fromEntries(fields.map((f) => [f.name, String(data.get(f.name) ?? '').trim()]));
    setRefused('');
    const missing = fields.filter((f) => f.required && !values[f.name]);
    if (
      mark(
        element,
        missing.map((f) => [f.name, say('required')]),
      )
    )
      return;
    setBusy(true);
    try {
      const submission = { message: message.id, form: form.id, values };
      await client.ask({ action: 'form', id: newId(client), submission, locale: client.locale });
      client.emit('said');
    } catch (error) {
      const { fields: named = [], message: why } = error as Refusal;
      const found = named.map((f): [string, string] => [f.name, say(faults[f.code] ?? 'badField')]);
      if (!mark(element, found)) setRefused((say.locale === 'en' && why) || say('failedToLoad'));
    }
    setBusy(false);
  };
  const mended = (name: string) => setWrong(({ [name]: _, ...rest }) => rest);
  return { wrong, mended, refused, busy, submit };
}

// FormBubble asks for values, once.
export function FormBubble({ message, form }: { message: Message; form: Form }) {
  const { client } = useView();
  const say = useSay(form.language);
  const fields = (form.fields ?? []).filter((f) => f?.name);
  const { wrong, mended, refused, busy, submit } = useForm(message, form, fields, say);
  const answered = client.log.rows.some((m) => m.bubbles?.[0]?.submission?.message === message.id);
  const touched = usePlace(client, message, form, answered);
  if (answered) return <p class="bubble faint">{say('submitted')}</p>;
  return (
    <form class="bubble form" noValidate onSubmit={submit} onFocusIn={touched} lang={say.locale} dir={say.dir}>
      {fields.map((f) => (
        <Question
          key={f.name}
          field={f}
          say={say}
          id={`${message.id}-${form.id}-${f.name}`.replace('#', '-')}
          wrong={wrong[f.name]}
          mended={() => mended(f.name)}
        />
      ))}
      {refused && (
        <p class="wrong" role="alert">
          {refused}
        </p>
      )}
      <button type="submit" class="primary" disabled={busy} dir="auto">
        {form.submit || say('submit')}
      </button>
    </form>
  );
}

interface QuestionProps {
  field: Field;
  say: Say;
  id: string;
  wrong?: string;
  mended: () => void;
}

// Question is one field. A star stands for needed: the label is the site's, in its language.
function Question({ field: f, say, id, wrong, mended }: QuestionProps) {
  const props = {
    id,
    name: f.name,
    'aria-required': !!f.required,
    'aria-invalid': !!wrong,
    'aria-describedby': wrong ? id + '-why' : undefined,
    onInput: wrong ? mended : undefined,
  };
  return (
    <div class="field">
      <label for={id}>
        <bdi>{f.label}</bdi>
        {f.required && <span aria-hidden="true"> *</span>}
      </label>
      {f.type === 'choice' ? (
        <select {...props}>
          <option value="">{say('choose')}</option>
          {(f.choices ?? []).map((c, i) => (
            <option key={c} value={c}>
              {f.titles?.[i] ?? c}
            </option>
          ))}
        </select>
      ) : (
        <input {...props} {...hints[f.type]} maxLength={1000} dir="auto" />
      )}
      {wrong && (
        <p class="wrong" id={id + '-why'}>
          {wrong}
        </p>
      )}
    </div>
  );
}
