// A customer's phone. It speaks with the stand-in for Meta, which signs webhooks for the
// product and takes its calls of the Graph API.
const $ = (id) => document.getElementById(id);
const make = (tag, props = {}, ...children) => {
  const el = Object.assign(document.createElement(tag), props);
  el.append(...children.filter((c) => c !== undefined && c !== null && c !== ''));
  return el;
};

const asked = new URLSearchParams(location.search);
$('number').value = asked.get('number') ?? '5511987654321';
$('name').value = asked.get('name') ?? 'Bruno Silva';
let replyTo;

async function say(body) {
  $('status').textContent = '';
  const answer = await fetch(`/phone/${encodeURIComponent($('number').value.replace(/\D/g, ''))}/say`, {
    method: 'POST', body: JSON.stringify({ name: $('name').value, ...body }), signal: AbortSignal.timeout(20000),
  }).catch(() => null);
  if (!answer?.ok) $('status').textContent = 'It was not delivered: ' + (answer ? await answer.text() : 'nobody answers');
  else await read();
}

// context is what makes a message a reply to another.
const context = () => (replyTo ? { context: { from: '15550100000', id: replyTo } } : {});
const file = (id, type) => ({ id, mime_type: type, sha256: 'bWFkZSB1cCBmb3IgdGhlIGRlbW8=' });

// What the phone can send beside words, as WhatsApp's webhooks have it.
const kinds = {
  image: () => ({ type: 'image', image: { ...file('901', 'image/jpeg'), caption: 'My kettle' } }),
  audio: () => ({ type: 'audio', audio: { ...file('902', 'audio/ogg; codecs=opus'), voice: true } }),
  video: () => ({ type: 'video', video: file('903', 'video/mp4') }),
  document: () => ({ type: 'document', document: { ...file('904', 'application/pdf'), filename: 'invoice.pdf' } }),
  sticker: () => ({ type: 'sticker', sticker: { ...file('905', 'image/webp'), animated: false } }),
  location: () => ({ type: 'location', location: { latitude: -23.5613, longitude: -46.6565, name: 'MASP', address: 'Av. Paulista, 1578, São Paulo' } }),
  contacts: () => ({ type: 'contacts', contacts: [{ name: { formatted_name: 'Ana Souza', first_name: 'Ana' }, phones: [{ phone: '+55 11 99876-5432', type: 'CELL', wa_id: '5511998765432' }] }] }),
  order: () => ({ type: 'order', order: { catalog_id: '194836987003835', text: 'Gift wrapped, please', product_items: [{ product_retailer_id: 'kettle-copper', quantity: 1, item_price: 129, currency: 'EUR' }] } }),
  flow: () => ({ type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: JSON.stringify({ flow_token: 'demo', size: '1.5 l', colour: 'copper', engraving: 'Amor' }) } } }),
};

$('write').onsubmit = (event) => {
  event.preventDefault();
  const text = $('text').value.trim();
  if (!text) return;
  $('text').value = '';
  void say(replyTo ? { raw: { type: 'text', text: { body: text }, ...context() } } : { text });
  answerTo();
};
$('text').onkeydown = (event) => {
  if (event.key === 'Enter' && !event.shiftKey) (event.preventDefault(), $('write').requestSubmit());
};
$('more').onclick = () => {
  $('kinds').hidden = !$('kinds').hidden;
  $('more').setAttribute('aria-expanded', String(!$('kinds').hidden));
};
$('kinds').onclick = ({ target }) => target.dataset.kind && (void say({ raw: { ...kinds[target.dataset.kind](), ...context() } }), answerTo());
$('who').onsubmit = (event) => event.preventDefault();
$('who').onchange = () => ((drawn = ''), void read());
$('reply').querySelector('button').onclick = () => answerTo();

function answerTo(wamid, words) {
  replyTo = wamid;
  $('reply').hidden = !wamid;
  $('reply').querySelector('span').textContent = wamid ? 'Reply to: ' + words : '';
  if (wamid) $('text').focus();
}

// words is what a message says, in one line.
function words(m) {
  const i = m.interactive;
  if (m.text) return m.text.body;
  if (i?.button_reply || i?.list_reply) return (i.button_reply ?? i.list_reply).title;
  if (i?.nfm_reply) return 'Form: ' + Object.entries(JSON.parse(i.nfm_reply.response_json)).filter(([k]) => k !== 'flow_token').map(([k, v]) => `${k}: ${v}`).join(', ');
  if (i) return [i.header?.text, i.body?.text].filter(Boolean).join('\n');
  if (m.location) return `📍 ${m.location.name ?? ''}`;
  if (m.contacts) return `👤 ${m.contacts[0].name.formatted_name}`;
  return `[${m.type}] ${m[m.type]?.caption ?? m[m.type]?.filename ?? ''}`;
}

function taps(row) {
  const i = row.message.interactive;
  const options = i?.action?.buttons?.map((b) => b.reply) ?? i?.action?.sections?.flatMap((s) => s.rows) ?? [];
  if (row.mine || !options.length) return undefined;
  return make('div', { className: 'taps' }, ...options.map((o) => make('button', { type: 'button', textContent: o.title, onclick: () => void say({ option: o.id, title: o.title, message: row.wamid }) })));
}

let drawn = '';
async function read() {
  const answer = await fetch(`/phone/${encodeURIComponent($('number').value.replace(/\D/g, '') || '0')}/chat`, { signal: AbortSignal.timeout(5000) }).catch(() => null);
  if (!answer?.ok) return;
  const raw = await answer.text();
  if (raw === drawn) return;
  drawn = raw;
  draw(JSON.parse(raw));
}

function draw(rows) {
  const byWamid = new Map(rows.map((r) => [r.wamid, r]));
  const feelings = new Map(rows.filter((r) => r.message.type === 'reaction').map((r) => [r.message.reaction.message_id, r.message.reaction.emoji]));
  $('log').replaceChildren(...rows.filter((r) => r.message.type !== 'reaction').map((row) => {
    const quoted = byWamid.get(row.message.context?.message_id ?? row.message.context?.id);
    const said = words(row.message);
    const at = new Date(row.at);
    const acts = make('span', { className: 'acts' },
      make('button', { type: 'button', textContent: 'Reply', onclick: () => answerTo(row.wamid, said) }),
      ...(row.mine ? [] : ['❤️', '👍'].map((emoji) => make('button', { type: 'button', textContent: emoji, ariaLabel: 'React with ' + emoji, onclick: () => void say({ raw: { type: 'reaction', reaction: { message_id: row.wamid, emoji } } }) }))));
    return make('div', { className: row.mine ? 'said me' : 'said' },
      quoted && make('span', { className: 'quote', textContent: words(quoted.message).slice(0, 80) }), make('span', { textContent: said, dir: 'auto' }), taps(row),
      make('time', { textContent: at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }) + (row.mine ? ' ✓✓' : '') }), acts,
      feelings.get(row.wamid) && make('span', { className: 'feel', textContent: feelings.get(row.wamid) }));
  }));
  $('log').scrollTop = $('log').scrollHeight;
}

setInterval(() => document.visibilityState === 'visible' && void read(), 800);
void read();
