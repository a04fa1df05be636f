import { Badge, Button, Card, Group, Select, Table, Text } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { plain } from '../../../lib/links';
import { ok, okText } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { keyOf } from '../app/reads';
import { dayAndTime, money } from '../parts/format';
import { Paged } from '../parts/paged';
import { SheetButton } from '../parts/sheet-button';
import { Sideways } from '../parts/sideways';
import { Empty } from '../parts/states';
import { nameOf, useMembers, useTeam } from '../parts/team';
import { Source } from '../visitors/cells';
import { help } from './help';
import { type Lead, LeadForm } from './lead-form';
import { LeadTiles } from './lead-tiles';
import { leadStates } from './outcomes';
import type { Figures } from './search';
import { Heading } from './table';

const route = getRouteApi('/insights/$question');

// useLeads reads the leads that the address asks for.
function useLeads() {
  const { api } = useApp();
  const { state, owner, oldest } = route.useSearch();
  const query = { state, owner: owner === 'nobody' ? '' : owner, oldest };
  const list = useInfiniteQuery({
    queryKey: keyOf('/v1/insights/leads', 'pages', { query }),
    initialPageParam: undefined as string | undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) =>
      ok(api.GET('/v1/insights/leads', { params: { query: { ...query, cursor: pageParam, limit: 50 } } })),
    getNextPageParam: (p) => p.next,
  });
  const sheet = () => okText(api.GET('/v1/insights/leads/sheet', { params: { query }, parseAs: 'text' }));
  return { list, sheet, narrowed: !!state || !!owner };
}

// Leads are the visits that may win a customer, and the team's work on them.
export function Leads({ figures }: { figures: Figures }) {
  const { me } = useApp();
  const { list, sheet, narrowed } = useLeads();
  const [edited, edit] = useState<Lead>();
  const rows = list.data?.pages.flatMap((p) => p.rows) ?? [];
  return (
    <>
      <LeadTiles all={figures.all} />
      <Card withBorder className="wide">
        <Heading title="All leads" help={help.allLeads} />
        <Group justify="space-between" align="flex-end" mb="sm" className="unprinted">
          <Filters />
          {may(me.role, 'lead') && <SheetButton size="sm" file="leads.csv" fetch={sheet} />}
        </Group>
        <Paged
          list={list}
          more={rows.length ? 'More' : 'Look further back'}
          empty={
            !rows.length &&
            !list.hasNextPage && (
              <Empty title={narrowed ? 'No lead is like that' : 'There is no lead yet'}>
                {narrowed ? (
                  'Choose another state or colleague.'
                ) : (
                  <>
                    Mark the goals that make leads:{' '}
                    <Link to="/settings/$section" params={{ section: 'goals' }}>
                      Settings, Goals
                    </Link>
                  </>
                )}
              </Empty>
            )
          }
        >
          <LeadTable rows={rows} edit={may(me.role, 'agent') ? edit : undefined} />
        </Paged>
      </Card>
      {edited && <LeadForm key={edited.visit} lead={edited} close={() => edit(undefined)} />}
    </>
  );
}

function Filters() {
  const { state, owner, oldest } = route.useSearch();
  const navigate = useNavigate({ from: '/insights/$question' });
  const members = useMembers();
  const narrow = (to: object) => void navigate({ search: (s) => ({ ...s, ...to }), replace: true });
  return (
    <Group gap="xs">
      <Select
        label="State"
        placeholder="Any"
        clearable
        w={150}
        value={state ?? null}
        data={leadStates.map(([value, label]) => ({ value, label }))}
        onChange={(to) => narrow({ state: to ?? undefined })}
      />
      <Select
        label="Owner"
        placeholder="Anybody"
        clearable
        w={190}
        value={owner ?? null}
        data={[{ value: 'nobody', label: 'Nobody' }, ...members.map((m) => ({ value: m.id, label: nameOf(m) }))]}
        onChange={(to) => narrow({ owner: to ?? undefined })}
      />
      <Select
        label="Order"
        w={170}
        allowDeselect={false}
        value={oldest ? 'oldest' : 'latest'}
        data={[
          { value: 'latest', label: 'Latest first' },
          { value: 'oldest', label: 'Oldest first' },
        ]}
        onChange={(to) => narrow({ oldest: to === 'oldest' || undefined })}
      />
    </Group>
  );
}

function LeadTable({ rows, edit }: { rows: Lead[]; edit?: (lead: Lead) => void }) {
  const head = ['Since', 'Person', 'State', 'Owner', 'Value', 'Note', ...(edit ? [''] : [])];
  return (
    <Sideways label="Leads">
      <Table miw={760} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            {head.map((name) => (
              <Table.Th key={name}>{name || <span className="unseen">Change</span>}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((l) => (
            <Row key={l.visit} lead={l} edit={edit} />
          ))}
        </Table.Tbody>
      </Table>
    </Sideways>
  );
}

function Row({ lead: l, edit }: { lead: Lead; edit?: (lead: Lead) => void }) {
  const look = useTeam();
  const who = plain(l.name ?? '') || 'A visitor';
  const [, label, color] = leadStates.find(([state]) => state === l.state) ?? leadStates[0];
  return (
    <Table.Tr>
      <Table.Td>
        {dayAndTime(l.at)} <Source source={l.source} />
      </Table.Td>
      <Table.Td>
        <Link to="/visitors/$visitor" params={{ visitor: l.visitor }}>
          <bdi>{who}</bdi>
        </Link>
        <Text size="xs" c="dimmed">
          <bdi>
            {[l.email, l.phone]
              .filter(Boolean)
              .map((way) => plain(way!))
              .join(', ')}
          </bdi>
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={color}>
          {label}
        </Badge>
        <Text size="xs" c="dimmed">
          {l.goal ? plain(l.goal) : `Made by ${look(l.by).name}`}
        </Text>
      </Table.Td>
      <Table.Td>{l.owner ? look(l.owner).name : 'Nobody'}</Table.Td>
      <Table.Td>
        {!!l.value && l.currency && money(l.value, l.currency)}
        {!!l.value && !!l.goal && !l.verified && !l.set && (
          <Text size="xs" c="dimmed">
            not confirmed
          </Text>
        )}
      </Table.Td>
      <Table.Td maw={260}>
        <bdi>{plain(l.note ?? '')}</bdi>
      </Table.Td>
      {edit && (
        <Table.Td>
          <Button size="compact-xs" variant="subtle" onClick={() => edit(l)} aria-label={`Change the lead of ${who}`}>
            Change
          </Button>
        </Table.Td>
      )}
    </Table.Tr>
  );
}
