const icon =
  (d: string, flip = false) =>
  () => (
    <svg viewBox="0 0 24 24" aria-hidden="true" class={flip ? 'flip' : undefined}>
      <path d={d} />
    </svg>
  );

export const Send = icon('m5 12 14-7-5 14-3-6-6-1Z', true);
export const Attach = icon(
  'm20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4L14.5 7',
);
export const Close = icon('M6 6l12 12M18 6 6 18');
export const Back = icon('m15 5-7 7 7 7', true);
export const Menu = icon('M12 3 5 6v5c0 5 3 8 7 10 4-2 7-5 7-10V6Z M9.5 12l2 2 3.5-4');
export const Paper = icon('M7 3h7l4 4v14H7Z M14 3v4h4');
