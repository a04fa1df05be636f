import { Alert, Button, useDirection } from '@mantine/core';
import { IconWifiOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useApp, useOnline } from './context';
import { usePreferences } from './preferences';

// Banners say why the page is not up to date.
export function Banners() {
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
        You see the page as it was then.{' '}
        <Button size="xs" ms="sm" onClick={() => void auth.signIn()}>
          Sign in again
        </Button>
      </Alert>
    );
  }
  if (late && !online)
    return (
      <Alert role="status" color="yellow" icon={<IconWifiOff />} m="sm" py="xs">
        Not connected. Lists are not updated until the connection is back; we keep trying.
      </Alert>
    );
  return null;
}
