import { Alert, Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { languageName } from '../parts/languages';
import { Loading } from '../parts/states';
import { Wrong } from '../settings/parts';
import { AskedAgain } from './held';
import { useConflicts, usePublish } from './queries';
import { type Entry, type Overview, states } from './words';

interface SomeProps {
  entries: Entry[];
  close: () => void;
  done: () => void;
}

// PublishSome publishes some entries alone, and names the drafts that stay drafts.
export function PublishSome({ entries, close, done }: SomeProps) {
  const { api } = useApp();
  const publish = usePublish(done);
  const overview = useQuery(read(api, '/v1/knowledge'));
  const ids = entries.map((e) => e.id);
  const others = (overview.data?.unpublished ?? []).filter((u) => !ids.includes(u.id));
  const one = entries.length === 1;
  return (
    <Modal opened onClose={close} centered title={one ? 'Publish this entry?' : `Publish ${entries.length} entries?`}>
      <Stack gap="sm">
        <Names titles={entries.map((e) => e.content.title)} />
        <Text size="sm">
          Bots answer with {one ? 'it' : 'them'} once the index is made. <Takes />
        </Text>
        <Others others={others} />
        <Conflicts entries={ids} />
        <Wrong error={publish.error} />
        <Foot
          close={close}
          busy={publish.isPending}
          go={() => publish.mutate({ entries: entries.map((e) => ({ id: e.id, version: e.version })) })}
        />
      </Stack>
    </Modal>
  );
}

// PublishAll publishes everything that is saved, and names it.
export function PublishAll({ overview, close }: { overview: Overview; close: () => void }) {
  const publish = usePublish(close);
  const counts = overview.states;
  const all = (counts.draft ?? 0) + (counts.changed ?? 0) + (counts.removed ?? 0);
  return (
    <Modal opened onClose={close} centered title="Publish everything that is saved?">
      <Stack gap="sm">
        <Text size="sm">
          Bots answer with it once the index is made. <Takes />
        </Text>
        <Others others={overview.unpublished} more={all - overview.unpublished.length} published />
        <Conflicts entries={overview.unpublished.map((u) => u.id)} />
        <Wrong error={publish.error} />
        <Foot close={close} busy={publish.isPending} go={() => publish.mutate({ all: true })} />
      </Stack>
    </Modal>
  );
}

// Takes says how long a publication takes, and what may hold it up.
const Takes = () => (
  <>
    That mostly takes seconds; many new wordings take minutes, and a language model that writes some of its own up to a
    minute. If answers that visitors got would change, it waits until somebody has looked at them.
  </>
);

// Publishing says that an edition is being made, and how far the questions of visitors were asked again.
export function Publishing({ overview }: { overview: Overview }) {
  return (
    <Alert color="blue" role="status" mb="md">
      Publishing: bots answer as before until the index is made. <Takes />
      <AskedAgain overview={overview} />
    </Alert>
  );
}

function Foot({ close, busy, go }: { close: () => void; busy: boolean; go: () => void }) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={close}>
        Not yet
      </Button>
      <Button loading={busy} onClick={go}>
        Publish
      </Button>
    </Group>
  );
}

const shown = 8;

function Names({ titles }: { titles: string[] }) {
  return (
    <List size="sm">
      {titles.slice(0, shown).map((title, i) => (
        <List.Item key={i}>
          <bdi>{title}</bdi>
        </List.Item>
      ))}
      {titles.length > shown && <List.Item>and {titles.length - shown} more</List.Item>}
    </List>
  );
}

interface OthersProps {
  others: Overview['unpublished'];
  more?: number;
  published?: boolean;
}

// Others are the entries that are saved and not published: they stay drafts, or go along.
function Others({ others, more = 0, published }: OthersProps) {
  if (!others.length) return null;
  return (
    <div>
      <Text size="sm">{published ? 'This takes effect:' : 'These stay drafts:'}</Text>
      <List size="sm">
        {others.slice(0, shown).map((u) => (
          <List.Item key={u.id}>
            <bdi>{u.title}</bdi>{' '}
            <Text span size="xs" c="dimmed">
              {published && u.state === 'removed' ? 'is taken away' : states[u.state].label.toLowerCase()}
            </Text>
          </List.Item>
        ))}
        {others.length + more > shown && <List.Item>and {others.length + more - shown} more</List.Item>}
      </List>
    </div>
  );
}

// Conflicts names the wordings that entries share with others, before they are published.
function Conflicts({ entries }: { entries: string[] }) {
  const found = useConflicts(entries);
  if (found.isPending) return <Loading />;
  if (!found.data?.rows.length) return null;
  return (
    <Alert color="yellow" title="A bot cannot tell these apart">
      <List size="sm">
        {found.data.rows.slice(0, shown).map((c, i) => (
          <List.Item key={i}>
            “<bdi>{c.wording}</bdi>” ({languageName(c.language)}) is also a wording of <bdi>{c.title}</bdi>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
