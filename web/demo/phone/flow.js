// A Flow on the phone: its screens come from the business's endpoint, sealed. The real client
// draws the screens that the business published at Meta; this one draws a field for each word it is told.
import { $, make, post } from './meta.js';

export async function openFlow(row) {
  const { flow_token, flow_cta } = row.message.interactive.action.parameters;
  const ask = (action, screen, data) =>
    post('flow', { message: row.wamid, name: $('name').value, ask: { action, screen, data, flow_token } });
  const first = await ask('INIT');
  if (!first) return;
  const filled = {};
  show(first);
  $('flow').showModal();

  function show({ screen, data }) {
    const fields = Object.keys(data)
      .filter((k) => k.startsWith('label_'))
      .map((k) => k.slice(6));
    const form = make(
      'form',
      { method: 'dialog' },
      make('h2', { textContent: flow_cta }),
      data.error_message && make('p', { className: 'wrong', role: 'alert', textContent: data.error_message }),
      ...fields.map((name) => {
        const choices = data['choices_' + name];
        const input = choices
          ? make('select', { name }, ...choices.map((c) => make('option', { value: c.id, textContent: c.title })))
          : make('input', { name, value: filled[name] ?? data['value_' + name] ?? '' });
        return make('label', {}, data['label_' + name], input);
      }),
      make('button', { type: 'submit', textContent: 'Continue' }),
      make('button', { type: 'button', textContent: 'Close', onclick: () => $('flow').close() }),
    );
    form.onsubmit = async (event) => {
      event.preventDefault();
      Object.assign(filled, Object.fromEntries(new FormData(form)));
      const next = await ask('data_exchange', screen, filled);
      if (!next || next.screen === 'SUCCESS') return $('flow').close();
      show(next);
    };
    $('flow').replaceChildren(form);
  }
}
