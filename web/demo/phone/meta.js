// The stand-in for Meta, which signs webhooks for the product and takes its calls.
export const $ = (id) => document.getElementById(id);
export const make = (tag, props = {}, ...children) => {
  const el = Object.assign(document.createElement(tag), props);
  el.append(...children.filter((c) => c !== undefined && c !== null && c !== ''));
  return el;
};

// who is the identity of the customer: by number, or by the id that Meta gives where it withholds the number.
export const who = () => {
  const typed = $('number').value.trim();
  return typed.includes('.') ? typed : typed.replace(/\D/g, '') || '0';
};
const at = (path) => `/phone/${encodeURIComponent(who())}/${path}`;

export async function post(path, body) {
  $('status').textContent = '';
  const answer = await fetch(at(path), {
    method: 'POST',
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20000),
  }).catch(() => null);
  if (answer?.ok) return answer.json();
  $('status').textContent = 'It was not delivered: ' + (answer ? await answer.text() : 'nobody answers');
  return null;
}

export const say = (body) => post('say', { name: $('name').value, ...body });

// attach uploads a file, and gives its part of a message.
export async function attach(blob) {
  const answer = await fetch(at('file'), {
    method: 'POST',
    headers: { 'content-type': blob.type || 'application/octet-stream' },
    body: blob,
  }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

export const fileAt = (id) => at('file/' + encodeURIComponent(id));

export async function chat() {
  const answer = await fetch(at('chat'), { signal: AbortSignal.timeout(5000) }).catch(() => null);
  return answer?.ok ? answer.text() : '';
}
