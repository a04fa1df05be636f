import { Badge, Button, Group, Modal, Select, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import type { Conversation } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { type Colleague, presenceWords, usePresence } from '../app/presence';
import { useRefresh } from '../app/reads';
import { useTeam } from '../parts/team';
import { inTurn, onceMore } from './queries';

const team = ''; // the value that stands for nobody in particular

// useAssign gives the conversation, as it stood on the screen, to somebody.
function useAssign(c: Conversation, done: (to: string) => void) {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const path = { conversation: c.id };
  const give = ({ to, note }: Giving, { epoch }: Conversation) =>
    ok(
      api.POST('/v1/conversations/{conversation}/assign', {
        params: { path },
        body: { epoch, from: c.assignee, to: to || undefined, note: note.trim() || undefined },
      }),
    );
  return useMutation({
    scope: inTurn(c.id),
    networkMode: 'always',
    // The agent's own answer, which went before, may have made it theirs: no colleague loses it.
    mutationFn: (giving: Giving) =>
      onceMore(
        api,
        c,
        (seen) => give(giving, seen),
        (now) => !c.assignee && now.owner === 'agent' && now.assignee === me.id,
      ),
    onSuccess: (_, { to }) => done(to),
    onError: (error) => notifications.show({ color: 'red', title: 'Not assigned', message: error.message }),
    onSettled: () =>
      Promise.all([
        refresh('/v1/conversations/{conversation}', { path }),
        refresh('/v1/conversations'),
        refresh('/v1/queues'),
        refresh('/v1/presence'),
      ]),
  });
}

// Assign hands a conversation to a colleague or back to the team, with a note.
export function Assign({
  conversation: c,
  opened,
  close,
  given,
}: {
  conversation: Conversation;
  opened: boolean;
  close: () => void;
  given: () => void;
}) {
  const { me } = useApp();
  const assign = useAssign(c, (to) => {
    close();
    if (to !== me.id) given();
  });
  const holder = c.owner === 'team' ? team : c.assignee;
  return <AssignTo opened={opened} close={close} holder={holder} busy={assign.isPending} assign={assign.mutate} />;
}

// Giving is the receiver of a conversation, '' for the team, with a note.
export interface Giving {
  to: string;
  note: string;
}

interface AssignToProps {
  opened: boolean;
  first?: Partial<Giving>; // with which it is filled in at first
  close: () => void;
  holder?: string; // of the conversation now
  busy: boolean;
  assign: (to: Giving) => void;
}

// AssignTo asks for a person or the team, and a note.
export function AssignTo(props: AssignToProps) {
  return (
    <Modal opened={props.opened} onClose={props.close} title="Assign to" centered>
      <Choice {...props} />
    </Modal>
  );
}

function Choice({ opened, first, holder, busy, assign }: AssignToProps) {
  const { me } = useApp();
  const look = useTeam();
  const people = usePresence(opened);
  const again = first?.to !== undefined;
  const [to, setTo] = useState<string | null>(first?.to === team ? 'team' : (first?.to ?? null));
  const [note, setNote] = useState(first?.note ?? '');
  const label = (p: Colleague) => `${look(p.id).name}${p.id === me.id ? ' (you)' : ''}`;
  const byID = new Map(people.data?.map((p) => [p.id, p]));
  const data = [
    { value: 'team', label: 'The team: whoever is next', disabled: holder === team },
    ...(people.data ?? []).map((p) => ({ value: p.id, label: label(p), disabled: p.id === holder })),
  ];
  return (
    <form onSubmit={prevented(() => to && assign({ to: to === 'team' ? team : to, note }))}>
      <Select
        label="Person"
        placeholder="Choose somebody"
        searchable
        data={data}
        value={to}
        onChange={setTo}
        error={people.error?.message}
        renderOption={({ option }) => <Option name={option.label} person={byID.get(option.value)} />}
        data-autofocus={again ? undefined : true}
      />
      <Textarea
        label="Note"
        description="Only your team reads it."
        maxLength={1000}
        autosize
        minRows={2}
        mt="sm"
        value={note}
        onChange={(e) => setNote(e.currentTarget.value)}
        data-autofocus={again ? true : undefined}
      />
      <Group justify="flex-end" mt="md">
        <Button type="submit" disabled={!to} loading={busy}>
          Assign
        </Button>
      </Group>
    </form>
  );
}

// Option is a colleague with their presence and the number of their conversations.
function Option({ name, person }: { name: string; person?: Colleague }) {
  return (
    <Group gap="xs" justify="space-between" wrap="nowrap" w="100%">
      <bdi className="cut">{name}</bdi>
      {person && (
        <Badge size="sm" variant="light" color={person.presence === 'available' ? 'green' : 'gray'} tt="none">
          {presenceWords[person.presence]}
          {person.presence !== 'offline' && ` · ${person.cases} open`}
        </Badge>
      )}
    </Group>
  );
}
