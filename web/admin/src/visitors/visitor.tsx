import { Alert, Badge, Button, Card, Group, Modal, Stack, Text, Textarea, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowLeft, IconBan, IconMessage } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { plain } from '../../../lib/links';
import type { VisitorDetail } from '../../../lib/wire';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useNow } from '../app/clock';
import { useApp, useHint } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { dayAndTime, fullTime, pageName, shortTime } from '../parts/format';
import { AnchorLink, ButtonLink } from '../parts/links';
import { Called, someoneOf } from '../parts/names';
import { Broken, Loading } from '../parts/states';
import { stateOf } from './filter';
import { Profile } from './profile';
import { Rights } from './rights';
import { Timeline } from './timeline';
import { Visits } from './visits';

const route = getRouteApi('/visitors/$visitor');

export function VisitorPage() {
  const { visitor } = route.useParams();
  const { api } = useApp();
  const refresh = useRefresh();
  const detail = useQuery(read(api, '/v1/visitors/{visitor}', { path: { visitor } }));
  useHint('any', () => void refresh('/v1/visitors/{visitor}', { path: { visitor } }), 1000);
  if (detail.isPending) return <Loading />;
  if (detail.error) return <Broken error={detail.error} retry={() => void detail.refetch()} />;
  const { visitor: v, presence, sessions, conversations, notes, doubles } = detail.data;
  return (
    <div className="page">
      <Group justify="space-between" p="md" gap="xs">
        <Group gap="sm">
          <AnchorLink to="/visitors" size="sm" className="tolist">
            <IconArrowLeft size={16} aria-hidden /> All visitors
          </AnchorLink>
          <Title order={1} size="h3">
            <Called who={{ ...someoneOf(v), mode: sessions[0]?.mode }} />
          </Title>
          <Doing session={sessions[0]} presence={presence} />
          {v.blocked && <Badge color="red">Blocked</Badge>}
          {v.marketing?.stopped && (
            <Badge color="orange" variant="light">
              No marketing
            </Badge>
          )}
        </Group>
        <Group gap="xs">
          {conversations.map((c) => (
            <ButtonLink
              key={c.id}
              to="/inbox/$queue/$conversation"
              params={{ queue: c.owner === 'bot' ? 'bot' : 'human', conversation: c.id }}
              variant="light"
              leftSection={<IconMessage size={18} />}
            >
              {c.source === 'web' ? 'Website chat' : 'WhatsApp chat'}
            </ButtonLink>
          ))}
          <Block id={v.id} blocked={!!v.blocked} />
          <Rights id={v.id} />
        </Group>
      </Group>
      <div className="person">
        <Stack>
          {doubles?.map((d) => (
            <Alert key={d.id} color="yellow" title="Probably the same person">
              <AnchorLink to="/visitors/$visitor" params={{ visitor: d.id }}>
                <Called who={someoneOf(d)} />
              </AnchorLink>{' '}
              writes from another form of the same WhatsApp number. The two are kept apart: nothing is merged by itself.
            </Alert>
          ))}
          <Profile visitor={v} />
          <Identities visitor={v} />
          <Notes id={v.id} notes={notes} />
        </Stack>
        <Stack>
          <Visits sessions={sessions} />
          <Timeline visitor={v.id} sessions={sessions} />
        </Stack>
      </div>
    </div>
  );
}

// Doing says what the visitor does now: on which page, and who helps them.
function Doing({
  session: s,
  presence,
}: {
  session?: VisitorDetail['sessions'][number];
  presence: VisitorDetail['presence'];
}) {
  const state = stateOf({ presence }, useNow());
  if (!s || s.endedAt || state === 'left')
    return (
      <Text size="sm" c="dimmed">
        Last here {dayAndTime(presence.sign)}
      </Text>
    );
  const [color, words] =
    state === 'talking'
      ? ['teal', 'In conversation on WhatsApp']
      : state === 'active'
        ? ['green', 'Here now']
        : ['yellow', 'Here, but idle'];
  return (
    <Group gap={6} role="status">
      <Badge variant="dot" color={color} className="state">
        {words}
        {s.page && (
          <>
            , on <bdi>{pageName(s.page)}</bdi>
          </>
        )}
      </Badge>
      {presence.helper && (
        <Badge variant="light" color="blue" className="state">
          Helped by <bdi>{plain(presence.helper)}</bdi>
        </Badge>
      )}
    </Group>
  );
}

function Block({ id, blocked }: { id: string; blocked: boolean }) {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const [asking, { open, close }] = useDisclosure();
  const change = useMutation({
    mutationFn: () =>
      ok(api.PATCH('/v1/visitors/{visitor}', { params: { path: { visitor: id } }, body: { blocked: !blocked } })),
    onSuccess: () => {
      close();
      return refresh('/v1/visitors/{visitor}', { path: { visitor: id } });
    },
    onError: (error) => notifications.show({ color: 'red', title: 'Not changed', message: error.message }),
  });
  if (!may(me.role, 'agent')) return null;
  if (blocked)
    return (
      <Button variant="default" loading={change.isPending} onClick={() => change.mutate()}>
        Unblock
      </Button>
    );
  return (
    <>
      <Button variant="subtle" color="red" leftSection={<IconBan size={18} />} onClick={open}>
        Block
      </Button>
      <Modal opened={asking} onClose={close} title="Block this visitor?" centered>
        <Text size="sm">
          Their chat closes at once, and nothing that they send arrives, on the website and on WhatsApp. You can undo it
          here.
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button color="red" loading={change.isPending} onClick={() => change.mutate()}>
            Block
          </Button>
        </Group>
      </Modal>
    </>
  );
}

const kinds: Record<string, string> = {
  cookie: 'Browser (Cookie ID)',
  wa_id: 'WhatsApp number',
  bsuid: 'WhatsApp user',
  parent_bsuid: 'WhatsApp user (group)',
  user: 'Signed in on your site',
};

function Identities({ visitor: v }: { visitor: VisitorDetail['visitor'] }) {
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        Known by
      </Title>
      <Text size="sm">First seen {fullTime(v.firstSeen)}</Text>
      {v.identities?.map((i) => (
        <Group key={i.kind + i.hash} justify="space-between" gap="xs">
          <Text size="sm">{kinds[i.kind] ?? i.kind}</Text>
          <Text size="sm" c="dimmed" className="mono" title="A fingerprint: it opens nothing">
            {i.kind === 'cookie' ? v.cookieId : i.hash.slice(0, 10)}
          </Text>
        </Group>
      ))}
    </Card>
  );
}

function Notes({ id, notes }: { id: string; notes: VisitorDetail['notes'] }) {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const [text, setText] = useState('');
  const add = useMutation({
    mutationFn: () =>
      ok(api.POST('/v1/visitors/{visitor}/notes', { params: { path: { visitor: id } }, body: { text } })),
    onSuccess: () => {
      setText('');
      return refresh('/v1/visitors/{visitor}', { path: { visitor: id } });
    },
  });
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        Notes
      </Title>
      {may(me.role, 'agent') && (
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
      )}
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
