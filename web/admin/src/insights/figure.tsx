import { Text } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { count } from '../parts/format';
import type { By } from './search';

const route = getRouteApi('/insights/$question');

export interface Behind {
  figure: string;
  without?: string;
  within?: By;
  value?: string;
  day?: string; // one of the period
}

// Open is a figure that opens the list behind it. Its name has the visible text: the number, or other words for it.
export function Open({
  n,
  label,
  said = count(n),
  children,
  ...behind
}: Behind & { n: number; label: string; said?: string; children?: ReactNode }) {
  const { question } = route.useParams();
  const { me } = useApp();
  const place = behind.within === 'country' || behind.within === 'city';
  const group = behind.value?.startsWith('~') && !(place && behind.value === '~few');
  if (!n || group || (place && !may(me.role, 'agent'))) return <>{children ?? count(n)}</>;
  return (
    <Link
      from="/insights/$question"
      to="/insights/$question"
      params={{ question }}
      search={(s) => ({
        ...s,
        list: behind.figure,
        without: behind.without,
        within: behind.within,
        value: behind.value,
        day: behind.day,
      })}
      className="figure"
      aria-label={`${label}: ${said}. Show the list`}
    >
      {children ?? count(n)}
    </Link>
  );
}

// Tile is one figure with its name, its meaning, and the change since the period before.
export function Tile({
  label,
  help,
  n,
  was,
  children,
  ...behind
}: Behind & { label: string; help: string; n: number; was?: number; children?: string }) {
  return (
    <div className="tile" title={help}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={700} size="xl" component="div">
        <Open n={n} label={label} said={children} {...behind}>
          {children}
        </Open>
      </Text>
      {was !== undefined && (
        <Text size="xs" c="dimmed">
          {count(was)} before
        </Text>
      )}
    </div>
  );
}
