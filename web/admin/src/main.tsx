import './kit.css';
import '@mantine/notifications/styles.css';
import './style.css';
import { DirectionProvider, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError, newApi } from './app/api';
import { kept } from './app/asker';
import { Auth, may } from './app/auth';
import { readConfig } from './app/config';
import { AppContext } from './app/context';
import { Live } from './app/live';
import { router } from './app/router';
import { Self } from './app/self';
import { theme } from './app/theme';
import { Broken } from './parts/states';

const root = createRoot(document.getElementById('root')!);
const show = (content: React.ReactNode) =>
  root.render(
    <StrictMode>
      <DirectionProvider>
        <MantineProvider theme={theme} defaultColorScheme="auto">
          <Notifications position="top-right" limit={4} />
          {content}
        </MantineProvider>
      </DirectionProvider>
    </StrictMode>,
  );

async function begin(): Promise<void> {
  const config = await readConfig();
  const auth = new Auth(config);
  const me = await auth.enter();
  if (!me) return; // on the way to the sign-in page
  const api = newApi(auth);
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: kept,
        refetchOnWindowFocus: true,
        retry: (times, error) => times < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      },
    },
  });
  auth.leaving = async () => (await import('./app/device')).forget(api);
  void import('./app/device')
    .then((d) => d.keepApart(api, !!me.tenant && may(me.role, 'agent')))
    .catch(() => undefined);
  const live = new Live(api, location.origin.replace(/^http/, 'ws'));
  const app = { me, auth, api, live, files: config.files };
  if (!me.tenant) {
    const { Lobby } = await import('./app/invitations');
    return show(
      <QueryClientProvider client={queries}>
        <AppContext value={app}>
          <Lobby />
        </AppContext>
      </QueryClientProvider>,
    );
  }
  auth.onExpired(() => live.stop());
  live.start();
  show(
    <QueryClientProvider client={queries}>
      <Self app={app}>
        <RouterProvider router={router} />
      </Self>
    </QueryClientProvider>,
  );
}

begin().catch((error: Error) => show(<Broken error={error} retry={() => location.assign('/admin/')} />));
