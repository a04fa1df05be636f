import { Card, Group, Stack, Text, TextInput } from '@mantine/core';
import { Buttons } from './script-buttons';
import { RowTools } from './script-rows';
import type { Step } from './script-text';

type CardOf = NonNullable<Step['cards']>[number];

// Cards are pictures with words and buttons.
export function Cards({
  list,
  names,
  put,
}: {
  list: CardOf[];
  names: string[];
  put: (list: CardOf[] | undefined) => void;
}) {
  const keep = (to: CardOf[]) => put(to.length ? to : undefined);
  const set = (i: number, to: Partial<CardOf>) => keep(list.map((c, n) => (n === i ? { ...c, ...to } : c)));
  return list.map((c, i) => (
    <Card withBorder key={i} component="fieldset" aria-label={`Card ${i + 1}`}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Text fw={600} size="sm">
            Card {i + 1}
          </Text>
          <RowTools what={`the card ${c.title}`} list={list} at={i} put={keep} />
        </Group>
        <TextInput
          label="Title"
          maxLength={200}
          value={c.title}
          onChange={(e) => set(i, { title: e.currentTarget.value })}
        />
        <TextInput
          label="Text of the card"
          maxLength={2000}
          value={c.text ?? ''}
          onChange={(e) => set(i, { text: e.currentTarget.value || undefined })}
        />
        <TextInput
          label="Address of a picture"
          placeholder="https://"
          maxLength={2000}
          value={c.image ?? ''}
          onChange={(e) => set(i, { image: e.currentTarget.value || undefined })}
        />
        <Buttons list={c.buttons ?? []} names={names} put={(buttons) => set(i, { buttons })} />
      </Stack>
    </Card>
  ));
}
