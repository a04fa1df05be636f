import { useComputedColorScheme } from '@mantine/core';
import { IconMessageCircle, IconSend, IconX } from '@tabler/icons-react';
import type { Site } from '../../../lib/wire';

// Preview is a picture of the widget as it will look; it does nothing.
export function Preview({ look, bot }: { look: Site['look']; bot: string }) {
  const system = useComputedColorScheme('light');
  const scheme = look?.scheme === 'light' || look?.scheme === 'dark' ? look.scheme : system;
  const accent = look?.accent ?? '#17776c';
  return (
    <div
      className={`preview ${scheme}`}
      role="img"
      aria-label="How the widget will look"
      style={{ '--accent': accent, '--ink': dark(accent) ? '#fff' : '#000' } as React.CSSProperties}
      dir={look?.locale === 'ar' ? 'rtl' : 'ltr'}
    >
      <div className="preview-panel">
        <header>
          <b>{look?.title || bot || 'Chat'}</b>
          {look?.subtitle && <span>{look.subtitle}</span>}
          <IconX size={18} />
        </header>
        <p className="theirs">Hello! How can I help?</p>
        <p className="ours">When do you open?</p>
        <footer>
          <span>…</span>
          <IconSend size={18} />
        </footer>
      </div>
      <div className={`preview-launch ${look?.side ?? 'right'}`}>
        <IconMessageCircle size={26} />
      </div>
    </div>
  );
}

// dark tells whether white words are readable on a colour: WCAG's relative luminance.
function dark(hex: string): boolean {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.35;
}
