// A customer's phone, at the stand-in for Meta.

import { sendFile, sendKind } from './kinds.js';
import { $, chat, say } from './meta.js';
import { draw } from './show.js';

const asked = new URLSearchParams(location.search);
$('number').value = asked.get('number') ?? '5511987654321';
$('name').value = asked.get('name') ?? 'Bruno Silva';

let replyTo;
let drawn = '';

// context makes the next message a reply to another, once.
function context() {
  const about = replyTo ? { context: { from: '15550100000', id: replyTo } } : {};
  answerTo();
  return about;
}

function answerTo(wamid, words) {
  replyTo = wamid;
  $('reply').hidden = !wamid;
  $('reply').querySelector('span').textContent = wamid ? 'Reply to: ' + words : '';
  if (wamid) $('text').focus();
}

$('write').onsubmit = async (event) => {
  event.preventDefault();
  const text = $('text').value.trim();
  if (!text) return;
  $('text').value = '';
  await say(replyTo ? { raw: { type: 'text', text: { body: text }, ...context() } } : { text });
  await read();
};
$('text').onkeydown = (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
    event.preventDefault();
    $('write').requestSubmit();
  }
};
$('more').onclick = () => {
  $('kinds').hidden = !$('kinds').hidden;
  $('more').setAttribute('aria-expanded', String(!$('kinds').hidden));
};
$('kinds').onclick = async ({ target }) => {
  if (!target.dataset.kind) return;
  await sendKind(target.dataset.kind, target.dataset.kind === 'file' ? {} : context());
  await read();
};
$('file').onchange = async () => {
  const [file] = $('file').files;
  if (file) await sendFile(file, context());
  $('file').value = '';
  await read();
};
$('who').onsubmit = (event) => event.preventDefault();
$('who').onchange = () => {
  drawn = '';
  void read();
};
$('reply').querySelector('button').onclick = () => answerTo();

async function read() {
  const raw = await chat();
  if (!raw || raw === drawn) return;
  drawn = raw;
  draw(JSON.parse(raw), answerTo);
}

setInterval(() => document.visibilityState === 'visible' && void read(), 800);
void read();
