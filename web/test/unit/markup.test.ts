import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { formatted } from '../../admin/src/inbox/markup';
import { bubbleWords, short } from '../../admin/src/inbox/words';

test.each([
  ['for *gift wrap* and _soon_', 'for <b>gift wrap</b> and <i>soon</i>'],
  ['~no~ *_both_*', '<s>no</s> <b><i>both</i></b>'],
  ['```a *b*``` and `c_d_`', '<code>a *b*</code> and <code>c_d_</code>'],
  ['2*3*4 snake_case_name * not * _ this _', '2*3*4 snake_case_name * not * _ this _'],
  ['*<img src=x>*', '<b>&lt;img src=x&gt;</b>'],
  ['*two\nlines*', '*two\nlines*'],
  ['\u0645\u0631\u062d\u0628\u0627 *\u0628\u0643*', '\u0645\u0631\u062d\u0628\u0627 <b>\u0628\u0643</b>'],
])('%s is shown as WhatsApp shows it', (text, html) => {
  expect(renderToStaticMarkup(formatted(text))).toBe(html);
});

test('a line is cut between what people see as characters', () => {
  expect(short('ab👨‍👩‍👧‍👦cd', 6)).toBe('ab…');
  expect(short('short', 10)).toBe('short');
});

test('what has no words is said in words', () => {
  expect(bubbleWords({ kind: 'document', media: { name: 'offer.pdf' } })).toBe('File: offer.pdf');
  expect(bubbleWords({ kind: 'sticker' })).toBe('Sticker');
  expect(bubbleWords({ kind: 'unsupported', type: 'poll' })).not.toContain('[');
});
