import {
  ActionIcon,
  Button,
  Card,
  Checkbox,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { type Api, ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { keyOf, read } from '../app/reads';
import { Broken, Loading } from '../parts/states';
import { useSettingsDraft } from './draft';
import { Keep } from './keep';
import { Copied, fault, Wrong } from './parts';
import { formsOf, parse } from './script-text';

type Goal = components['schemas']['GoalSetting'];
type GoalList = components['schemas']['GoalSettings'];

// Goals are the states that the team cares about.
export function Goals() {
  const { api } = useApp();
  const list = useQuery(read(api, '/v1/goals'));
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  return <Edit now={list.data} />;
}

// useReaches is the forms and steps that the newest scripts have, for goals to be picked from.
function useReaches() {
  const { api } = useApp();
  const bots = useQuery(read(api, '/v1/bots'));
  const scripts = useQueries({
    queries: (bots.data?.rows ?? []).map((b) => ({
      queryKey: keyOf('/v1/bots/{bot}/scripts', 'newest', { path: { bot: b.id } }),
      queryFn: () => newest(api, b.id),
    })),
  });
  const known = scripts.flatMap((s) => (s.data ? [s.data] : []));
  return {
    forms: [...new Set(known.flatMap(formsOf))],
    steps: [...new Set(known.flatMap((s) => Object.keys(s.steps ?? {})))],
  };
}

async function newest(api: Api, bot: string) {
  const all = await ok(api.GET('/v1/bots/{bot}/scripts', { params: { path: { bot } } }));
  const script = all.rows[0]?.version;
  if (!script) return null;
  return (
    parse((await ok(api.GET('/v1/bots/{bot}/scripts/{script}', { params: { path: { bot, script } } }))).text ?? '') ??
    null
  );
}

// known is the choices, with the current one even if no script has it any more.
const known = (all: string[], now?: string) => (now && !all.includes(now) ? [...all, now] : all);

function Edit({ now }: { now: GoalList }) {
  const { api, me } = useApp();
  const { draft, setDraft, changed, save, load } = useSettingsDraft(now, {
    query: read(api, '/v1/goals'),
    draftOf: ({ goals }) => goals,
    put: (goals, version) => ok(api.PUT('/v1/goals', { body: { goals, version } })),
  });
  const reaches = useReaches();
  const lead = may(me.role, 'lead');
  // Faults name goals by their places: once one was added or deleted, they would stand at another.
  const set = (goals: Goal[]) => {
    save.reset();
    setDraft(goals);
  };
  const put = (i: number, change: Partial<Goal>) => setDraft(draft.map((g, n) => (n === i ? { ...g, ...change } : g)));
  return (
    <div className="cards2">
      <Keep unsaved={changed && !save.isPending} />
      {draft.map((g, i) => (
        <GoalCard
          key={i}
          goal={g}
          lead={lead}
          reaches={reaches}
          error={(field) => fault(save.error, `goals.${i}.${field}`)}
          change={(to) => put(i, to)}
          drop={() => set(draft.filter((_, n) => n !== i))}
        />
      ))}
      <Card withBorder className="wide">
        {lead && (
          <Group>
            <Button size="xs" variant="light" onClick={() => set([...draft, { name: '', page: true }])}>
              Add a goal
            </Button>
            <Button size="xs" disabled={!changed} loading={save.isPending} onClick={() => save.mutate()}>
              Save
            </Button>
          </Group>
        )}
        <Wrong
          error={save.error}
          shown={draft.flatMap((_, i) => marked.map((field) => `goals.${i}.${field}`))}
          giveUp={load}
        />
        <HowToReport />
      </Card>
    </div>
  );
}

// HowToReport shows the calls of a page and of a server.
function HowToReport() {
  const goal = { name: 'Checkout', visitor: 'v_…', orderId: '1234', value: 59, currency: 'EUR' };
  const call = [
    `curl ${location.origin}/v1/goals -H 'Authorization: Bearer YOUR-API-KEY'`,
    "  -H 'Content-Type: application/json'",
    `  -d '${JSON.stringify(goal)}'`,
  ].join(' \\\n');
  return (
    <>
      <Title order={2} size="h5" mt="md" mb="xs">
        How to report one
      </Title>
      <Text size="sm" mb={4}>
        From a page:
      </Text>
      <Copied
        label="Report from a page"
        text={"Botifire('track', 'Checkout', { orderId: '1234', value: 59, currency: 'EUR' });"}
      />
      <Text size="sm" mt="sm" mb={4}>
        From your server, which no visitor can fake. The widget’s <code>ready</code> event gives the page the visitor’s
        id:
      </Text>
      <Copied label="Report from a server" text={call} />
    </>
  );
}

const marked = ['name', 'reached', 'form', 'step', 'value', 'currency'];

interface GoalProps {
  goal: Goal;
  lead: boolean;
  reaches: ReturnType<typeof useReaches>;
  error: (field: string) => string | undefined;
  change: (to: Partial<Goal>) => void;
  drop: () => void;
}

// GoalCard edits one goal: its name, its triggers, and its worth.
function GoalCard(props: GoalProps) {
  const { goal: g, lead, error, change, drop } = props;
  return (
    <Card withBorder component="fieldset" aria-label={`Goal ${g.name}`}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <TextInput
          className="grow"
          label="Goal"
          maxLength={60}
          error={error('name')}
          value={g.name}
          disabled={!lead}
          onChange={(e) => change({ name: e.currentTarget.value })}
        />
        {lead && (
          <ActionIcon
            mt={25}
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Delete the goal ${g.name}`}
            onClick={drop}
          >
            <IconTrash size={18} />
          </ActionIcon>
        )}
      </Group>
      <Text size="sm" mt="sm" mb={4} fw={500}>
        Reached by
      </Text>
      <Stack gap="xs">
        <Reports {...props} />
        <InBots {...props} />
        {error('reached') && (
          <Text size="xs" c="red" role="alert">
            {error('reached')}
          </Text>
        )}
        <Checkbox
          label="It makes the visit a lead"
          description="Leads stand under Insights, Leads."
          checked={!!g.lead}
          disabled={!lead}
          onChange={(e) => change({ lead: e.currentTarget.checked || undefined })}
        />
        <Worth {...props} />
      </Stack>
    </Card>
  );
}

const reports = [
  ['page', 'A page of yours that reports it (unconfirmed)'],
  ['server', 'Your server, with an API key (confirmed)'],
  ['order', 'An order on WhatsApp'],
] as const;

function Reports({ goal, lead, change }: GoalProps) {
  return reports.map(([by, label]) => (
    <Checkbox
      key={by}
      label={label}
      checked={!!goal[by]}
      disabled={!lead}
      onChange={(e) => change({ [by]: e.currentTarget.checked })}
    />
  ));
}

function InBots({ goal: g, lead, reaches, error, change }: GoalProps) {
  return (
    <>
      <Select
        label="A form"
        placeholder="Choose a form of your bots"
        clearable
        error={error('form')}
        disabled={!lead}
        data={known(reaches.forms, g.form)}
        value={g.form ?? null}
        onChange={(form) => change({ form: form ?? undefined })}
      />
      <Select
        label="A step"
        placeholder="Choose a step of your bots"
        clearable
        error={error('step')}
        disabled={!lead}
        data={known(reaches.steps, g.step)}
        value={g.step ?? null}
        onChange={(step) => change({ step: step ?? undefined })}
      />
    </>
  );
}

function Worth({ goal: g, lead, error, change }: GoalProps) {
  return (
    <Group grow align="flex-start">
      <NumberInput
        label="Worth"
        min={0}
        error={error('value')}
        value={g.value ?? ''}
        disabled={!lead}
        onChange={(v) => change({ value: v === '' ? undefined : Number(v) })}
      />
      <TextInput
        label="Currency"
        placeholder="EUR"
        maxLength={3}
        error={error('currency')}
        value={g.currency ?? ''}
        disabled={!lead}
        onChange={(e) => change({ currency: e.currentTarget.value.toUpperCase() || undefined })}
      />
    </Group>
  );
}
