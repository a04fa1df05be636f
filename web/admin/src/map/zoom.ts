import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';

// View is the visible part of a drawing: k times as large, moved by x and y.
export interface View {
  k: number;
  x: number;
  y: number;
}

const whole: View = { k: 1, x: 0, y: 0 };
const largest = 12;

// inside keeps the drawing in its frame: nobody gets lost beyond its edge.
function inside({ k, x, y }: View, width: number, height: number): View {
  const clamp = (n: number, least: number) => Math.min(0, Math.max(least, n));
  return { k, x: clamp(x, width * (1 - k)), y: clamp(y, height * (1 - k)) };
}

// zoomed is a view k times nearer, with the point at (px, py) where it was.
export function zoomed(v: View, by: number, px: number, py: number, width: number, height: number): View {
  const k = Math.min(largest, Math.max(1, v.k * by));
  const f = k / v.k;
  return inside({ k, x: px - (px - v.x) * f, y: py - (py - v.y) * f }, width, height);
}

// useZoom lets a drawing be zoomed and moved: by wheel, by pointer, by keys and by buttons.
export function useZoom(width: number, height: number) {
  const [view, setView] = useState(whole);
  const svg = useRef<SVGSVGElement>(null);
  const at = (e: { clientX: number; clientY: number }) => {
    const p = new DOMPoint(e.clientX, e.clientY).matrixTransform(svg.current!.getScreenCTM()!.inverse());
    return [p.x, p.y] as const;
  };
  const nearer = (by: number, [px, py]: readonly [number, number] = [width / 2, height / 2]) =>
    setView((v) => zoomed(v, by, px, py, width, height));
  const move = (x: number, y: number) => setView((v) => inside({ ...v, x: v.x + x, y: v.y + y }, width, height));
  const wheel = useRef((_: WheelEvent) => {});
  wheel.current = (e) => {
    e.preventDefault();
    nearer(Math.exp(-e.deltaY / 400), at(e));
  };
  useEffect(() => {
    const node = svg.current!;
    const turn = (e: WheelEvent) => wheel.current(e);
    node.addEventListener('wheel', turn, { passive: false }); // the page must not scroll with it
    return () => node.removeEventListener('wheel', turn);
  }, []);
  const steps: Record<string, () => void> = {
    '+': () => nearer(1.5),
    '=': () => nearer(1.5),
    '-': () => nearer(1 / 1.5),
    0: () => setView(whole),
    ArrowLeft: () => move(60, 0),
    ArrowRight: () => move(-60, 0),
    ArrowUp: () => move(0, 60),
    ArrowDown: () => move(0, -60),
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (!steps[e.key]) return;
    e.preventDefault();
    steps[e.key]!();
  };
  return { view, svg, nearer, reset: () => setView(whole), on: { onKeyDown, ...useDrag(svg, width, move) } };
}

// useDrag moves a drawing with the pointer that holds it.
function useDrag(svg: RefObject<SVGSVGElement | null>, width: number, move: (x: number, y: number) => void) {
  const held = useRef<{ x: number; y: number }>(undefined);
  const hold = (e: PointerEvent) => {
    held.current = { x: e.clientX, y: e.clientY };
  };
  const release = () => {
    held.current = undefined;
  };
  const onPointerMove = (e: PointerEvent) => {
    if (!held.current || !e.buttons) return;
    const scale = width / svg.current!.getBoundingClientRect().width;
    move((e.clientX - held.current.x) * scale, (e.clientY - held.current.y) * scale);
    hold(e);
  };
  return { onPointerDown: hold, onPointerUp: release, onPointerLeave: release, onPointerMove };
}
