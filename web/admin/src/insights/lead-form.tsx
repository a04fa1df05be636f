import { Button, Group, Modal, NumberInput, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { type Answer, useRefresh } from '../app/reads';
import { nameOf, useMembers } from '../parts/team';
import { fault, Wrong } from '../settings/parts';
import { leadStates } from './outcomes';

export type Lead = Answer<'/v1/insights/leads'>['rows'][number];

// LeadForm changes a lead.
export function LeadForm({ lead, close }: { lead: Lead; close: () => void }) {
  const { api } = useApp();
  const refresh = useRefresh();
  const members = useMembers();
  const [draft, setDraft] = useState({
    state: lead.state,
    owner: lead.owner ?? '',
    note: lead.note ?? '',
    value: lead.value ?? 0,
    currency: lead.currency ?? '',
  });
  const save = useMutation({
    mutationFn: () =>
      ok(
        api.PATCH('/v1/insights/leads/{lead}', {
          params: { path: { lead: lead.visit } },
          body: { ...draft, version: lead.version },
        }),
      ),
    onSuccess: () => {
      notifications.show({ color: 'teal', message: 'Saved' });
      close();
      return Promise.all([refresh('/v1/insights/leads'), refresh('/v1/insights/figures')]);
    },
  });
  return (
    <Modal opened title="Change a lead" onClose={close}>
      <form onSubmit={prevented(() => save.mutate())}>
        <Stack gap="sm">
          <Select
            label="State"
            allowDeselect={false}
            value={draft.state}
            data={leadStates.map(([value, label]) => ({ value, label }))}
            onChange={(to) => to && setDraft({ ...draft, state: to as Lead['state'] })}
          />
          <Select
            label="Owner"
            placeholder="Nobody"
            clearable
            error={fault(save.error, 'owner')}
            value={draft.owner || null}
            data={members.map((m) => ({ value: m.id, label: nameOf(m) }))}
            onChange={(to) => setDraft({ ...draft, owner: to ?? '' })}
          />
          <Group grow align="flex-start">
            <NumberInput
              label="Value"
              min={0}
              max={1_000_000_000}
              error={fault(save.error, 'value')}
              value={draft.value || ''}
              onChange={(v) => setDraft({ ...draft, value: Number(v) || 0 })}
            />
            <TextInput
              label="Currency"
              placeholder="EUR"
              maxLength={3}
              error={fault(save.error, 'currency')}
              value={draft.currency}
              onChange={(e) => setDraft({ ...draft, currency: e.currentTarget.value.toUpperCase() })}
            />
          </Group>
          <Textarea
            label="Note"
            description="For your team only."
            autosize
            maxLength={500}
            error={fault(save.error, 'note')}
            value={draft.note}
            onChange={(e) => setDraft({ ...draft, note: e.currentTarget.value })}
          />
          <Wrong
            error={save.error}
            shown={['owner', 'value', 'currency', 'note']}
            giveUp={() => {
              close();
              void refresh('/v1/insights/leads');
            }}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
