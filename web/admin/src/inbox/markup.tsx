import { Fragment, type ReactNode } from 'react';

// WhatsApp's signs around formatted text: *bold*, _italics_, ~struck out~ and `code`. A sign
// counts at the edge of a word, without a blank between the two.
const signs = /(?<![\p{L}\p{N}])(?:```([\s\S]+?)```|`([^`\n]+)`|([*_~])(?=\S)([^\n]*?\S)\3)(?![\p{L}\p{N}])/u;
const tags = { '*': 'b', _: 'i', '~': 's' } as const;

export function formatted(text: string): ReactNode {
  const found = signs.exec(text);
  if (!found) return text;
  const code = found[1] ?? found[2];
  const Tag = code === undefined ? tags[found[3] as '*'] : 'code';
  return (
    <Fragment>
      {text.slice(0, found.index)}
      <Tag>{code ?? formatted(found[4]!)}</Tag>
      {formatted(text.slice(found.index + found[0].length))}
    </Fragment>
  );
}
