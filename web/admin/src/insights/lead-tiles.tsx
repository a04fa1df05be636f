import { Card, SimpleGrid, Text } from '@mantine/core';
import { Fragment } from 'react';
import { money } from '../parts/format';
import { type Behind, Open, Tile } from './figure';
import { help } from './help';
import { leadStates } from './outcomes';
import type { Sums } from './search';
import { named, of } from './sums';
import { useEarlier } from './use-figures';

// LeadTiles are the leads of the period, and what they are worth by currency.
export function LeadTiles({ all }: { all: Sums }) {
  const was = useEarlier();
  return (
    <Card withBorder className="wide">
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }}>
        <Tile label="Leads" help={help.leads} figure="leads" n={of(all, 'leads')} was={was && of(was, 'leads')} />
        {leadStates.map(([state, label]) => (
          <Tile
            key={state}
            label={label}
            help={help.leads}
            figure={`leads:${state}`}
            n={of(all, `leads:${state}`)}
            was={was && of(was, `leads:${state}`)}
          />
        ))}
        <Worth label="Worth" help={help.worth} all={all} figure="leads:worth:" />
        <Worth label="Worth, says a page" help={help.claimedWorth} all={all} figure="leads:claim:" />
      </SimpleGrid>
    </Card>
  );
}

// Moneys are sums by currency, each of which opens its leads.
export function Moneys({
  label,
  sums,
  figure,
  ...within
}: { label: string; sums: [string, number][]; figure: string } & Partial<Behind>) {
  return sums.map(([currency, n], i) => (
    <Fragment key={currency}>
      {i > 0 && ', '}
      <Open n={n} label={label} said={money(n / 100, currency)} {...within} figure={figure + currency}>
        {money(n / 100, currency)}
      </Open>
    </Fragment>
  ));
}

// Worth is a sum of money by its currencies, which are never added.
function Worth({ label, help, all, figure }: { label: string; help: string; all: Sums; figure: string }) {
  const sums = named(all, figure);
  return (
    <div title={help}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={700} size="xl" component="div">
        {sums.length ? <Moneys label={label} sums={sums} figure={figure} /> : 'n/a'}
      </Text>
    </div>
  );
}
