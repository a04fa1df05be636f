import { geoContains, geoDistance } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { expect, test } from 'vitest';
import atlas from 'world-atlas/countries-110m.json';
import { apart } from '../../admin/src/map/apart';
import middles from '../../admin/src/map/middles.json';

const topology = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
const shapes = new Map(feature(topology, topology.objects.countries).features.map((f) => [f.properties.name, f]));
const named = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const places = middles as unknown as Record<string, [number, number]>;

test('the middle of every country lies in that country', () => {
  const outside = Object.entries(places).filter(([code, at]) => {
    const shape = shapes.get(named.of(code) ?? '');
    return shape && !geoContains(shape, at);
  });
  expect(outside).toEqual([]);
  expect(shapes.has(named.of('AU')!)).toBe(true);
});

test('every country that has a flag has a middle of its own', () => {
  const seen = new Map<string, string>();
  const same = Object.entries(places).filter(([code, at]) => seen.has(String(at)) || !seen.set(String(at), code));
  expect(same).toEqual([]);
  expect(geoDistance(places.AU!, [134, -25])).toBeLessThan(0.1);
});

test('no circle hides the number of a neighbour, and each stays near its place', () => {
  const at = (x: number, y: number, r: number) => ({ x, y, r });
  const circles = [at(500, 100, 20), at(481, 112, 15), at(468, 130, 13), at(500, 100, 12), at(100, 300, 20)];
  const moved = apart(circles);
  for (const [i, a] of moved.entries()) {
    const from = circles[i]!;
    for (const b of moved.slice(i + 1)) expect(far(a, b)).toBeGreaterThan(0.6 * a.r + b.r);
    expect(far(a, from)).toBeLessThan(1.7 * a.r);
    expect(a.r).toBe(from.r);
  }
  expect(far(moved[0]!, circles[0]!)).toBeLessThan(far(moved[3]!, circles[3]!));
  expect(moved[4]).toEqual(circles[4]);
  expect(apart(Array.from({ length: 50 }, () => at(0, 0, 12))).every((c) => Number.isFinite(c.x + c.y))).toBe(true);
});

const far = (a: { x: number; y: number }, b: { x: number; y: number }) => Math.hypot(a.x - b.x, a.y - b.y);
