import { ActionIcon, Button, Card, Checkbox, Group, NumberInput, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '../../../../api/schemas.gen';
import { type Api, ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { Broken, Loading } from '../parts/states';
import { Keep } from './keep';
import { Copied, Wrong } from './parts';
import { formsOf, parse } from './script-form';

type Goal = components['schemas']['GoalSetting'];

// Goals are the states that the team cares about.
export function Goals() {
  const { api } = useApp();
  const list = useQuery({ queryKey: ['goal-settings'], queryFn: () => ok(api.GET('/v1/goals')), refetchOnWindowFocus: false });
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  return <Edit key={list.data.version} goals={list.data.goals} version={list.data.version} />;
}

// useReaches is the forms and steps that the newest scripts have, for goals to be picked from.
function useReaches() {
  const { api } = useApp();
  const bots = useQuery({ queryKey: ['bots'], queryFn: () => ok(api.GET('/v1/bots')) });
  const scripts = useQueries({ queries: (bots.data?.rows ?? []).map((b) => ({ queryKey: ['newest-script', b.id], queryFn: () => newest(api, b.id) })) });
  const known = scripts.flatMap((s) => (s.data ? [s.data] : []));
  return { forms: [...new Set(known.flatMap(formsOf))], steps: [...new Set(known.flatMap((s) => Object.keys(s.steps ?? {})))] };
}

async function newest(api: Api, bot: string) {
  const all = await ok(api.GET('/v1/bots/{bot}/scripts', { params: { path: { bot } } }));
  const script = all.rows[0]?.version;
  if (!script) return null;
  return parse((await ok(api.GET('/v1/bots/{bot}/scripts/{script}', { params: { path: { bot, script } } }))).text ?? '') ?? null;
}

// known is the choices, with what is set now even if no script has it any more.
const known = (all: string[], now?: string) => (now && !all.includes(now) ? [...all, now] : all);

function Edit({ goals, version }: { goals: Goal[]; version: number }) {
  const { api, me } = useApp();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(goals);
  const save = useMutation({
    mutationFn: () => ok(api.PUT('/v1/goals', { body: { goals: draft, version } })),
    onSuccess: (saved) => queries.setQueryData(['goal-settings'], saved),
  });
  const reaches = useReaches();
  const lead = may(me.role, 'lead');
  const put = (i: number, change: Partial<Goal>) => setDraft(draft.map((g, n) => (n === i ? { ...g, ...change } : g)));
  const changed = JSON.stringify(draft) !== JSON.stringify(goals);
  return (
    <div className="cards2">
      <Keep unsaved={changed && !save.isPending} />
      {draft.map((g, i) => (
        <Card withBorder key={i} component="fieldset">
          <Group justify="space-between" wrap="nowrap" align="flex-end">
            <TextInput className="grow" label="Goal" maxLength={60} value={g.name} disabled={!lead} onChange={(e) => put(i, { name: e.currentTarget.value })} />
            {lead && <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Delete the goal ${g.name}`} onClick={() => setDraft(draft.filter((_, n) => n !== i))}><IconTrash size={18} /></ActionIcon>}
          </Group>
          <Text size="sm" mt="sm" mb={4} fw={500}>Reached by</Text>
          <Stack gap="xs">
            <Checkbox label="A page of yours, with track" checked={!!g.page} disabled={!lead} onChange={(e) => put(i, { page: e.currentTarget.checked })} />
            <Checkbox label="Your server, with an API key: verified" checked={!!g.server} disabled={!lead} onChange={(e) => put(i, { server: e.currentTarget.checked })} />
            <Checkbox label="An order on WhatsApp" checked={!!g.order} disabled={!lead} onChange={(e) => put(i, { order: e.currentTarget.checked })} />
            <Select label="A form" placeholder="Choose a form of your bots" clearable disabled={!lead} data={known(reaches.forms, g.form)} value={g.form ?? null} onChange={(form) => put(i, { form: form ?? undefined })} />
            <Select label="A step" placeholder="Choose a step of your bots" clearable disabled={!lead} data={known(reaches.steps, g.step)} value={g.step ?? null} onChange={(step) => put(i, { step: step ?? undefined })} />
            <Group grow>
              <NumberInput label="Worth" min={0} value={g.value ?? ''} disabled={!lead} onChange={(v) => put(i, { value: v === '' ? undefined : Number(v) })} />
              <TextInput label="Currency" placeholder="EUR" maxLength={3} value={g.currency ?? ''} disabled={!lead} onChange={(e) => put(i, { currency: e.currentTarget.value.toUpperCase() || undefined })} />
            </Group>
          </Stack>
        </Card>
      ))}
      <Card withBorder className="wide">
        {lead && (
          <Group>
            <Button size="xs" variant="light" onClick={() => setDraft([...draft, { name: '', page: true }])}>Add a goal</Button>
            <Button size="xs" disabled={!changed} loading={save.isPending} onClick={() => save.mutate()}>Save</Button>
          </Group>
        )}
        <Wrong error={save.error} reload={() => void queries.invalidateQueries({ queryKey: ['goal-settings'] })} />
        <Title order={2} size="h5" mt="md" mb="xs">How to report one</Title>
        <Text size="sm" mb={4}>From a page:</Text>
        <Copied label="Report from a page" text={"Botifire('track', 'Checkout', { orderId: '1234', value: 59, currency: 'EUR' });"} />
        <Text size="sm" mt="sm" mb={4}>From your server, which no visitor can fake. The widget’s <code>ready</code> event gives the page the visitor’s id:</Text>
        <Copied label="Report from a server" text={`curl ${location.origin}/v1/goals -H 'Authorization: Bearer YOUR-API-KEY' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"name":"Checkout","visitor":"v_…","orderId":"1234","value":59,"currency":"EUR"}'`} />
      </Card>
    </div>
  );
}
