import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMessagePlus } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { Session } from '../../../lib/wire';
import { may } from '../app/auth';
import { useApp } from '../app/context';

const StartChat = lazy(() => import('./start').then((m) => ({ default: m.StartChat })));

// StartButton lets an agent write first to a visitor of a website. It is there where the server would allow it, which
// judges once more. In a list it is small.
export function StartButton({ session: s, small }: { session?: Session; small?: boolean }) {
  const { me } = useApp();
  const [asks, { open, close }] = useDisclosure();
  const fits = s && s.source === 'web' && s.mode === 'full' && !s.endedAt && !s.talk && !s.invited;
  if (!fits || !may(me.role, 'agent')) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps a click in the dialog from the row below
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button inside serves keyboards
    <span onClick={(e) => e.stopPropagation()}>
      {small ? (
        <Tooltip label="Start a chat">
          <ActionIcon variant="light" aria-label="Start a chat" onClick={open}>
            <IconMessagePlus size={18} />
          </ActionIcon>
        </Tooltip>
      ) : (
        <Button leftSection={<IconMessagePlus size={18} />} onClick={open}>
          Start a chat
        </Button>
      )}
      {asks && (
        <Suspense>
          <StartChat visitor={s.visitor} close={close} />
        </Suspense>
      )}
    </span>
  );
}
