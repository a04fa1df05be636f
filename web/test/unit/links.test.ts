import { expect, test } from 'vitest';
import { isWeb, links, plain } from '../../lib/links';

const hrefs = (text: string) =>
  links(text)
    .filter((p) => p.href)
    .map((p) => p.href);

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
    // Marks of other scripts end an address, and so do words without a blank between.
    ['请看https://a.example/x。谢谢', ['https://a.example/x']],
    ['请看https://a.example/x，https://b.example/y！', ['https://a.example/x', 'https://b.example/y']],
    ['详情见https://a.example/x请点击', ['https://a.example/x']],
    ['詳しくはhttps://a.example/をご覧ください', ['https://a.example/']],
    ['「https://a.example/x」と（https://b.example/y）', ['https://a.example/x', 'https://b.example/y']],
    ['https://a.example/x에서 확인하세요', ['https://a.example/x']],
    ['ดูที่https://a.example/xได้เลย', ['https://a.example/x']],
    ['https://shop.example请看', ['https://shop.example']],
    ['انظر https://a.example/x، ثم https://b.example/y؟', ['https://a.example/x', 'https://b.example/y']],
    ['देखें https://a.example/x।', ['https://a.example/x']],
    ['https://a.example/x።', ['https://a.example/x']],
    ['https://a.example/x…', ['https://a.example/x']],
    // Quotation marks and brackets close in pairs.
    [
      '“https://a.example/x” ‘https://a.example/y’ «https://a.example/z» „https://a.example/w“',
      ['x', 'y', 'z', 'w'].map((p) => 'https://a.example/' + p),
    ],
    ["'https://a.example/x', `https://a.example/y`", ['https://a.example/x', 'https://a.example/y']],
    ['*https://a.example/x* _https://a.example/y_z_', ['https://a.example/x', 'https://a.example/y_z']],
    ['_https://a.example/x_y', ['https://a.example/x_y']],
    ['[here](https://a.example/x), (https://b.example),then', ['https://a.example/x', 'https://b.example']],
    ['(https://a.example/x_(y)_(z)).', ['https://a.example/x_(y)_(z)']],
    ['https://a.example/?a[]=1&b={c}', ['https://a.example/?a[]=1&b={c}']],
    ['http://[::1]:80/x', ['http://[::1]:80/x']],
    ["https://a.example/Hamilton's_rule/it's'", ["https://a.example/Hamilton's_rule/it's"]],
    // The parts of an address stay.
    ['https://münchen.example/straße?ü=1#ä.', ['https://münchen.example/straße?ü=1#ä']],
    [
      'https://例え.テスト/茶 https://zh.example/wiki/茶#绿茶',
      ['https://例え.テスト/茶', 'https://zh.example/wiki/茶#绿茶'],
    ],
    ['https://ar.example/مقال/ئ', ['https://ar.example/مقال/ئ']],
    ['https://a.example/?next=https://b.example/x', ['https://a.example/?next=https://b.example/x']],
    ['https://a.example/#/cart?x=1/', ['https://a.example/#/cart?x=1/']],
    ['https://a.example/x\u200b https://a.example/y\ufeff', ['https://a.example/x', 'https://a.example/y']],
    ['https://fa.example/می\u200cخواهم', ['https://fa.example/می\u200cخواهم']],
    [
      'https://a.example/x👍 https://b.example🇩🇪 https://c.example→',
      ['https://a.example/x', 'https://b.example', 'https://c.example'],
    ],
    // A link that would lead elsewhere than it says leads nowhere.
    ['https://bank.example@evil.example/x', []],
    ['https://-. https://) http://.', []],
    ['', []],
  ];
  for (const [text, want] of cases) expect(hrefs(text), text).toEqual(want);
});

test('cutting a text into pieces loses nothing, whatever it holds', () => {
  const parts = [
    'https://a.example/',
    'javascript:',
    ' ',
    '\n',
    ')',
    '(',
    '.',
    '<',
    '\u202e',
    '。',
    '茶',
    'に',
    '」',
    '_',
    '*',
    ']',
    '[',
    'ü',
    '🙂',
    'http://',
    '"',
    "'",
    '`',
  ];
  for (let seed = 1; seed < 3000; seed++) {
    let [text, n] = ['', seed];
    for (let i = 0; i < 8; i++) {
      n = (n * 1103515245 + 12345) % 2147483648;
      text += parts[n % parts.length];
    }
    expect(
      links(text)
        .map((p) => p.text)
        .join(''),
    ).toBe(text);
    for (const href of hrefs(text)) expect(isWeb(href)).toBe(true);
  }
});

test('the longest text of a stranger is cut at once', () => {
  for (const part of ['https://a@', 'https://a.', '.', 'https://a(', "'https://a'", '*https://a*b']) {
    const [text, began] = [('https://a.example/' + part.repeat(65_536)).slice(0, 65_536) + 'x', performance.now()];
    links(text);
    expect(performance.now() - began, part).toBeLessThan(1000);
  }
});

test('a line of text turns nothing around', () => {
  expect(plain('\u202Egnp.exe\u202C  a\nb\u2066')).toBe('gnp.exe a b');
});
