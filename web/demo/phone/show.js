// How the phone shows messages.

import { openFlow } from './flow.js';
import { ownContact, ownPlace } from './kinds.js';
import { $, fileAt, make, say } from './meta.js';

// words is the text of a message, in one line or some.
export function words(m) {
  const i = m.interactive;
  if (m.text) return m.text.body;
  if (i?.button_reply || i?.list_reply) return (i.button_reply ?? i.list_reply).title;
  if (i?.nfm_reply)
    return (
      'Form: ' +
      Object.entries(JSON.parse(i.nfm_reply.response_json))
        .filter(([k]) => k !== 'flow_token')
        .map(([k, v]) => `${k}: ${v}`)
        .join(', ')
    );
  if (i) return [i.header?.text, i.body?.text].filter(Boolean).join('\n');
  if (m.template)
    return (
      `[${m.template.name}] ` +
      (m.template.components ?? [])
        .flatMap((c) => c.parameters ?? [])
        .map((p) => p.text)
        .filter(Boolean)
        .join(', ')
    );
  if (m.location) return `📍 ${m.location.name ?? `${m.location.latitude}, ${m.location.longitude}`}`;
  if (m.contacts) return `👤 ${m.contacts[0].name.formatted_name}`;
  if (m.order) return `🛒 ${m.order.product_items.map((p) => `${p.quantity} × ${p.product_retailer_id}`).join(', ')}`;
  if (m.button) return m.button.text;
  if (m.type === 'unsupported') return `[${m.unsupported?.type ?? 'unsupported'}]`;
  return m[m.type]?.id || m[m.type]?.link ? (m[m.type].caption ?? '') : `[${m.type}]`;
}

function picture(m) {
  const link = m.interactive?.header?.image?.link ?? m.image?.link;
  if (link) return make('img', { src: link, alt: 'Picture' });
  const file = m.image ?? m.sticker ?? m.video ?? m.audio ?? m.document;
  if (!file?.id) return undefined;
  const src = fileAt(file.id);
  if (m.image || m.sticker)
    return make('img', { src, alt: file.caption ?? 'Picture', className: m.sticker ? 'sticker' : '' });
  if (m.video) return make('video', { src, controls: true });
  if (m.audio) return make('audio', { src, controls: true });
  return make('a', { href: src, target: '_blank', textContent: '📄 ' + (file.filename ?? 'Document') });
}

// bold is a text with the words between stars in bold, as WhatsApp shows it.
const bold = (text) => text.split(/\*([^*\n]+)\*/).map((part, i) => (i % 2 ? make('b', { textContent: part }) : part));

// taps are the buttons and rows of a message of the business.
function taps(row) {
  const i = row.message.interactive;
  if (row.mine || !i) return undefined;
  const button = (textContent, onclick) => make('button', { type: 'button', textContent, onclick });
  const tap = (o) => button(o.title, () => void say({ option: o.id, title: o.title, message: row.wamid }));
  const all = (i.action?.buttons ?? []).map((b) => tap(b.reply));
  const rows = i.action?.sections?.flatMap((s) => s.rows);
  if (rows) all.push(make('details', {}, make('summary', { textContent: i.action.button }), ...rows.map(tap)));
  if (i.type === 'cta_url')
    all.push(
      make('a', {
        href: i.action.parameters.url,
        target: '_blank',
        rel: 'noopener noreferrer',
        textContent: i.action.parameters.display_text,
      }),
    );
  if (i.type === 'flow') all.push(button(i.action.parameters.flow_cta, () => void openFlow(row)));
  if (i.type === 'location_request_message') all.push(button('Send location', () => void ownPlace()));
  if (i.type === 'request_contact_info') all.push(button('Share phone number', () => void ownContact()));
  return all.length ? make('div', { className: 'taps' }, ...all) : undefined;
}

const kindsOfMarks = new Set(['reaction', 'edit', 'revoke']);

// marked has the marks of all messages, by the message that each is about.
function marked(rows) {
  const [felt, edited, gone] = [new Map(), new Map(), new Set()];
  for (const { message: m } of rows) {
    if (m.type === 'reaction') felt.set(m.reaction.message_id, m.reaction.emoji);
    if (m.type === 'edit') edited.set(m.edit.original_message_id, m.edit.message.text.body);
    if (m.type === 'revoke') gone.add(m.revoke.original_message_id);
  }
  return { felt, edited, gone };
}

export function draw({ rows, read, typing }, answerTo) {
  const byWamid = new Map(rows.map((r) => [r.wamid, r]));
  const marks = marked(rows);
  const lastRead = rows.findIndex((r) => r.wamid === read);
  $('state').textContent = typing ? 'is writing…' : 'Business account';
  $('log').replaceChildren(
    ...rows
      .filter((r) => !kindsOfMarks.has(r.message.type))
      .map((row) => bubble(row, { ...marks, byWamid, answerTo, seen: row.mine && rows.indexOf(row) <= lastRead })),
  );
  $('log').scrollTop = $('log').scrollHeight;
}

function bubble(row, { felt, edited, gone, byWamid, answerTo, seen }) {
  const m = row.message;
  const quoted = byWamid.get(m.context?.message_id ?? m.context?.id);
  const said = gone.has(row.wamid) ? 'You deleted this message' : (edited.get(row.wamid) ?? words(m));
  const at = new Date(row.at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const acts = [act('Reply', () => answerTo(row.wamid, said))];
  if (!row.mine) acts.push(...feelings(row.wamid, felt.get(row.wamid)));
  if (row.mine && m.text && !gone.has(row.wamid)) acts.push(...corrections(row, said));
  return make(
    'div',
    { className: row.mine ? 'said me' : 'said' },
    quoted && make('span', { className: 'quote', textContent: words(quoted.message).slice(0, 80) }),
    picture(m),
    make('span', { dir: 'auto' }, ...bold(said)),
    taps(row),
    make('time', {
      textContent: at + (edited.has(row.wamid) ? ' edited' : '') + (row.mine ? ' ✓✓' : ''),
      className: seen ? 'seen' : '',
    }),
    make('span', { className: 'acts' }, ...acts),
    felt.get(row.wamid) && make('span', { className: 'feel', textContent: felt.get(row.wamid) }),
  );
}

const act = (textContent, onclick, ariaLabel = textContent) =>
  make('button', { type: 'button', textContent, ariaLabel, onclick });

// feelings are the buttons that react to a message, or take that reaction back.
function feelings(message_id, now) {
  return ['❤️', '👍'].map((emoji) => {
    const reaction = { message_id, ...(now !== emoji && { emoji }) };
    return act(emoji, () => void say({ raw: { type: 'reaction', reaction } }), 'React with ' + emoji);
  });
}

function corrections(row, said) {
  const revoke = { original_message_id: row.wamid };
  return [act('Edit', () => edit(row, said)), act('Delete', () => void say({ raw: { type: 'revoke', revoke } }))];
}

function edit(row, said) {
  const field = make('input', { value: said, ariaLabel: 'Edited message' });
  const form = make(
    'form',
    { method: 'dialog' },
    make('h2', { textContent: 'Edit' }),
    make('label', {}, 'Message', field),
    make('button', { type: 'submit', textContent: 'Save' }),
  );
  form.onsubmit = () =>
    void say({
      raw: {
        type: 'edit',
        edit: { original_message_id: row.wamid, message: { type: 'text', text: { body: field.value } } },
      },
    });
  $('flow').replaceChildren(form);
  $('flow').showModal();
}
