import {
  Alert,
  AppShell,
  Button,
  Group,
  Menu,
  Modal,
  Text,
  Tooltip,
  useDirection,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure, useHotkeys, useMediaQuery } from '@mantine/hooks';
import {
  IconChartBar,
  IconInbox,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSettings,
  IconShieldLock,
  IconSun,
  IconSunMoon,
  IconUsers,
  IconWifiOff,
} from '@tabler/icons-react';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { IconLink, ItemLink, PlaceLink } from '../parts/links';
import { Loading } from '../parts/states';
import { Face } from '../parts/team';
import { useAlerts } from './alerts';
import { useApp, useOnline } from './context';
import { useGeneral, useZoned } from './general';
import { usePreferences } from './preferences';
import { Shortcuts } from './shortcuts';

const AskName = lazy(() => import('./ask-name').then((m) => ({ default: m.AskName })));

const places = [
  { to: '/visitors', label: 'Visitors', icon: IconUsers, keys: 'g v' },
  { to: '/inbox', label: 'Inbox', icon: IconInbox, keys: 'g i' },
  { to: '/insights', label: 'Insights', icon: IconChartBar, keys: 'g n' },
  { to: '/settings', label: 'Settings', icon: IconSettings, keys: 'g s' },
  { to: '/privacy', label: 'Privacy', icon: IconShieldLock, keys: 'g p' },
] as const;

// Shell is what surrounds every page: where one can go, who one is, whether we are
// connected and signed in.
export function Shell() {
  const path = useLocation({ select: (l) => l.pathname });
  const [help, { open, close }] = useDisclosure();
  const waiting = useAlerts();
  const zoned = useZoned();
  useGo();
  useHotkeys([
    ['shift+?', open],
    ['?', open],
  ]);
  if (path.startsWith('/print/')) return <Outlet />;
  return (
    <AppShell
      navbar={{ width: { base: '100%', sm: 76, lg: 200 }, breakpoint: 'sm', collapsed: { mobile: true } }}
      footer={{ height: { base: 60, sm: 0 } }}
      padding={0}
    >
      <a className="skip" href="#main">
        Skip to content
      </a>
      <AppShell.Navbar p="xs" aria-label="Main">
        <Rail path={path} help={open} waiting={waiting} />
      </AppShell.Navbar>
      <AppShell.Footer hiddenFrom="sm" component="nav" aria-label="Main">
        <Bar path={path} help={open} />
      </AppShell.Footer>
      <AppShell.Main id="main" tabIndex={-1}>
        <Banners />
        <Suspense>
          <AskName />
        </Suspense>
        {zoned ? <Outlet /> : <Loading />}
      </AppShell.Main>
      <Modal opened={help} onClose={close} title="Keyboard shortcuts" centered>
        <Shortcuts />
      </Modal>
    </AppShell>
  );
}

interface Navigation {
  path: string;
  help: () => void;
}

// Rail is the navigation beside a wide page.
function Rail({ path, help, waiting }: Navigation & { waiting: number }) {
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
      <Person help={help} />
    </>
  );
}

// Bar is the navigation below a narrow page.
function Bar({ path, help }: Navigation) {
  return (
    <Group h="100%" justify="space-around" wrap="nowrap" gap={0}>
      {places.map(({ to, label, icon: Icon }) => (
        <IconLink
          key={to}
          to={to}
          aria-label={label}
          aria-current={path.startsWith(to) ? 'page' : undefined}
          variant={path.startsWith(to) ? 'light' : 'subtle'}
          color={path.startsWith(to) ? undefined : 'gray'}
          size="xl"
        >
          <Icon size={24} />
        </IconLink>
      ))}
      <Person help={help} small />
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
            {badge > 0 && (
              <b className="dot">
                {badge > 9 ? '9+' : badge}
                <span className="vh"> waiting, </span>
              </b>
            )}
          </span>
        }
        label={<span className="place-label">{label}</span>}
      />
    </Tooltip>
  );
}

function Person({ help, small }: { help: () => void; small?: boolean }) {
  const { me, auth } = useApp();
  const general = useGeneral();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = {
    auto: ['light', IconSunMoon, 'Theme: as the system'],
    light: ['dark', IconSun, 'Theme: light'],
    dark: ['auto', IconMoon, 'Theme: dark'],
  } as const;
  const [next, Icon, label] = schemes[colorScheme];
  return (
    <Menu position="top-start" width={230}>
      <Menu.Target>
        <Button variant="subtle" color="gray" px={small ? 4 : 'xs'} h={48} justify="flex-start">
          <Face look={me} size={34} />
          {!small && (
            <Text span ml="xs" size="sm" truncate visibleFrom="lg" maw={110} aria-hidden>
              {me.name}
            </Text>
          )}
          <span className="vh">{me.name}, your menu</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.email} · {me.role}
          {general.data?.name && (
            <>
              {' '}
              · <bdi>{general.data.name}</bdi>
            </>
          )}
        </Menu.Label>
        <Menu.Item closeMenuOnClick={false} leftSection={<Icon size={18} />} onClick={() => setColorScheme(next)}>
          {label}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={18} />} onClick={help}>
          Keyboard shortcuts
        </Menu.Item>
        <ItemLink leftSection={<IconSettings size={18} />} to="/settings">
          Your settings
        </ItemLink>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} />} onClick={() => void auth.signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

// Banners say what keeps the page from being up to date.
function Banners() {
  const { auth } = useApp();
  const online = useOnline();
  const [expired, setExpired] = useState(false);
  const [late, setLate] = useState(false);
  useEffect(() => auth.onExpired(() => setExpired(true)), [auth]);
  useEffect(() => {
    const timer = setTimeout(() => setLate(!online), online ? 0 : 3000); // a moment's loss is not worth a word
    return () => clearTimeout(timer);
  }, [online]);
  const { dir } = usePreferences()[0];
  const { setDirection } = useDirection();
  useEffect(() => setDirection(dir), [dir, setDirection]);
  if (expired) {
    return (
      <Alert role="alert" color="red" title="Your sign-in has ended" m="sm">
        What you see is as it was.{' '}
        <Button size="xs" ml="sm" onClick={() => void auth.signIn()}>
          Sign in again
        </Button>
      </Alert>
    );
  }
  if (late && !online)
    return (
      <Alert role="status" color="yellow" icon={<IconWifiOff />} m="sm" py="xs">
        Not connected. Lists stand still until the connection is back; we keep trying.
      </Alert>
    );
  return null;
}

// useGo takes the two-key shortcuts: g, then a letter.
function useGo(): void {
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
    ['n', () => go('/insights')],
    ['s', () => go('/settings')],
    ['p', () => go('/privacy')],
  ]);
}
