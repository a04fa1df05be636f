import { ActionIcon, Group, NumberInput, Select, Stack, Text, Textarea } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { fault } from './parts';

export type Silences = components['schemas']['Silence'];
type Rules = components['schemas']['SilenceRules'];

const most = 20; // bots with rules of their own

interface Props {
  value: Silences;
  change: (silences: Silences) => void;
  disabled: boolean;
  error: Error | null;
}

// SilenceFields have the rules of a conversation whose customer is silent after the team's words.
export function SilenceFields({ value, change, disabled, error }: Props) {
  const { api } = useApp();
  const bots = useQuery(read(api, '/v1/bots')).data?.rows ?? [];
  const own = value.bots ?? {};
  const put = (id: string, rules?: Rules) => {
    const { [id]: _, ...rest } = own;
    change({ ...value, bots: rules ? { ...own, [id]: rules } : rest });
  };
  const free = bots.filter((b) => !own[b.id]);
  return (
    <Stack gap="sm" component="fieldset" className="plainset">
      <Text component="legend" size="sm" fw={600}>
        When a customer falls silent
      </Text>
      <Text size="xs" c="dimmed">
        This happens after a person’s answer only, and never while the customer waits, somebody types, or a form is
        open.
      </Text>
      <Fields
        value={value}
        change={(to) => change({ ...value, ...to })}
        field="silence"
        disabled={disabled}
        error={error}
      />
      {Object.entries(own).map(([id, rules]) => {
        const name = bots.find((b) => b.id === id)?.name ?? 'A bot that is gone';
        return (
          <Stack key={id} gap="sm" component="fieldset" className="plainset">
            <Group component="legend" gap={4}>
              <Text size="sm" fw={600}>
                <bdi>{name}</bdi>
              </Text>
              {!disabled && (
                <ActionIcon variant="subtle" color="gray" aria-label={`${name} as the team`} onClick={() => put(id)}>
                  <IconTrash size={16} />
                </ActionIcon>
              )}
            </Group>
            <Fields
              value={rules}
              change={(to) => put(id, { ...rules, ...to })}
              field={`silence/bots/${id}`}
              disabled={disabled}
              error={error}
            />
          </Stack>
        );
      })}
      {!disabled && free.length > 0 && Object.keys(own).length < most && (
        <Select
          size="xs"
          w={260}
          aria-label="A bot with rules of its own"
          placeholder="Other rules for a bot"
          value={null}
          data={free.map((b) => ({ value: b.id, label: b.name }))}
          onChange={(id) => id && put(id, { back: value.back, after: value.after, text: value.text })}
        />
      )}
    </Stack>
  );
}

interface FieldsProps {
  value: Rules;
  change: (to: Partial<Rules>) => void;
  field: string;
  disabled: boolean;
  error: Error | null;
}

function Fields({ value, change, field, disabled, error }: FieldsProps) {
  const minutes = { suffix: ' minutes', min: 0, allowDecimal: false, allowNegative: false, disabled } as const;
  return (
    <>
      <NumberInput
        {...minutes}
        label="The bot has the conversation again after"
        description="0 for never"
        max={1440}
        error={fault(error, `${field}/back`)}
        value={value.back ?? 0}
        onChange={(v) => change({ back: Number(v) || 0 })}
      />
      <NumberInput
        {...minutes}
        label="Ask once whether there is more after"
        description="0 for never. In opening hours, on WhatsApp within its 24 hours, and never after a thank-you, a no, or STOP."
        max={1320}
        error={fault(error, `${field}/after`)}
        value={value.after ?? 0}
        onChange={(v) => change({ after: Number(v) || 0 })}
      />
      {!!value.after && (
        <Textarea
          label="The question"
          placeholder="Is there anything else that we can do for you?"
          autosize
          minRows={2}
          maxLength={300}
          dir="auto"
          disabled={disabled}
          error={fault(error, `${field}/text`)}
          value={value.text ?? ''}
          onChange={(e) => change({ text: e.currentTarget.value })}
        />
      )}
    </>
  );
}
