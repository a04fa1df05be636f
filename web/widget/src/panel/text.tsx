import { links } from '../../../lib/links';

// Text is words as they were written, in which only whole web addresses lead somewhere.
export function Text({ text }: { text?: string }) {
  if (!text) return null;
  return (
    <p class="bubble" dir="auto">
      {links(text).map((p) =>
        p.href ? (
          <a href={p.href} target="_blank" rel="noopener noreferrer nofollow">
            {p.text}
          </a>
        ) : (
          p.text
        ),
      )}
    </p>
  );
}
