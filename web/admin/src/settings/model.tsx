import { Button, Checkbox, Group, NumberInput, Progress, Select, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import type { Answer } from '../app/reads';
import { Keep } from './keep';
import { fault } from './parts';

type BotData = Answer<'/v1/bots/{bot}'>;
export type ModelData = NonNullable<BotData['model']>;
type Offered = NonNullable<BotData['models']>[number];
export type ModelChange = { model?: ModelData; noModel?: boolean };

const fresh = { free: false, powers: [] as ModelData['powers'], visitorTokens: 50_000, dayCents: 500 };

interface Props {
  bot: BotData;
  error: Error | null;
  pending: boolean;
  save(change: ModelChange, done: () => void): void;
}

// Model is the language model that a scripted bot asks about questions of which it is not sure.
export function Model({ bot, error, pending, save }: Props) {
  const [draft, setDraft] = useState<ModelData>();
  const models = bot.models ?? [];
  if (!models.length && !bot.model) return null;
  const model = draft ?? bot.model;
  const named = models.map((m) => ({ value: m.id, label: m.name }));
  if (bot.model && !models.some((m) => m.id === bot.model?.id))
    named.push({ value: bot.model.id, label: bot.model.id });
  const edit = (change: Partial<ModelData>) => model && setDraft({ ...model, ...change });
  const choose = (id: string | null) => setDraft(id ? { ...(model ?? fresh), id } : undefined);
  return (
    <form
      onSubmit={prevented(() => {
        save(draft?.id ? { model: draft } : { noModel: true }, () => setDraft(undefined));
      })}
    >
      <Keep unsaved={!!draft && !pending} />
      <Stack gap="xs">
        <Select
          label="Language model"
          description="It is asked about questions of which the bot is not sure, and chooses among your answers."
          placeholder="None"
          clearable
          data={named}
          error={fault(error, 'model')}
          value={model?.id || null}
          onChange={(id) => (id ? choose(id) : setDraft(bot.model ? { ...bot.model, id: '' } : undefined))}
        />
        {model?.id && <Price of={models.find((m) => m.id === model.id)} />}
        {bot.model && bot.spentToday !== undefined && <Spent cents={bot.model.dayCents} today={bot.spentToday} />}
        {bot.allCents && bot.allToday !== undefined && <Spent all cents={bot.allCents} today={bot.allToday} />}
        {model?.id && <Behaviour model={model} of={models.find((m) => m.id === model.id)} edit={edit} />}
        <Group>
          <Button type="submit" size="xs" variant="light" disabled={!draft} loading={pending}>
            Save the model
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

// Price is the price of a model; one that the stage has no more costs nothing.
function Price({ of: m }: { of?: Offered }) {
  return (
    <Text size="xs" c={m && 'dimmed'} fw={m ? undefined : 600}>
      {m
        ? `$${m.in} for a million tokens that it reads, $${m.out} for a million that it writes.`
        : 'This installation has it no more: the bot answers without a model.'}
    </Text>
  );
}

// Spent is the day's use of a bot's budget, or of that of all bots. A day ends at midnight in UTC.
function Spent({ all, cents, today }: { all?: boolean; cents: number; today: number }) {
  const whole = cents / 100;
  const spent = today >= whole;
  return (
    <div>
      <Text size="sm" c={spent ? 'red' : undefined}>
        {money(today)} of {money(whole)} used today (UTC){all && ' by all bots together'}.
        {spent && ' The bot answers without a model until midnight.'}
      </Text>
      <Progress
        value={Math.min(100, (100 * today) / whole)}
        color={spent ? 'red' : undefined}
        aria-label={all ? 'Used of today’s budget of all bots' : 'Used of today’s budget'}
      />
    </div>
  );
}

// money shows dollars; a share of a cent is one.
const money = (dollars: number) => `$${(Math.ceil(dollars * 100) / 100).toFixed(2)}`;

interface BehaviourProps {
  model: ModelData;
  of: Offered | undefined;
  edit(change: Partial<ModelData>): void;
}

const powers: [NonNullable<ModelData['powers']>[number], string][] = [
  ['handover', 'ask for a person'],
  ['show', 'show buttons and forms of the script'],
  ['goal', 'take steps that reach a goal'],
];

// low says of a day's budget that it may be too small for one question.
const low = (budget: number, most = 0, said = '') =>
  budget < most && `A long question needs ${said}: below that the model may never be asked.`;

function Behaviour({ model, of, edit }: BehaviourProps) {
  return (
    <>
      <Switch
        label="It words answers itself"
        description="In an entry's language it may only choose among the entry's sentences: it shortens the answer, and a
          sentence that it leaves out may be one that the customer needed. In another language only figures, addresses,
          denials and common claims can be checked: a wrong word may reach a customer. Your own words answer if an answer
          does not hold."
        checked={!!model.free}
        onChange={(e) => edit({ free: e.currentTarget.checked })}
      />
      {model.free && (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label="Tone"
            allowDeselect={false}
            data={[
              { value: '', label: 'Plain' },
              { value: 'friendly', label: 'Friendly' },
              { value: 'formal', label: 'Formal' },
            ]}
            value={model.tone ?? ''}
            onChange={(tone) => edit({ tone: tone as ModelData['tone'] })}
          />
          <Select
            label="Length"
            allowDeselect={false}
            data={[
              { value: '', label: 'Up to two sentences' },
              { value: 'long', label: 'Up to six sentences' },
            ]}
            value={model.length ?? ''}
            onChange={(length) => edit({ length: length as ModelData['length'] })}
          />
        </SimpleGrid>
      )}
      <Checkbox.Group
        label="It may also"
        value={model.powers ?? []}
        onChange={(all) => edit({ powers: all as ModelData['powers'] })}
      >
        <Stack gap={4} mt={4}>
          {powers.map(([value, label]) => (
            <Checkbox key={value} value={value} label={label} />
          ))}
        </Stack>
      </Checkbox.Group>
      <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'end' }}>
        <NumberInput
          label="Tokens a day for each visitor"
          description={low(model.visitorTokens, of?.most, `${of?.most} tokens`)}
          min={1000}
          max={10_000_000}
          thousandSeparator=" "
          value={model.visitorTokens}
          onChange={(n) => typeof n === 'number' && edit({ visitorTokens: n })}
        />
        <NumberInput
          label="US dollars a day, for this bot"
          description={low(model.dayCents / 100, of?.mostCost, `$${of?.mostCost.toFixed(2)}`)}
          min={0.01}
          max={10_000}
          decimalScale={2}
          value={model.dayCents / 100}
          onChange={(n) => typeof n === 'number' && edit({ dayCents: Math.round(n * 100) })}
        />
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        Wordings for published entries and drafts of answers come from the same dollars, until half of them is spent.
        When a budget is spent, or the model fails, the bot answers as it does without one. E-mail addresses, phone
        numbers, cards and accounts are blacked out before a question leaves.
      </Text>
    </>
  );
}
