import { AppShell, Drawer, Modal } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Loading } from '../parts/states';
import { useAlerts } from './alerts';
import { Banners } from './banners';
import { useZoned } from './general';
import { useLate } from './late';
import { useLeaving } from './leaving';
import { useMentions } from './mentions';
import { Bar, Rail, useGo } from './navigation';
import { Shortcuts } from './shortcuts';

const Mentions = lazy(() => import('./mentions-list').then((m) => ({ default: m.Mentions })));
const Duty = lazy(() => import('../deck/duty').then((m) => ({ default: m.Duty })));
const AskName = lazy(() => import('./ask-name').then((m) => ({ default: m.AskName })));

// Shell surrounds every page with the navigation, the person's menu, and whether the page is
// connected and signed in.
export function Shell() {
  const path = useLocation({ select: (l) => l.pathname });
  const navigate = useNavigate();
  const [help, { open, close }] = useDisclosure();
  const [told, tell] = useDisclosure();
  const zoned = useZoned();
  useHotkeys([
    ['shift+?', open],
    ['?', open],
  ]);
  // In fields as well. The search itself takes the key to its box.
  useHotkeys(path === '/search' ? [] : [['mod+K', () => void navigate({ to: '/search' })]], []);
  if (path.startsWith('/print/')) return <Outlet />;
  const navigation = { help: open, tell: tell.open };
  return (
    <AppShell
      navbar={{ width: { base: '100%', sm: 76, lg: 200 }, breakpoint: 'sm', collapsed: { mobile: true } }}
      footer={{ height: { base: 60, sm: 0 } }}
      padding={0}
    >
      <Watch />
      <a className="skip" href="#main">
        Skip to content
      </a>
      <AppShell.Navbar p="xs" aria-label="Main" visibleFrom="sm">
        <Rail {...navigation} />
      </AppShell.Navbar>
      <AppShell.Footer hiddenFrom="sm" component="nav" aria-label="Main">
        <Bar {...navigation} />
      </AppShell.Footer>
      <AppShell.Main id="main" tabIndex={-1}>
        <Banners />
        <Suspense>
          <AskName />
          <Duty />
        </Suspense>
        {zoned ? <Outlet /> : <Loading />}
      </AppShell.Main>
      <Modal opened={help} onClose={close} title="Keyboard shortcuts" centered>
        <Shortcuts />
      </Modal>
      <Drawer opened={told} onClose={tell.close} position="right" title="Mentions">
        <Suspense fallback={<Loading />}>
          <Mentions close={tell.close} />
        </Suspense>
      </Drawer>
    </AppShell>
  );
}

// Watch announces what happens to others while this person looks at a page, and what would end with it. It draws
// nothing, so that news of any kind draw no page anew.
function Watch() {
  useAlerts();
  useLate();
  useLeaving();
  useMentions();
  useGo();
  return null;
}
