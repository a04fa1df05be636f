import { useState } from 'preact/hooks';
import type { Field, Form, Message } from '../../../lib/wire';
import type { Refusal } from '../socket';
import type { Say } from './texts';
import { useView } from './view';
import { newId } from './id';

// What browsers are told of a field, so that they can fill it in and show the right keys.
const hints: Record<Field['type'], object> = {
  text: {}, name: { autocomplete: 'name' }, email: { type: 'email', autocomplete: 'email' },
  phone: { type: 'tel', autocomplete: 'tel' }, number: { inputMode: 'decimal' }, choice: {},
};

// FormBubble asks for values. What is plainly wrong is said at its field, before it is
// sent; what the server refuses is said above the button.
export function FormBubble({ message, form }: { message: Message; form: Form }) {
  const { client, say } = useView();
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [refused, setRefused] = useState('');
  const [busy, setBusy] = useState(false);
  const answered = client.log.rows.some((m) => m.bubbles?.[0]?.submission?.message === message.id);
  if (answered) return <p class="bubble faint">{say('submitted')}</p>;

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const element = event.currentTarget as HTMLFormElement;
    const data = new FormData(element);
    const values = Object.fromEntries(form.fields.map((f) => [f.name, String(data.get(f.name) ?? '').trim()]));
    const found = Object.fromEntries(form.fields.map((f) => [f.name, mistake(f, values[f.name]!, say)]).filter(([, text]) => text));
    setWrong(found);
    setRefused('');
    const first = form.fields.find((f) => found[f.name]);
    if (first) return element.querySelector<HTMLElement>(`[name="${first.name}"]`)?.focus();
    setBusy(true);
    await client.ask({ action: 'form', id: newId(client), submission: { message: message.id, form: form.id, values } })
      .catch((error: Refusal) => setRefused(error.message || say('failedToLoad')));
    setBusy(false);
  };

  return (
    <form class="bubble form" noValidate onSubmit={submit}>
      {form.fields.map((f) => {
        const id = `${message.id}-${form.id}-${f.name}`.replace('#', '-');
        const props = { id, name: f.name, 'aria-required': f.required, 'aria-invalid': !!wrong[f.name], 'aria-describedby': wrong[f.name] ? id + '-why' : undefined };
        return (
          <div class="field" key={f.name}>
            <label for={id} dir="auto">{f.label}{!f.required && <small> ({say('optional')})</small>}</label>
            {f.type === 'choice' ? (
              <select {...props}><option value="">{say('choose')}</option>{f.choices?.map((c) => <option key={c}>{c}</option>)}</select>
            ) : (
              <input {...props} {...hints[f.type]} maxLength={1000} dir="auto" />
            )}
            {wrong[f.name] && <p class="wrong" id={id + '-why'}>{wrong[f.name]}</p>}
          </div>
        );
      })}
      {refused && <p class="wrong" role="alert">{refused}</p>}
      <button class="primary" disabled={busy} dir="auto">{form.submit || say('submit')}</button>
    </form>
  );
}

function mistake(f: Field, value: string, say: Say): string {
  if (!value) return f.required ? say('required', { label: f.label }) : '';
  if (f.type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return say('badEmail');
  if (f.type === 'phone' && !/^\+?[\d ()./-]{5,30}$/.test(value)) return say('badPhone');
  if (f.type === 'number' && !/^-?\d+([.,]\d+)?$/.test(value)) return say('badNumber');
  return '';
}
