import { expect, test } from 'vitest';
import { isWeb, links, plain } from '../../lib/links';
import { byId, ulid } from '../../lib/ulid';

const hrefs = (text: string) => links(text).filter((p) => p.href).map((p) => p.href);

test('only whole web addresses become links', () => {
  const cases: [string, string[]][] = [
    ['See https://a.example/x.', ['https://a.example/x']],
    ['(https://a.example/x)', ['https://a.example/x']],
    ['https://a.example/x_(y) and http://b.example', ['https://a.example/x_(y)', 'http://b.example']],
    ['HTTPS://A.example/?q=1&r=2!', ['HTTPS://A.example/?q=1&r=2']],
    ['javascript:alert(1) data:text/html,x vbscript:x file:///etc', []],
    ['https:// and https://%%%', []],
    ['<a href="https://a.example/">x</a>', ['https://a.example/']],
    ['no links here', []],
    ['', []],
  ];
  for (const [text, want] of cases) expect(hrefs(text), text).toEqual(want);
});

test('cutting a text into pieces loses nothing, whatever it holds', () => {
  const parts = ['https://a.example/', 'javascript:', ' ', '\n', ')', '(', '.', '<', '\u202e', 'ü', '🙂', 'http://', '"', "'", '`'];
  for (let seed = 1; seed < 3000; seed++) {
    let [text, n] = ['', seed];
    for (let i = 0; i < 8; i++) text += parts[(n = (n * 1103515245 + 12345) % 2147483648) % parts.length];
    expect(links(text).map((p) => p.text).join('')).toBe(text);
    for (const href of hrefs(text)) expect(isWeb(href)).toBe(true);
  }
});

test('a line of text turns nothing around', () => {
  expect(plain('\u202Egnp.exe\u202C  a\nb\u2066')).toBe('gnp.exe a b');
});

test('ids are in order, also within a millisecond, and a reply follows its question', () => {
  const ids = Array.from({ length: 500 }, () => ulid(1_700_000_000_000));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(500);
  for (const id of ids) expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  const rows = [{ id: ids[1]! }, { id: ids[0]! + '#r' }, { id: ids[0]! }].sort(byId);
  expect(rows.map((r) => r.id)).toEqual([ids[0], ids[0] + '#r', ids[1]]);
  expect(ulid(1_600_000_000_000) > ids.at(-1)!).toBe(true); // a clock set back does not put words before what was said
});
