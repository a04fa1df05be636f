import type { ReactNode } from 'react';

// Sideways lets content that is wider than the page scroll by itself, also by keyboard.
export function Sideways({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="sideways" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
