import { Card, SimpleGrid, Text } from '@mantine/core';
import { money } from '../parts/format';
import { Tile } from './figure';
import { help } from './help';
import { leadStates } from './outcomes';
import type { Sums } from './search';
import { named, of } from './sums';
import { useEarlier } from './use-figures';

// LeadTiles are the leads of the period, and what they are worth by currency.
export function LeadTiles({ all }: { all: Sums }) {
  const was = useEarlier();
  const worth = named(all, 'leads:worth:').map(([currency, n]) => money(n / 100, currency));
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
        <div title="As told with the goal, or as one of you set it.">
          <Text size="xs" c="dimmed">
            Worth
          </Text>
          <Text fw={700} size="xl">
            {worth.length ? worth.join(', ') : 'n/a'}
          </Text>
        </div>
      </SimpleGrid>
    </Card>
  );
}
