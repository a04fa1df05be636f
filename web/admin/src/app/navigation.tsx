import { Group, NavLink, Text, Tooltip } from '@mantine/core';
import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import {
  IconBell,
  IconBook2,
  IconChartBar,
  IconInbox,
  IconRadar2,
  IconReceipt,
  IconSettings,
  IconShieldLock,
  IconUsers,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { IconLink, PlaceLink } from '../parts/links';
import { useGeneral } from './general';
import { Person } from './person';

const places = [
  { to: '/visitors', label: 'Visitors', icon: IconUsers, keys: 'g v' },
  { to: '/inbox', label: 'Inbox', icon: IconInbox, keys: 'g i' },
  { to: '/deck', label: 'Flight deck', icon: IconRadar2, keys: 'g d' },
  { to: '/insights', label: 'Insights', icon: IconChartBar, keys: 'g n' },
  { to: '/training', label: 'Training', icon: IconBook2, keys: 'g k' },
  { to: '/settings', label: 'Settings', icon: IconSettings, keys: 'g s' },
  { to: '/privacy', label: 'Privacy', icon: IconShieldLock, keys: 'g p' },
  { to: '/usage', label: 'Usage', icon: IconReceipt, keys: 'g u' },
] as const;

interface Navigation {
  path: string;
  help: () => void;
  waiting: number;
  mentions: number; // that this person has not read
  tell: () => void;
}

// Rail is the navigation beside a wide page.
export function Rail({ path, help, waiting, mentions, tell }: Navigation) {
  const general = useGeneral();
  return (
    <>
      <Text fw={750} px="xs" py="sm" visibleFrom="lg">
        Botifire
      </Text>
      {general.data?.name && (
        <Text className="team-name cut" visibleFrom="lg" pb="sm" title={general.data.name}>
          <bdi>{general.data.name}</bdi>
        </Text>
      )}
      {places.map((p) => (
        <Place key={p.to} place={p} active={path.startsWith(p.to)} badge={p.to === '/inbox' ? waiting : 0} />
      ))}
      <div className="grow" />
      <NavLink
        component="button"
        className="place"
        onClick={tell}
        leftSection={
          <span className="place-icon">
            <IconBell size={22} aria-hidden />
            <Count number={mentions} of="new" />
          </span>
        }
        label={<span className="place-label">Mentions</span>}
      />
      <Person help={help} />
    </>
  );
}

// Bar is the navigation below a narrow page. It has no room for the flight deck, to which the inbox leads there.
export function Bar({ path, help, waiting, mentions, tell }: Navigation) {
  return (
    <Group h="100%" justify="space-around" wrap="nowrap" gap={0}>
      {places
        .filter((p) => p.to !== '/deck')
        .map(({ to, label, icon: Icon }) => (
          <IconLink
            key={to}
            to={to}
            aria-label={to === '/inbox' && waiting ? `${label}, ${waiting} waiting` : label}
            aria-current={path.startsWith(to) ? 'page' : undefined}
            variant={path.startsWith(to) ? 'light' : 'subtle'}
            color={path.startsWith(to) ? undefined : 'gray'}
            size="xl"
          >
            <span className="place-icon">
              <Icon size={24} />
              {to === '/inbox' && <Count number={waiting} of="waiting" />}
            </span>
          </IconLink>
        ))}
      <Person help={help} small mentions={mentions} tell={tell} />
    </Group>
  );
}

function Place({
  place: { to, label, icon: Icon, keys },
  active,
  badge,
}: {
  place: (typeof places)[number];
  active: boolean;
  badge: number;
}) {
  const named = useMediaQuery('(min-width: 75em)'); // where the rail is wide enough for its words
  return (
    <Tooltip label={`${label} (${keys})`} position="right" openDelay={500} disabled={named}>
      <PlaceLink
        className="place"
        to={to}
        active={active}
        aria-current={active ? 'page' : undefined}
        variant="light"
        leftSection={
          <span className="place-icon">
            <Icon size={22} aria-hidden />
            <Count number={badge} of="waiting" />
          </span>
        }
        label={<span className="place-label">{label}</span>}
      />
    </Tooltip>
  );
}

// Count is a number at an icon: of the customers who wait, or of the mentions that are new.
export function Count({ number, of }: { number: number; of: 'waiting' | 'new' }) {
  if (!number) return null;
  return (
    <b className="dot">
      {number}
      <span className="vh"> {of}, </span>
    </b>
  );
}

// useGo takes the two-key shortcuts: g, then a letter.
export function useGo(): void {
  const navigate = useNavigate();
  const [armed, setArmed] = useState(false);
  const go = (to: (typeof places)[number]['to']) => armed && void navigate({ to });
  useEffect(() => {
    if (!armed) return;
    const timer = setTimeout(() => setArmed(false), 1500);
    return () => clearTimeout(timer);
  }, [armed]);
  useHotkeys([
    ['g', () => setArmed(true)],
    ['v', () => go('/visitors')],
    ['i', () => go('/inbox')],
    ['d', () => go('/deck')],
    ['n', () => go('/insights')],
    ['k', () => go('/training')],
    ['s', () => go('/settings')],
    ['p', () => go('/privacy')],
    ['u', () => go('/usage')],
  ]);
}
