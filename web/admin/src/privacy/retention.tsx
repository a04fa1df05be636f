import { Button, Card, Group, NumberInput, SimpleGrid, Text, Title } from '@mantine/core';
import type { components } from '../../../../api/gen/schemas.gen';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { count, fullTime } from '../parts/format';
import { useSettingsDraft } from '../settings/draft';
import { Keep } from '../settings/keep';
import { Wrong } from '../settings/parts';

type Privacy = components['schemas']['Privacy'];
const kinds = [
  ['messages', 'Messages and questions'],
  ['media', 'Files'],
  ['sessions', 'Visits'],
  ['profiles', 'Profiles, after the last visit'],
  ['raw', 'WhatsApp messages that cannot be shown'],
] as const;
const found: Record<string, string> = {
  messages: 'message',
  media: 'file',
  visits: 'visit',
  profiles: 'profile without visits',
  raw: 'raw payload',
};

// Retention sets for how long each kind of data is kept, and shows the oldest data.
export function Retention({ privacy }: { privacy: Privacy }) {
  const { api, me } = useApp();
  const { had, draft, setDraft, changed, save, load } = useSettingsDraft(privacy, {
    query: read(api, '/v1/privacy'),
    draftOf: ({ retention }) => retention,
    put: (retention, version) => ok(api.PUT('/v1/privacy/retention', { body: { retention, version } })),
  });
  const owner = may(me.role, 'owner');
  const shorter = kinds.some(([k]) => draft[k] < had.retention[k]);
  return (
    <Card withBorder className="wide">
      <Keep unsaved={changed && !save.isPending} />
      <Title order={2} size="h5" mb="xs">
        How long data is kept
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 5 }} verticalSpacing="xs">
        {kinds.map(([kind, label]) => (
          <NumberInput
            key={kind}
            label={label}
            suffix=" days"
            min={1}
            max={3650}
            disabled={!owner}
            value={draft[kind]}
            onChange={(n) => setDraft({ ...draft, [kind]: Number(n) || 0 })}
          />
        ))}
      </SimpleGrid>
      <Wrong error={save.error} giveUp={load} />
      {owner && (
        <Group mt="sm">
          <Button size="xs" loading={save.isPending} disabled={!changed} onClick={() => save.mutate()}>
            Save
          </Button>
          {shorter && <Text size="sm">Anything older is deleted within minutes, for good.</Text>}
        </Group>
      )}
      <Title order={3} size="h6" mt="md" mb={4}>
        Oldest data after the last clean-up
      </Title>
      <Left privacy={privacy} />
    </Card>
  );
}

// Left shows the oldest data after the last clean-up, and the deleted amounts.
function Left({ privacy: { walked, oldest = {}, deleted = {} } }: { privacy: Privacy }) {
  if (!walked)
    return (
      <Text size="sm" c="dimmed">
        The first clean-up has not finished yet.
      </Text>
    );
  const gone = Object.entries(deleted).map(([kind, n]) => `${count(n)} ${kind}`);
  return (
    <Text size="sm" component="div" data-walk>
      Finished {fullTime(walked)}.{' '}
      {Object.entries(oldest).map(([kind, at]) => (
        <div key={kind}>
          Oldest {found[kind] ?? kind} kept: <b>{fullTime(at)}</b>
        </div>
      ))}
      {gone.length > 0 && <div>Deleted: {gone.join(', ')}</div>}
    </Text>
  );
}
