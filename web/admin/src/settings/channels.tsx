import { Alert, Button, Checkbox, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { count, dayAndTime, shortTime } from '../parts/format';
import { fault, Wrong } from './parts';

export type Channel = components['schemas']['NoticeChannel'];

type Fails = NonNullable<Channel['fails']>;

const most = 3;

// failsKey is apart from the settings: how channels fail changes without a save, and no edit is lost to it.
const failsKey = ['/v1/general', 'fails'];

// useFails is how each channel fails, by its id, as it is now.
function useFails(): Record<string, Fails> {
  const { api } = useApp();
  const now = useQuery({
    queryKey: failsKey,
    queryFn: ({ signal }) => ok(api.GET('/v1/general', { signal })),
    staleTime: 0,
    refetchOnWindowFocus: true,
  });
  return Object.fromEntries((now.data?.channels ?? []).flatMap(({ id, fails }) => (id && fails ? [[id, fails]] : [])));
}
const fresh: Channel = { name: '', address: '', waits: true, promises: true, hours: false };

// plain is a channel as an owner edits it: how its last calls failed changes meanwhile, and is no edit.
export const plain = ({ fails: _, ...channel }: Channel): Channel => channel;

interface Props {
  value: Channel[];
  saved: Channel[];
  change: (channels: Channel[]) => void;
  error: Error | null;
}

// channelFields are the fields of channels that say their faults themselves.
export const channelFields = (all: Channel[]) =>
  all.flatMap((_, i) => ['name', 'address', 'waits'].map((field) => `channels/${i}/${field}`));

// ChannelFields say which channels of Slack or Teams are told of customers who wait. Only owners see them.
export function ChannelFields({ value, saved, change, error }: Props) {
  const fails = useFails();
  const set = (i: number, to: Partial<Channel>) => change(value.map((c, n) => (n === i ? { ...c, ...to } : c)));
  return (
    <Stack gap="sm" component="fieldset" className="plainset">
      <Text component="legend" size="sm" fw={600}>
        Tell a channel
      </Text>
      <Text size="xs" c="dimmed">
        A channel of your Slack or Microsoft Teams is told when a customer waits, also while nobody has this app open. A
        notice says since when, with a link to the conversation. It has no words of the customer, and does not say who
        they are.
      </Text>
      {value.map((c, i) => (
        <One
          key={c.id ?? `new ${i}`}
          at={`channels/${i}`}
          channel={c}
          saved={saved.find((had) => had.id === c.id)}
          fails={fails[c.id ?? '']}
          change={(to) => set(i, to)}
          remove={() => change(value.filter((_, n) => n !== i))}
          error={error}
        />
      ))}
      {value.length < most && (
        <Group>
          <Button size="xs" variant="default" onClick={() => change([...value, fresh])}>
            Add a channel
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface OneProps {
  at: string;
  channel: Channel;
  saved?: Channel;
  fails?: Fails;
  change: (to: Partial<Channel>) => void;
  remove: () => void;
  error: Error | null;
}

function One({ at, channel: c, saved, fails, change, remove, error }: OneProps) {
  const name = c.name.trim() || 'New channel';
  return (
    <Stack gap="xs" component="fieldset" className="plainset" data-channel={c.name}>
      <Text component="legend" size="sm">
        <bdi>{name}</bdi>
      </Text>
      {c.off && (
        <Alert color="red" role="status">
          Switched off at {shortTime(c.off)}: its webhook was deleted, or its channel archived. Write the address of a
          new webhook, or send a test once it works again.
        </Alert>
      )}
      {fails && !c.off && <Failing fails={fails} />}
      <TextInput
        label="Name of the channel"
        description="For your team; nothing is looked up by it."
        maxLength={60}
        required
        error={fault(error, `${at}/name`)}
        value={c.name}
        onChange={(e) => change({ name: e.currentTarget.value })}
      />
      <TextInput
        label="Address of its incoming webhook"
        description="In Slack, add an app with an incoming webhook; in Teams, a workflow that posts to a channel when a
            webhook request is received. It is a secret, and is not shown again."
        placeholder={c.id ? `Kept: ${c.host} …${c.end}` : 'https://hooks.slack.com/services/…'}
        maxLength={600}
        required={!c.id}
        autoComplete="off"
        dir="ltr"
        error={fault(error, `${at}/address`)}
        value={c.address ?? ''}
        onChange={(e) => change({ address: e.currentTarget.value || undefined })}
      />
      <Checkbox
        label="A customer waits for a person"
        error={fault(error, `${at}/waits`)}
        checked={c.waits}
        onChange={(e) => change({ waits: e.currentTarget.checked })}
      />
      <Checkbox
        label="Nobody answered a customer in time"
        checked={c.promises}
        onChange={(e) => change({ promises: e.currentTarget.checked })}
      />
      <Checkbox
        label="A note names a colleague who does not have this app open"
        description="With the colleague’s name, and no word of the note"
        checked={c.mentions ?? false}
        onChange={(e) => change({ mentions: e.currentTarget.checked || undefined })}
      />
      <Select
        label="When it is told"
        description="What happens outside of these hours is not told later."
        allowDeselect={false}
        data={[
          { value: 'always', label: 'Always' },
          { value: 'hours', label: 'In the team’s opening hours' },
        ]}
        value={c.hours ? 'hours' : 'always'}
        onChange={(when) => when && change({ hours: when === 'hours' })}
      />
      <Test
        channel={saved}
        unsaved={!saved || JSON.stringify(plain(saved)) !== JSON.stringify(c)}
        name={name}
        remove={remove}
      />
    </Stack>
  );
}

// Failing says since when the calls of a channel fail, why, and when the next one is made.
function Failing({ fails }: { fails: Fails }) {
  const { calls, since, last, rests, text } = fails;
  const tries =
    calls === 1
      ? `The last try to tell it failed (${dayAndTime(last)}).`
      : `The last ${count(calls)} tries to tell it failed, the first at ${dayAndTime(since)}, the last at ${dayAndTime(last)}.`;
  const next =
    rests && new Date(rests) > new Date()
      ? `It rests since ${dayAndTime(last)}: nothing is sent there until ${dayAndTime(rests)}. Then the next notice is tried.`
      : 'The next notice is tried.';
  return (
    <Alert color="yellow" role="status">
      {tries} {text} {next} A notice or a test that arrives ends this.
    </Alert>
  );
}

// Test sends a test to a channel as it is saved, and says what became of it.
function Test({
  channel,
  unsaved,
  name,
  remove,
}: {
  channel?: Channel;
  unsaved: boolean;
  name: string;
  remove: () => void;
}) {
  const { api } = useApp();
  const refresh = useRefresh();
  const queries = useQueryClient();
  const test = useMutation({
    mutationFn: () => ok(api.POST('/v1/general', { body: { channel: channel?.id ?? '' } })),
    onSuccess: (done) => {
      if (done.arrived && channel?.off) void refresh('/v1/general'); // it is on again
    },
    onSettled: () => queries.invalidateQueries({ queryKey: failsKey }),
  });
  return (
    <>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          disabled={unsaved}
          loading={test.isPending}
          onClick={() => test.mutate()}
          aria-label={`Send a test to ${name}`}
        >
          Send a test
        </Button>
        <Button size="xs" variant="subtle" color="red" onClick={remove} aria-label={`Remove ${name}`}>
          Remove
        </Button>
        {unsaved && (
          <Text size="xs" c="dimmed">
            Save it first, then send a test.
          </Text>
        )}
      </Group>
      {test.data && !unsaved && (
        <Alert color={test.data.arrived ? 'teal' : 'red'} role="status">
          {test.data.text}
        </Alert>
      )}
      <Wrong error={test.error} />
    </>
  );
}
