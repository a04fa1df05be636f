import { Alert, Badge, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconMessage } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { plain } from '../../../lib/links';
import type { VisitorDetail } from '../../../lib/wire';
import { useNow } from '../app/clock';
import { dayAndTime, pageName } from '../parts/format';
import { AnchorLink, ButtonLink } from '../parts/links';
import { Called, someoneOf } from '../parts/names';
import { Broken, Loading } from '../parts/states';
import { Block } from './block';
import { ByTemplate } from './by-template';
import { useVisitor } from './detail';
import { stateOf } from './filter';
import { Identities } from './identities';
import { Insider } from './insider';
import { Joined } from './joined';
import { MakeLead } from './make-lead';
import { Notes } from './notes';
import { Permission } from './permission';
import { Profile } from './profile';
import { Rights } from './rights';
import { StartButton } from './start-button';
import { Timeline } from './timeline';
import { Visits } from './visits';

const route = getRouteApi('/visitors/$visitor');

export function VisitorPage() {
  const { visitor } = route.useParams();
  const detail = useVisitor(visitor, 1000);
  if (detail.isPending) return <Loading />;
  if (detail.error) return <Broken error={detail.error} retry={() => void detail.refetch()} />;
  const { visitor: v, sessions, notes, doubles, linked } = detail.data;
  return (
    <div className="page">
      <Head detail={detail.data} />
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
          <Permission visitor={v} />
          <Joined visitor={v} linked={linked} />
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

// Head shows the visitor's name, presence and conversations, and the acts on them.
function Head({ detail: { visitor: v, presence, sessions, conversations } }: { detail: VisitorDetail }) {
  return (
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
        {v.own && (
          <Badge color="gray" variant="light">
            One of us
          </Badge>
        )}
        {v.wantsQuiet && (
          <Badge color="orange" variant="light">
            Wants quiet
          </Badge>
        )}
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
        {!v.blocked && conversations.map((c) => <ByTemplate key={c.id} conversation={c} />)}
        {!v.blocked && presence.state !== 'left' && <StartButton session={sessions[0]} />}
        <MakeLead id={v.id} />
        <Insider id={v.id} own={!!v.own} />
        <Block id={v.id} blocked={!!v.blocked} />
        <Rights id={v.id} />
      </Group>
    </Group>
  );
}

// Doing shows the visitor's presence: the page, and the helper.
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
