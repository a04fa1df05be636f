import { Button, Group, Popover, Select, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBulb } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { ulid } from '../../../lib/ulid';
import type { Conversation, Message } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { read } from '../app/reads';

interface Props {
  conversation: Conversation;
  sent: (m: Message) => void;
}

// HintToBot tells the bot something for its next answer: an entry to answer with, or words for its model. The
// visitor never sees it.
export function HintToBot({ conversation: c, sent }: Props) {
  const [open, setOpen] = useState(false);
  const { api } = useApp();
  const bot = useQuery({ ...read(api, '/v1/bots/{bot}', { path: { bot: c.bot } }), enabled: open, staleTime: 60_000 });
  if (bot.data && bot.data.kind !== 'script') return null;
  return (
    <Group px="md" pt={6} justify="flex-end">
      <Popover opened={open} onChange={setOpen} position="top-end" width={340} withinPortal trapFocus>
        <Popover.Target>
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconBulb size={14} aria-hidden />}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            Hint to the bot
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          {bot.data && (
            <Form
              conversation={c}
              model={!!bot.data.model}
              given={(m) => {
                sent(m);
                setOpen(false);
              }}
            />
          )}
        </Popover.Dropdown>
      </Popover>
    </Group>
  );
}

function Form({ conversation: c, model, given }: { conversation: Conversation; model: boolean; given: Props['sent'] }) {
  const { api, live } = useApp();
  const [entry, setEntry] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [id] = useState(() => ulid(live.now())); // a repeat is the same hint
  const params = { path: { conversation: c.id } };
  const give = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/v1/conversations/{conversation}/hint', {
          params,
          body: entry ? { id, entry } : { id, text },
        }),
      ),
    onSuccess: given,
  });
  return (
    <form aria-label="Hint to the bot" onSubmit={prevented(() => give.mutate())}>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          It serves the bot’s next answer. The visitor never sees it; the answer counts as yours, too.
        </Text>
        <Entries conversation={c.id} value={entry} choose={setEntry} />
        {model && !entry && (
          <Textarea
            label="Or in your words, for its model"
            maxLength={500}
            autosize
            minRows={2}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
          />
        )}
        {give.error && (
          <Text size="sm" c="red" role="alert">
            {give.error.message}
          </Text>
        )}
        <Button type="submit" size="xs" loading={give.isPending} disabled={!entry && !(model && text.trim())}>
          Give the hint
        </Button>
      </Stack>
    </form>
  );
}

interface EntriesProps {
  conversation: string;
  value: string | null;
  choose: (entry: string | null) => void;
}

function Entries({ conversation, value, choose }: EntriesProps) {
  const { api } = useApp();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed, 250);
  const { data } = useQuery({
    ...read(api, '/v1/conversations/{conversation}/hint', { path: { conversation }, query: q ? { q } : {} }),
    placeholderData: (before) => before,
  });
  return (
    <Select
      label="Answer with this entry"
      placeholder="Search by title"
      searchable
      clearable
      filter={({ options }) => options}
      nothingFoundMessage="No entry has these words in its title"
      comboboxProps={{ withinPortal: false }}
      data={(data?.rows ?? []).map((r) => ({ value: r.entry, label: r.title }))}
      value={value}
      onChange={choose}
      onSearchChange={setTyped}
    />
  );
}
