import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Script } from '../../admin/src/settings/script-text';
import { alike, attached, lacking, leftOver, textsOf, translated } from '../../admin/src/settings/script-texts';

const file = JSON.parse(readFileSync('shared/bot/testdata/texts.json', 'utf8')) as {
  script: Script;
  texts: { place: string; text: string; most: number }[];
};

test('the screen lists the texts that the server knows', () => {
  expect(textsOf(file.script)).toEqual(file.texts);
});

test('a translation of a text that changed is attached to it with one click', () => {
  const before = translated(translated(file.script, 'ar', 'Anything?', 'شيء؟'), 'ar', 'Thanks.', 'شكرًا');
  expect(lacking(textsOf(before), before.translations!.ar).length).toBe(file.texts.length - 2);
  const after = { ...before, greeting: { say: ['Hello!', 'Anything else?'] } };
  const [left, ...rest] = leftOver(textsOf(after), after.translations!.ar);
  expect(rest).toEqual([]);
  expect(left).toEqual({ text: 'Anything?', words: 'شيء؟', now: 'Anything else?' });
  const mended = attached(after, 'ar', left!, left!.now!);
  expect(mended.translations!.ar).toEqual({ 'Anything else?': 'شيء؟', 'Thanks.': 'شكرًا' });
  expect(leftOver(textsOf(mended), translated(mended, 'ar', 'Thanks.').translations!.ar)).toEqual([]);
});

test('texts that have little in common are not taken for one another', () => {
  expect(alike('We open at nine.', 'We open at ten.')).toBeGreaterThan(0.6);
  expect(alike('Order', 'I fetch it myself')).toBeLessThan(0.2);
});
