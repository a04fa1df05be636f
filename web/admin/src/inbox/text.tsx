import { createContext, Fragment, useContext } from 'react';
import { links } from '../../../lib/links';
import { formatted } from './markup';

// Signed tells whether the text below was written on WhatsApp, where signs make words bold.
export const Signed = createContext(false);

export function Words({ text }: { text?: string }) {
  const signed = useContext(Signed);
  if (!text) return null;
  return (
    <p className="words" dir="auto">
      {links(text).map((p, i) =>
        p.href ? (
          <a key={i} href={p.href} target="_blank" rel="noopener noreferrer nofollow">
            {p.text}
          </a>
        ) : (
          <Fragment key={i}>{signed ? formatted(p.text) : p.text}</Fragment>
        ),
      )}
    </p>
  );
}
