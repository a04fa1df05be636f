import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { useMemo } from 'react';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json';
import type { SessionRow } from '../../../lib/wire';
import { countryName } from '../parts/format';
import middles from './middles.json';

const [width, height] = [960, 440];
const projection = geoNaturalEarth1().fitExtent([[4, 4], [width - 4, height + 36]], { type: 'Sphere' });
const shapes = geoPath(projection);
const topology = atlas as unknown as Topology<{ countries: GeometryCollection }>;
const land = feature(topology, topology.objects.countries).features.filter((f) => f.id !== '010').map((f) => shapes(f) ?? '');

// WorldMap shows where visitors are: a circle for each country, at its middle, as large
// as there are many. Small countries show as well as large ones. Borders are Natural
// Earth's, de facto.
export function WorldMap({ rows, chosen, choose }: { rows: SessionRow[]; chosen?: string; choose: (country?: string) => void }) {
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    for (const { session } of rows) if (session.place.country) found.set(session.place.country, (found.get(session.place.country) ?? 0) + 1);
    return [...found].sort(([, a], [, b]) => b - a);
  }, [rows]);
  const most = counts[0]?.[1] ?? 1;
  return (
    <div className="world">
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label="Where visitors are">
        <g className="land" aria-hidden>{land.map((d, i) => <path key={i} d={d} />)}</g>
        {counts.map(([code, n]) => {
          const at = projection((middles as unknown as Record<string, [number, number]>)[code] ?? [0, 0]);
          if (!at || !(code in middles)) return null;
          const label = `${countryName(code)}: ${n}`;
          const pressed = chosen === code;
          const toggle = () => choose(pressed ? undefined : code);
          return (
            <g key={code} className="bubble" role="button" tabIndex={0} aria-label={label} aria-pressed={pressed} transform={`translate(${at[0]},${at[1]})`} onClick={toggle}
              onKeyDown={(e) => (e.key === 'Enter' || e.key === ' ') && (e.preventDefault(), toggle())}>
              <title>{label}</title>
              <circle r={9 + 17 * Math.sqrt(n / most)} />
              <text dy="0.36em" textAnchor="middle" aria-hidden>{n}</text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
