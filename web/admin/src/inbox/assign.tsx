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
import { useGroups } from '../parts/groups';
import { useTeam } from '../parts/team';
import { inTurn, onceMore } from './queries';

const team = ''; // the value that stands for nobody in particular

// useAssign gives the conversation to somebody, as it stood on the screen when they chose: an answer that is on its way
// goes first, and meanwhile the conversation may change hands.
function useAssign(c: Conversation, done: (to: string) => void) {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const path = { conversation: c.id };
  const give = ({ to, group, note, seen }: Seen, { epoch }: Conversation) =>
    ok(
      api.POST('/v1/conversations/{conversation}/assign', {
        params: { path },
        body: { epoch, from: seen.assignee, to: to || undefined, group, note: note.trim() || undefined },
      }),
    );
  return useMutation({
    scope: inTurn(c.id),
    networkMode: 'always',
    // The agent's own answer, which went before, may have made it theirs: no colleague loses it.
    mutationFn: (giving: Seen) =>
      onceMore(
        api,
        giving.seen,
        (now) => give(giving, now),
        (now) => !giving.seen.assignee && now.owner === 'agent' && now.assignee === me.id,
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

// Assign hands a conversation to a colleague, to a group or back to the team, with a note.
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
  const holder = chosenFor(c.owner === 'team' ? { to: team, group: c.group } : { to: c.assignee });
  const choose = (giving: Giving) => assign.mutate({ ...giving, seen: c });
  return <AssignTo opened={opened} close={close} holder={holder} busy={assign.isPending} assign={choose} />;
}

// Giving is the receiver of a conversation, '' for the team or for a group of it, with a note.
export interface Giving {
  to: string;
  group?: string;
  note: string;
}

// Seen is a giving of a conversation as it stood on the screen.
type Seen = Giving & { seen: Conversation };

const ofGroup = 'group ';

// chosenFor is the choice that stands for a receiver, receiver the one for which it stands.
const chosenFor = ({ to, group }: Partial<Giving>) => (group ? ofGroup + group : to === team ? 'team' : to);
const receiver = (chosen: string): Pick<Giving, 'to' | 'group'> =>
  chosen.startsWith(ofGroup)
    ? { to: team, group: chosen.slice(ofGroup.length) }
    : { to: chosen === 'team' ? team : chosen };

interface AssignToProps {
  opened: boolean;
  first?: Partial<Giving>; // with which it is filled in at first
  close: () => void;
  holder?: string; // of the conversation now, as a choice
  busy: boolean;
  assign: (to: Giving) => void;
}

// AssignTo asks for a person, a group or the team, and a note.
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
  const groups = useGroups();
  const again = first?.to !== undefined;
  const [to, setTo] = useState<string | null>(chosenFor(first ?? {}) ?? null);
  const [note, setNote] = useState(first?.note ?? '');
  const label = (p: Colleague) => `${look(p.id).name}${p.id === me.id ? ' (you)' : ''}`;
  const all = people.data ?? [];
  const marks = new Map(all.map((p) => [p.id, markOf(p)]));
  for (const g of groups) {
    const here = all.filter((p) => p.presence === 'available' && g.members.includes(p.id)).length;
    marks.set(ofGroup + g.id, { words: `${here} available`, available: here > 0 });
  }
  const data = [
    { value: 'team', label: 'The team: whoever is next' },
    ...groups.map((g) => ({ value: ofGroup + g.id, label: g.name })),
    ...all.map((p) => ({ value: p.id, label: label(p) })),
  ].map((o) => ({ ...o, disabled: o.value === holder }));
  return (
    <form onSubmit={prevented(() => to && assign({ ...receiver(to), note }))}>
      <Select
        label={groups.length ? 'Person or group' : 'Person'}
        placeholder="Choose somebody"
        searchable
        data={data}
        value={to}
        onChange={setTo}
        error={people.error?.message}
        renderOption={({ option }) => <Option name={option.label} mark={marks.get(option.value)} />}
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

interface Mark {
  words: string;
  available: boolean;
}

// markOf says whether a colleague is there, and how many conversations they have.
const markOf = (p: Colleague): Mark => ({
  words: presenceWords[p.presence] + (p.presence === 'offline' ? '' : ` · ${p.cases} open`),
  available: p.presence === 'available',
});

// Option is a colleague or a group, with a mark.
function Option({ name, mark }: { name: string; mark?: Mark }) {
  return (
    <Group gap="xs" justify="space-between" wrap="nowrap" w="100%">
      <bdi className="cut">{name}</bdi>
      {mark && (
        <Badge size="sm" variant="light" color={mark.available ? 'green' : 'gray'} tt="none">
          {mark.words}
        </Badge>
      )}
    </Group>
  );
}
