import { ActionIcon } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconMinus, IconPlus, IconZoomReset } from '@tabler/icons-react';
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { type KeyboardEvent, useMemo } from 'react';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json';
import { countryName } from '../parts/format';
import { apart, type Circle } from './apart';
import middles from './middles.json';
import { useZoom } from './zoom';

const [width, height] = [960, 428];
const projection = geoNaturalEarth1().fitExtent(
  [
    [4, 4],
    [width - 4, height + 60],
  ],
  { type: 'Sphere' },
);
const shapes = geoPath(projection);
const topology = atlas as unknown as Topology<{ countries: GeometryCollection }>;
const land = feature(topology, topology.objects.countries)
  .features.filter((f) => f.id !== '010')
  .map((f) => shapes(f) ?? '');
const places = middles as unknown as Record<string, [number, number]>;

interface Props {
  counts: Map<string, number>; // by country
  most: number; // the measure of a circle: a filter does not make one grow
  chosen?: string;
  choose?: (country?: string) => void; // circles are only looked at without it
}

// WorldMap shows where people are: a circle for each country, as large as there are many. It is at the country's
// middle, or beside it where neighbours would hide its number: nearer, there is room. Small countries show as well as
// large ones. Borders are Natural Earth's, de facto.
export function WorldMap({ counts, most, chosen, choose }: Props) {
  const zoom = useZoom(width, height);
  const { k, x, y } = zoom.view;
  const pane = useElementSize();
  const pixel = 1 / (k * (Math.min(pane.width / width, pane.height / height) || 1)); // in units of the drawing
  const circles = useMemo(() => circlesOf(counts, most, pixel), [counts, most, pixel]); // a pan moves none
  return (
    <div className="world" ref={pane.ref}>
      <svg
        ref={zoom.svg}
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label="Map of the visitors. Plus and minus zoom, arrows move."
        tabIndex={0}
        {...zoom.on}
      >
        <g transform={`translate(${x},${y}) scale(${k})`}>
          <g className="land" aria-hidden>
            {land.map((d, i) => (
              <path key={i} d={d} />
            ))}
          </g>
          {circles.map((c) => (
            <Bubble key={c.code} {...c} pressed={chosen === c.code} choose={choose} />
          ))}
        </g>
      </svg>
      <div className="zooms">
        <ActionIcon variant="default" size="lg" aria-label="Zoom in" onClick={() => zoom.nearer(1.6)}>
          <IconPlus size={18} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label="Zoom out"
          disabled={k === 1}
          onClick={() => zoom.nearer(1 / 1.6)}
        >
          <IconMinus size={18} />
        </ActionIcon>
        <ActionIcon variant="default" size="lg" aria-label="Show the whole map" disabled={k === 1} onClick={zoom.reset}>
          <IconZoomReset size={18} />
        </ActionIcon>
      </div>
    </div>
  );
}

// circlesOf are the circles of countries, the largest first, of which a pixel has a size.
function circlesOf(counts: Map<string, number>, most: number, pixel: number) {
  const at = [...counts]
    .sort(([, a], [, b]) => b - a)
    .flatMap(([code, n]) => {
      const place = places[code] && projection(places[code]);
      const r = (12 + 8 * Math.sqrt(n / Math.max(10, most))) * pixel;
      return place ? [{ code, n, x: place[0], y: place[1], r }] : [];
    });
  return apart(at);
}

function Bubble({
  code,
  n,
  x,
  y,
  r,
  pressed,
  choose,
}: Circle & {
  code: string;
  n: number;
  pressed: boolean;
  choose?: (country?: string) => void;
}) {
  const label = `${countryName(code)}: ${n}`;
  const toggle = () => choose?.(pressed ? undefined : code);
  const acts = choose
    ? {
        role: 'button',
        tabIndex: 0,
        'aria-pressed': pressed,
        onClick: toggle,
        onKeyDown: (e: KeyboardEvent) => {
          if (e.key !== 'Enter' && e.key !== ' ') return;
          e.preventDefault();
          toggle();
        },
      }
    : { role: 'img' };
  return (
    <g className="bubble" aria-label={label} transform={`translate(${x},${y})`} {...acts}>
      <title>{label}</title>
      <circle r={r} strokeWidth={r / 9} />
      <text dy="0.36em" textAnchor="middle" aria-hidden fontSize={r * 0.75}>
        {n}
      </text>
    </g>
  );
}
