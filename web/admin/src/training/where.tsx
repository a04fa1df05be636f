import { Checkbox, Group, MultiSelect, Stack, TagsInput, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { fault } from '../settings/parts';
import type { Editing } from './editing';
import { useBotsAndSites } from './queries';

// Where edits the bots or people that answer with an entry, the place, and the time.
export function Where({ editing }: { editing: Editing }) {
  const { content: c, change, save } = editing;
  const { api } = useApp();
  const tags = useQuery(read(api, '/v1/knowledge')).data?.tags ?? [];
  const { bots, sites } = useBotsAndSites();
  return (
    <Stack gap="sm">
      <Title order={2} size="h6">
        Who answers, where and when
      </Title>
      {c.step ? (
        <Text size="sm">
          The step <code>{c.step}</code> of the bot’s script answers, with its buttons, cards or form.
        </Text>
      ) : (
        <Checkbox
          label="Only people answer this"
          description="The bot gets a person at once"
          checked={!!c.people}
          onChange={(e) => change({ people: e.currentTarget.checked })}
        />
      )}
      <MultiSelect
        label="Bots"
        placeholder={c.bots?.length ? undefined : 'All bots'}
        data={bots}
        value={c.bots ?? []}
        onChange={(to) => change({ bots: to })}
        error={fault(save.error, 'bots')}
        disabled={!!c.step}
      />
      <MultiSelect
        label="Sites"
        description="With a site chosen, the entry does not serve on WhatsApp"
        placeholder={c.sites?.length ? undefined : 'Everywhere'}
        data={sites}
        value={c.sites ?? []}
        onChange={(to) => change({ sites: to })}
        error={fault(save.error, 'sites')}
      />
      <Group grow align="flex-start">
        <Day label="From" value={c.from} set={(from) => change({ from })} />
        <Day label="Until" value={c.until} set={(until) => change({ until })} error={fault(save.error, 'until')} />
      </Group>
      <TagsInput
        label="Tags"
        data={tags}
        maxTags={10}
        value={c.tags ?? []}
        onChange={(to) => change({ tags: to })}
        error={fault(save.error, 'tags')}
      />
    </Stack>
  );
}

interface DayProps {
  label: string;
  value?: string;
  set: (value?: string) => void;
  error?: string;
}

// Day is a moment in the browser's time, or none.
function Day({ label, value, set, error }: DayProps) {
  const at = value ? new Date(value) : undefined;
  const local = at ? new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : '';
  return (
    <TextInput
      type="datetime-local"
      label={label}
      value={local}
      error={error}
      onChange={(e) => set(e.currentTarget.value ? new Date(e.currentTarget.value).toISOString() : undefined)}
    />
  );
}
