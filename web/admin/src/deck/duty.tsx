import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Alert } from '../../../lib/wire';
import { useAloud } from '../app/aloud';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp, useOnline, usePush } from '../app/context';
import { usePreferences } from '../app/preferences';
import { useRefresh } from '../app/reads';
import { useJudge } from './queries';
import { alertID, sayCause } from './words';

// Duty keeps somebody on deck while they look at it or want to be alerted, and announces each alert once. Those that
// came while the socket was away are read.
export function Duty() {
  const { me, api, live } = useApp();
  const path = useLocation({ select: (l) => l.pathname });
  const [{ alertMe }] = usePreferences();
  const on = may(me.role, 'agent') && (path === '/deck' || !!alertMe);
  useEffect(() => live.deck(on), [live, on]);
  const announce = useAnnounce();
  const navigate = useNavigate();
  usePush(({ action, conversation, case: number = 0, cause }) => {
    if (action === 'alert' && conversation && cause) announce({ conversation, case: number, cause });
    if (action === 'held' && path !== '/deck') waits(() => void navigate({ to: '/deck' }));
  });
  const online = useOnline();
  useEffect(() => {
    if (!on || !online) return;
    const missed = (all: { alerts: Alert[] }) => all.alerts.filter((a) => !a.verdict && fresh(a)).forEach(announce);
    ok(api.GET('/v1/deck', { params: { query: { view: 'alerts' } } })).then(missed, () => undefined);
  }, [api, on, online, announce]);
  return null;
}

// waits says away from the deck that an answer waits, as long as it does.
function waits(open: () => void) {
  notifications.hide('held');
  notifications.show({
    id: 'held',
    color: 'orange',
    title: 'An answer of the bot waits for a person',
    autoClose: 18_000,
    message: (
      <Button size="compact-xs" mt={4} onClick={open}>
        Open the deck
      </Button>
    ),
  });
}

const fresh = ({ at }: Alert) => Date.now() - Date.parse(at) < 120_000;

type News = Pick<Alert, 'conversation' | 'case' | 'cause'>;

function useAnnounce() {
  const navigate = useNavigate();
  const refresh = useRefresh();
  const judge = useJudge();
  const aloud = useAloud();
  const told = useRef(new Set<string>());
  const now = (news: News) => {
    const id = alertID(news);
    if (told.current.has(id)) return;
    told.current.add(id);
    void refresh('/v1/deck');
    const watch = () => {
      notifications.hide(id);
      const params = { queue: 'bot', conversation: news.conversation };
      void navigate({ to: '/inbox/$queue/$conversation', params, search: { brief: true } });
    };
    const drop = () => {
      notifications.hide(id);
      judge.mutate({ conversation: news.conversation, right: false });
    };
    notifications.show({
      id,
      color: 'red',
      title: 'A talk with the bot needs a person',
      autoClose: 60_000,
      message: <Told news={news} watch={watch} drop={drop} />,
    });
    aloud(880, () => {
      new Notification('A talk with the bot needs a person', { body: sayCause(news.cause), tag: id }).onclick = () => {
        window.focus();
        watch();
      };
    });
  };
  const latest = useRef(now);
  latest.current = now;
  return useRef((news: News) => latest.current(news)).current;
}

function Told({ news, watch, drop }: { news: News; watch: () => void; drop: () => void }) {
  return (
    <>
      <Text size="sm" c="var(--mantine-color-text)">
        {sayCause(news.cause)}.
      </Text>
      <Group gap="xs" mt={6}>
        <Button size="compact-xs" onClick={watch}>
          Watch
        </Button>
        <Button size="compact-xs" variant="default" onClick={drop}>
          Not needed
        </Button>
      </Group>
    </>
  );
}
