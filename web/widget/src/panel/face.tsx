import { useEffect, useRef, useState } from 'preact/hooks';
import { useView } from './view';

const fetched = new Map<string, Promise<ImageBitmap>>();

// Face is an agent's picture, once it is there. It is fetched and drawn: a page's policy for
// images need not know us for that.
export function Face({ path }: { path?: string }) {
  const { door } = useView().client;
  const box = useRef<HTMLCanvasElement>(null);
  const [shown, setShown] = useState('');
  useEffect(() => {
    if (!path?.startsWith('/widget/faces/')) return;
    if (!fetched.has(path))
      fetched.set(
        path,
        fetch(door + path, { credentials: 'omit', referrerPolicy: 'no-referrer' })
          .then((r) => r.blob())
          .then(createImageBitmap),
      );
    fetched.get(path)!.then(
      (picture) => {
        box.current?.getContext('2d')?.drawImage(picture, 0, 0, 96, 96);
        setShown(path);
      },
      () => {},
    ); // without a picture the name stands alone
  }, [path]);
  if (!path) return null;
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas takes no focus
  return <canvas class="face" ref={box} width={96} height={96} hidden={shown !== path} aria-hidden="true" />;
}
