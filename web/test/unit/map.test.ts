import { geoContains, geoDistance } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { expect, test } from 'vitest';
import atlas from 'world-atlas/countries-110m.json';
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
