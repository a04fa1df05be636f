import { Button, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { Broken, Loading } from '../parts/states';
import { Asked } from './form-view';
import type { Body } from './send';

interface Props {
  conversation: string;
  phone: boolean;
  send: (body: Body) => void;
  busy: boolean;
}

// FormPick sends one of the forms of the bot's script.
export function FormPick({ conversation, phone, send, busy }: Props) {
  const { api } = useApp();
  const list = useQuery(read(api, '/v1/conversations/{conversation}/forms', { path: { conversation } }));
  const [chosen, setChosen] = useState<string | null>(null);
  const [text, setText] = useState('');
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  if (!list.data.rows.length)
    return (
      <Text size="sm">
        {phone
          ? 'No form in the bot’s script has a WhatsApp Flow. An owner can name one in the script.'
          : 'The bot’s script has no form.'}
      </Text>
    );
  const form = list.data.rows.find((f) => f.id === chosen);
  return (
    <form
      onSubmit={prevented(() => {
        if (form) {
          send({ kind: 'form', form: form.id, text: text.trim() || undefined });
        }
      })}
    >
      <Stack gap="sm">
        <Select
          label="Form"
          placeholder="Choose one"
          data={list.data.rows.map((f) => ({ value: f.id, label: f.id }))}
          value={chosen}
          onChange={setChosen}
        />
        {form && <Asked form={form} />}
        <Textarea
          label="Text above it"
          autosize
          minRows={2}
          maxLength={1024}
          value={text}
          dir="auto"
          onChange={(e) => setText(e.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" size="sm" disabled={!form} loading={busy}>
            Send
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
