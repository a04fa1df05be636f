import { Alert, Button, Card, Text, Textarea, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import type { VisitorDetail } from '../../../lib/wire';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { fullTime, shortTime } from '../parts/format';

// Notes are the team's notes about a visitor.
export function Notes({ id, notes }: { id: string; notes: VisitorDetail['notes'] }) {
  const { me } = useApp();
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        Notes
      </Title>
      {may(me.role, 'agent') && <Add id={id} />}
      {notes.map((n) => (
        <div key={n.id} className="note">
          <Text size="sm" className="words" dir="auto">
            {n.text}
          </Text>
          <Text size="xs" c="dimmed">
            {n.name ?? 'An agent'}, <time title={fullTime(n.at)}>{shortTime(n.at)}</time>
          </Text>
        </div>
      ))}
      {!notes.length && (
        <Text size="sm" c="dimmed" mt="xs">
          None yet.
        </Text>
      )}
    </Card>
  );
}

function Add({ id }: { id: string }) {
  const { api } = useApp();
  const refresh = useRefresh();
  const [text, setText] = useState('');
  const path = { visitor: id };
  const add = useMutation({
    mutationFn: () => ok(api.POST('/v1/visitors/{visitor}/notes', { params: { path }, body: { text } })),
    onSuccess: () => {
      setText('');
      return refresh('/v1/visitors/{visitor}', { path });
    },
  });
  return (
    <form onSubmit={prevented(() => add.mutate())}>
      <Textarea
        aria-label="New note"
        placeholder="What your colleagues should know"
        autosize
        minRows={2}
        maxLength={4096}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      {text && (
        <Button type="submit" size="xs" mt="xs" loading={add.isPending}>
          Add note
        </Button>
      )}
      {add.error && (
        <Alert color="red" role="alert" mt="xs">
          {add.error.message}
        </Alert>
      )}
    </form>
  );
}
