import { useEffect, useRef, useState } from 'preact/hooks';
import { isWeb } from '../../../lib/links';
import type { Bubble, Message } from '../../../lib/wire';
import { Back } from './icons';
import { Options } from './options';
import { useView } from './view';

// Cards lie side by side. A finger pushes them; for a mouse there are arrows, if some of the
// cards are out of view.
export function Cards({ message, bubble }: { message: Message; bubble: Bubble }) {
  const { say } = useView();
  const list = useRef<HTMLUListElement>(null);
  const [wide, setWide] = useState(false);
  useEffect(() => {
    const sizes = new ResizeObserver(() => setWide(list.current!.scrollWidth > list.current!.clientWidth + 1));
    sizes.observe(list.current!);
    return () => sizes.disconnect();
  }, []);
  const push = (way: 1 | -1) => {
    const { direction } = getComputedStyle(list.current!);
    list.current!.scrollBy({ left: (direction === 'rtl' ? -way : way) * 228 });
  };
  return (
    <div class="carousel">
      <ul class="cards" ref={list} aria-label={say('cards')} tabIndex={0}>
        {(bubble.cards ?? []).filter(Boolean).map((card, i) => (
          <li key={i}>
            {isWeb(card.image) && <img src={card.image} alt="" loading="lazy" referrerpolicy="no-referrer" />}
            <h3 dir="auto">{card.title}</h3>
            {card.text && <p dir="auto">{card.text}</p>}
            {card.options && <Options message={message} options={card.options} />}
          </li>
        ))}
      </ul>
      {wide && (
        <div class="arrows">
          <button type="button" class="icon" aria-label={say('before')} onClick={() => push(-1)}>
            <Back />
          </button>
          <button type="button" class="icon turn" aria-label={say('after')} onClick={() => push(1)}>
            <Back />
          </button>
        </div>
      )}
    </div>
  );
}
