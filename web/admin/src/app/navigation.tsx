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
import { useQuery } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { memo, type ReactNode, useEffect, useState } from 'react';
import { IconLink, PlaceLink } from '../parts/links';
import { useApp } from './context';
import { useGeneral } from './general';
import { useUnread } from './mentions';
import { Person } from './person';
import { read } from './reads';

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

type To = (typeof places)[number];

interface Navigation {
  help: () => void;
  tell: () => void; // shows the mentions
}

// useHere tells which place is open.
const useHere = () => useLocation({ select: ({ pathname }) => places.find((p) => pathname.startsWith(p.to))?.to });

// useWaiting is the number of customers who wait, as useAlerts has it read. The parts that show it ask for it, so that a
// change draws no more than these.
function useWaiting(): number {
  const { api } = useApp();
  return useQuery({ ...read(api, '/v1/queues'), select: (counts) => counts.waiting }).data ?? 0;
}

const Waiting = () => <Count number={useWaiting()} of="waiting" />;
const News = () => <Count number={useUnread()} of="new" />;

// Rail is the navigation beside a wide page.
export const Rail = memo(({ help, tell }: Navigation) => {
  const general = useGeneral();
  const here = useHere();
  const named = useMediaQuery('(min-width: 75em)', undefined, { getInitialValueInEffect: false }); // wide enough for words
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
        <Place key={p.to} place={p} active={p.to === here} named={named} badge={p.to === '/inbox' && <Waiting />} />
      ))}
      <div className="grow" />
      <NavLink
        component="button"
        className="place"
        onClick={tell}
        leftSection={
          <span className="place-icon">
            <IconBell size={22} aria-hidden />
            <News />
          </span>
        }
        label={<span className="place-label">Mentions</span>}
      />
      <Person help={help} />
    </>
  );
});

// Bar is the navigation below a narrow page. It has no room for the flight deck, to which the inbox leads there.
export const Bar = memo(({ help, tell }: Navigation) => {
  const here = useHere();
  return (
    <Group h="100%" justify="space-around" wrap="nowrap" gap={0}>
      {places
        .filter((p) => p.to !== '/deck')
        .map((p) => {
          const Item = p.to === '/inbox' ? BarInbox : BarPlace;
          return <Item key={p.to} place={p} active={p.to === here} />;
        })}
      <Person help={help} small tell={tell} />
    </Group>
  );
});

const BarInbox = (props: { place: To; active: boolean }) => <BarPlace {...props} waiting={useWaiting()} />;

function BarPlace({ place, active, waiting = 0 }: { place: To; active: boolean; waiting?: number }) {
  const { to, label, icon: Icon } = place;
  return (
    <IconLink
      to={to}
      aria-label={waiting ? `${label}, ${waiting} waiting` : label}
      aria-current={active ? 'page' : undefined}
      variant={active ? 'light' : 'subtle'}
      color={active ? undefined : 'gray'}
      size="xl"
    >
      <span className="place-icon">
        <Icon size={24} />
        <Count number={waiting} of="waiting" />
      </span>
    </IconLink>
  );
}

function Place({ place, active, named, badge }: { place: To; active: boolean; named?: boolean; badge: ReactNode }) {
  const { to, label, icon: Icon, keys } = place;
  const link = (
    <PlaceLink
      className="place"
      to={to}
      active={active}
      aria-current={active ? 'page' : undefined}
      variant="light"
      leftSection={
        <span className="place-icon">
          <Icon size={22} aria-hidden />
          {badge}
        </span>
      }
      label={<span className="place-label">{label}</span>}
    />
  );
  if (named) return link;
  return (
    <Tooltip label={`${label} (${keys})`} position="right" openDelay={500}>
      {link}
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
