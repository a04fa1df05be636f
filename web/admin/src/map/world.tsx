import { ActionIcon } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconMinus, IconPlus, IconZoomReset } from '@tabler/icons-react';
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import type { KeyboardEvent } from 'react';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json';
import { countryName } from '../parts/format';
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

// WorldMap shows where people are: a circle for each country, at its middle, as large
// as there are many. Small countries show as well as large ones. Borders are Natural
// Earth's, de facto.
export function WorldMap({ counts, most, chosen, choose }: Props) {
  const zoom = useZoom(width, height);
  const { k, x, y } = zoom.view;
  const pane = useElementSize();
  const pixel = 1 / (k * (Math.min(pane.width / width, pane.height / height) || 1)); // in units of the drawing
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
          {[...counts]
            .sort(([, a], [, b]) => b - a)
            .map(([code, n]) => (
              <Bubble
                key={code}
                code={code}
                n={n}
                r={(12 + 14 * Math.sqrt(n / Math.max(10, most))) * pixel}
                pressed={chosen === code}
                choose={choose}
              />
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

function Bubble({
  code,
  n,
  r,
  pressed,
  choose,
}: {
  code: string;
  n: number;
  r: number;
  pressed: boolean;
  choose?: (country?: string) => void;
}) {
  const at = places[code] && projection(places[code]);
  if (!at) return null;
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
    <g className="bubble" aria-label={label} transform={`translate(${at[0]},${at[1]})`} {...acts}>
      <title>{label}</title>
      <circle r={r} strokeWidth={r / 9} />
      <text dy="0.36em" textAnchor="middle" aria-hidden fontSize={r * 0.75}>
        {n}
      </text>
    </g>
  );
}
