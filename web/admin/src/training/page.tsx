import '../settings/kit-settings.css';
import './training.css';
import { Alert, Button, Card, Group, Tabs, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBook2, IconPlus } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { count } from '../parts/format';
import { ButtonLink } from '../parts/links';
import { Paged } from '../parts/paged';
import { Broken, Empty, Loading } from '../parts/states';
import { Bulk } from './bulk';
import { Coverage } from './coverage';
import { Editions } from './editions';
import { Held } from './held';
import { Files } from './import';
import { Narrow, Rows } from './list';
import { Moves } from './move';
import { PublishAll, Publishing } from './publish';
import { type Filters, useEntries, useOverview } from './queries';
import { Questions } from './questions';
import { Trial } from './trial';
import { Sites } from './weekly';
import type { Overview } from './words';

const route = getRouteApi('/training');

// TrainingPage is the knowledge of the bots: its entries, their publication, and a trial.
export function TrainingPage() {
  const { me } = useApp();
  const lead = may(me.role, 'lead');
  if (!lead)
    return (
      <Empty title="For leads and owners" icon={<IconBook2 size={32} />}>
        What the bots know is written and published by leads and owners of your team.
      </Empty>
    );
  return <Training />;
}

function Training() {
  const overview = useOverview();
  const { show, question } = route.useSearch();
  const navigate = useNavigate({ from: '/training' });
  if (overview.isPending) return <Loading />;
  if (overview.error) return <Broken error={overview.error} retry={() => void overview.refetch()} />;
  const o = overview.data;
  return (
    <div className="page">
      <Group p="md" pb="xs" justify="space-between">
        <Title order={1} size="h3">
          Training
        </Title>
        <ButtonLink to="/training/$entry" params={{ entry: 'new' }} size="xs" leftSection={<IconPlus size={16} />}>
          New entry
        </ButtonLink>
      </Group>
      <div className="training">
        <div>
          <Waits overview={o} />
          <Moves scripts={o.scripts} />
          <Card withBorder>
            <Tabs
              value={show ?? 'entries'}
              onChange={(tab) =>
                void navigate({ search: { show: tab === 'entries' ? undefined : (tab as 'questions') } })
              }
              keepMounted={false}
            >
              <Tabs.List mb="md">
                <Tabs.Tab value="entries">Entries</Tabs.Tab>
                <Tabs.Tab value="questions">Unanswered</Tabs.Tab>
                <Tabs.Tab value="editions">Publications</Tabs.Tab>
                <Tabs.Tab value="coverage">Languages</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="entries">
                <Files />
                <Sites />
                <Entries overview={o} />
              </Tabs.Panel>
              <Tabs.Panel value="questions">
                <Questions only={question} />
              </Tabs.Panel>
              <Tabs.Panel value="editions">
                <Editions />
              </Tabs.Panel>
              <Tabs.Panel value="coverage">
                <Coverage overview={o} />
              </Tabs.Panel>
            </Tabs>
          </Card>
        </div>
        <Trial />
      </div>
    </div>
  );
}

// Waits says how much is saved and not published, that an edition is being made, or why it failed.
function Waits({ overview: o }: { overview: Overview }) {
  const [asking, setAsking] = useState(false);
  const { draft = 0, changed = 0, removed = 0 } = o.states;
  const n = draft + changed + removed;
  return (
    <>
      {o.failure && (
        <Alert color="red" role="alert" mb="md" title="The last publication failed">
          {o.failure}
        </Alert>
      )}
      {o.waiting && <Publishing overview={o} />}
      {o.held && !o.waiting && <Held key={o.held.number} publication={o.held} />}
      {n > 0 && !o.waiting && (
        <Alert color="yellow" role="status" mb="md" className="stays">
          <Group justify="space-between">
            <span>
              Saved, not published: {count(n)} {n === 1 ? 'entry' : 'entries'}. Visitors do not get{' '}
              {n === 1 ? 'it' : 'them'} yet.
            </span>
            <Button size="xs" onClick={() => setAsking(true)}>
              Publish everything
            </Button>
          </Group>
        </Alert>
      )}
      {asking && <PublishAll overview={o} close={() => setAsking(false)} />}
    </>
  );
}

function Entries({ overview: o }: { overview: Overview }) {
  const { show: _, question: __, ...filters } = route.useSearch();
  const navigate = useNavigate({ from: '/training' });
  const [words, setWords] = useState(filters.q ?? '');
  const [q] = useDebouncedValue(words.trim(), 250);
  const [chosen, setChosen] = useState(new Set<string>());
  const set = (to: Partial<Filters>) => {
    setChosen(new Set());
    void navigate({ search: (was) => ({ ...was, ...to }), replace: true });
  };
  useEffect(() => {
    void navigate({ search: (was) => ({ ...was, q: q || undefined }), replace: true });
  }, [q, navigate]);
  const list = useEntries(filters);
  const rows = list.data?.pages.flatMap((p) => p.rows) ?? [];
  if (!o.total) return <FirstEntry />;
  return (
    <>
      <Narrow filters={filters} words={words} overview={o} type={setWords} set={set} />
      <Bulk chosen={rows.filter((r) => chosen.has(r.id))} tags={o.tags} done={() => setChosen(new Set())} />
      <Paged list={list} empty={!rows.length && !list.hasNextPage && <Empty title="No entry matches" />}>
        <Rows rows={rows} languages={Object.keys(o.languages)} chosen={chosen} choose={setChosen} />
      </Paged>
      <Text size="xs" c="dimmed" mt="sm">
        {count(o.total)} of {count(o.most)} entries.
      </Text>
    </>
  );
}

function FirstEntry() {
  return (
    <Empty title="Your bots know nothing yet" icon={<IconBook2 size={32} />}>
      Write what people ask, and the answer. All bots of your team share it; an entry can be limited to one of them.
    </Empty>
  );
}
