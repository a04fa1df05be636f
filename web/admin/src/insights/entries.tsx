import { Card, List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { plain } from '../../../lib/links';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { type Answer, read } from '../app/reads';
import { count } from '../parts/format';
import { AnchorLink } from '../parts/links';
import { Broken, Loading } from '../parts/states';
import { Open } from './figure';
import { help } from './help';
import { of } from './sums';
import { type Cell, FigureTable, Heading, sheetOf } from './table';
import { useRange } from './use-figures';

type Served = Answer<'/v1/insights/entries'>;
type Row = Served['rows'][number];

// useServed reads what became of the answers of each entry in the period.
export function useServed(enabled = true) {
  const { api } = useApp();
  return useQuery({ ...read(api, '/v1/insights/entries', { query: useRange() }), enabled, refetchInterval: 60_000 });
}

// nameOf is the name of an entry as it is now.
export function nameOf({ entry, title, state }: Omit<Row, 'sums'>): string {
  if (title) return plain(title);
  if (!entry) return 'By no entry, as a step of a script';
  if (entry === '~others') return 'All others';
  if (entry === '~erased') return 'Erased people';
  return `${state === 'deleted' ? 'Deleted' : 'Unknown'} (${entry.slice(-6)})`;
}

const columns = [
  ['Answered', 'answers'],
  ['After “did you mean”', 'chosen'],
  ['Wrong, says the team', 'wrong'],
  ['No help, says the customer', 'unhelpful'],
  ['Model’s words refused', 'refused'],
] as const;

// Entries are the answers by the entry that gave them, and the entries that never serve.
export function Entries() {
  const served = useServed();
  return (
    <>
      <Card withBorder className="wide">
        {served.isPending ? (
          <Loading />
        ) : served.error ? (
          <Broken error={served.error} retry={() => void served.refetch()} />
        ) : (
          <Answers rows={served.data.rows} />
        )}
      </Card>
      {served.data && <Never served={served.data} />}
    </>
  );
}

function Answers({ rows }: { rows: Row[] }) {
  const head = ['Entry', ...columns.map(([label]) => label)];
  const cells = rows.map((row): Cell[] => [
    { key: row.entry, value: nameOf(row), shown: <Name row={row} /> },
    ...columns.map(([label, figure]) => {
      const n = of(row.sums, figure);
      const name = `${label}, ${nameOf(row)}`;
      return { value: n, shown: <Open n={n} label={name} figure={figure} within="entry" value={row.entry} /> };
    }),
  ]);
  return (
    <>
      <Heading title="Answers by entry" help={help.entries} sheet={() => sheetOf(head, cells)} />
      {rows.length ? (
        <FigureTable label="Answers by entry" head={head} rows={cells} />
      ) : (
        <Text size="sm" c="dimmed">
          Nothing was answered in this period.
        </Text>
      )}
    </>
  );
}

function Name({ row }: { row: Row }) {
  return row.state === 'published' ? <Title entry={row.entry} title={nameOf(row)} /> : <bdi>{nameOf(row)}</bdi>;
}

// Title leads to the entry, for those who may read it there.
function Title({ entry, title }: { entry: string; title: string }) {
  const { me } = useApp();
  if (!may(me.role, 'lead')) return <bdi>{plain(title)}</bdi>;
  return (
    <AnchorLink inherit to="/training/$entry" params={{ entry }}>
      <bdi>{plain(title)}</bdi>
    </AnchorLink>
  );
}

// Never are the published entries that answered nothing.
function Never({ served }: { served: Served }) {
  const { silent, never, published, joined } = served;
  const sheet = () => [['Entry'], ...silent.map((s) => [plain(s.title)])];
  return (
    <Card withBorder className="wide" component="section" aria-label="Entries that never serve">
      <Heading title="Entries that never serve" help={help.silent} sheet={silent.length ? sheet : undefined} />
      <Text size="sm" mb="xs">
        {published
          ? `${count(never)} of ${count(published)} published entries answered nothing.`
          : 'No entry of the knowledge is published.'}
        {never > silent.length && ` The first ${count(silent.length)} are listed.`}
        {joined && never > 0 && ' On some days so many entries answered that a few of these may have, too.'}
      </Text>
      {silent.length > 0 && (
        <List size="sm" className="silent">
          {silent.map((s) => (
            <List.Item key={s.entry}>
              <Title entry={s.entry} title={s.title} />
            </List.Item>
          ))}
        </List>
      )}
    </Card>
  );
}
