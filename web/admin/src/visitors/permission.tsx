import { Alert, Button, Card, Group, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { plain } from '../../../lib/links';
import type { Visitor } from '../../../lib/wire';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { fullTime } from '../parts/format';
import { fault } from '../settings/parts';

interface Change {
  heardWrongly?: string;
  optIn?: { source: string; on: string };
  wantsQuiet?: boolean;
}

function usePermit(v: Visitor, done?: () => void) {
  const { api } = useApp();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: Change) =>
      ok(api.PATCH('/v1/visitors/{visitor}', { params: { path: { visitor: v.id } }, body })),
    onSuccess: () => {
      done?.();
      void refresh('/v1/conversations/{conversation}/templates'); // it says which of them may be sent
      return refresh('/v1/visitors/{visitor}');
    },
  });
}

// Permission says whether this person may be written to unless they ask, and lets agents note it.
export function Permission({ visitor: v }: { visitor: Visitor }) {
  const { me } = useApp();
  const agent = may(me.role, 'agent');
  const [adds, setAdds] = useState(false);
  const quiet = usePermit(v);
  return (
    <Card withBorder component="section" aria-label="Writing to them">
      <Title order={2} size="h5" mb="xs">
        Writing to them
      </Title>
      <Stack gap="xs">
        <Agreed visitor={v} />
        {agent && !adds && (
          <Button variant="subtle" size="xs" style={{ alignSelf: 'flex-start' }} onClick={() => setAdds(true)}>
            Note that they agreed
          </Button>
        )}
        {adds && <Note visitor={v} close={() => setAdds(false)} />}
        <Switch
          label="Do not write to them unless they ask"
          description={quietSince(v)}
          checked={!!v.wantsQuiet}
          disabled={!agent || quiet.isPending || !!v.wantsQuiet?.said}
          onChange={(e) => quiet.mutate({ wantsQuiet: e.currentTarget.checked })}
        />
        {v.wantsQuiet?.said && may(me.role, 'lead') && <Unhear visitor={v} />}
        {quiet.error && (
          <Alert color="red" role="alert">
            {quiet.error.message}
          </Alert>
        )}
      </Stack>
    </Card>
  );
}

// Unhear takes back a STOP that was heard wrongly, and asks why it is none.
function Unhear({ visitor: v }: { visitor: Visitor }) {
  const [asks, setAsks] = useState(false);
  const [why, setWhy] = useState('');
  const save = usePermit(v);
  if (!asks)
    return (
      <Button variant="subtle" size="xs" style={{ alignSelf: 'flex-start' }} onClick={() => setAsks(true)}>
        It was no STOP
      </Button>
    );
  return (
    <Stack gap="xs" component="form" onSubmit={prevented(() => save.mutate({ heardWrongly: why.trim() }))}>
      <TextInput
        label="What did they mean?"
        description="It goes to the audit. A new STOP counts again."
        maxLength={300}
        data-autofocus
        value={why}
        error={save.error?.message}
        onChange={(e) => setWhy(e.currentTarget.value)}
      />
      <Group gap="xs">
        <Button type="submit" size="xs" disabled={!why.trim()} loading={save.isPending}>
          They may be written to
        </Button>
        <Button size="xs" variant="default" onClick={() => setAsks(false)}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}

function quietSince({ wantsQuiet: q, optIn }: Visitor): string | undefined {
  if (!q) return undefined;
  const who = q.said ? 'They wrote STOP' : `Noted by ${plain(q.by ?? '') || 'your team'}`;
  const again = q.said && optIn && optIn.at > q.at ? '. They agreed again since' : '';
  return `${who}, ${fullTime(q.at)}${again}`;
}

function Agreed({ visitor: { optIn } }: { visitor: Visitor }) {
  if (!optIn)
    return (
      <Text size="sm" c="dimmed">
        Nobody has noted that they agreed. On WhatsApp they can be answered, and not written to first.
      </Text>
    );
  return (
    <Text size="sm">
      They agreed on {optIn.on.slice(0, 10)}: <bdi>{plain(optIn.source)}</bdi>
      <Text size="xs" c="dimmed" span display="block">
        Noted by {plain(optIn.by ?? '') || 'your team'}, {fullTime(optIn.at)}
      </Text>
    </Text>
  );
}

// Note asks where and when they agreed.
function Note({ visitor: v, close }: { visitor: Visitor; close: () => void }) {
  const [source, setSource] = useState('');
  const [on, setOn] = useState(new Date().toISOString().slice(0, 10));
  const save = usePermit(v, close);
  const at = (field: string) => fault(save.error, field);
  return (
    <Stack gap="xs" component="form" onSubmit={prevented(() => save.mutate({ optIn: { source: source.trim(), on } }))}>
      <TextInput
        label="Where did they agree?"
        placeholder="The form at the fair in May"
        maxLength={200}
        data-autofocus
        value={source}
        error={at('source')}
        onChange={(e) => setSource(e.currentTarget.value)}
      />
      <TextInput
        label="On which day?"
        type="date"
        value={on}
        error={at('on')}
        onChange={(e) => setOn(e.currentTarget.value)}
      />
      {save.error && !at('source') && !at('on') && (
        <Alert color="red" role="alert">
          {save.error.message}
        </Alert>
      )}
      <Group gap="xs">
        <Button type="submit" size="xs" disabled={!source.trim() || !on} loading={save.isPending}>
          Save
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}
