import {
  Alert,
  Card,
  Group,
  type MantineColorScheme,
  Stack,
  Switch,
  Title,
  useMantineColorScheme,
} from '@mantine/core';
import { useState } from 'react';
import { type Preferences, usePreferences } from '../app/preferences';
import { Choice } from '../parts/choice';
import { Canned } from './canned';
import { ThisDevice } from './device';
import { Digest } from './digest';
import { Quiet } from './quiet';
import { Elsewhere, Yourself } from './self';

// You holds the signed-in person's profile, their settings for this browser, and the team's
// canned replies.
export function You() {
  return (
    <div className="cards2">
      <Yourself />
      <Elsewhere />
      <Yours />
      <ThisDevice />
      <Digest />
      <Canned />
    </div>
  );
}

// Yours are a person's settings for this browser.
function Yours() {
  const [prefs, setPrefs] = usePreferences();
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        Your settings in this browser
      </Title>
      <Stack gap="sm">
        <Theme />
        <Direction />
        <Switch
          label="Enter sends what you write"
          description="Shift+Enter starts a new line. Ctrl+Enter always sends."
          checked={prefs.enterSends ?? true}
          onChange={(e) => setPrefs({ ...prefs, enterSends: e.currentTarget.checked })}
        />
        <Switch
          label="Open the next conversation when one is done"
          description="After closing, snoozing or handing it on, and when no reply is needed."
          checked={!prefs.staysAfter}
          onChange={(e) => setPrefs({ ...prefs, staysAfter: !e.currentTarget.checked })}
        />
        <Switch
          label="A sound when somebody waits for a person"
          checked={prefs.sound}
          onChange={(e) => setPrefs({ ...prefs, sound: e.currentTarget.checked })}
        />
        <Notify />
        <Quiet
          label="Hours without sounds and notifications"
          description="Each day, by the clock of this device. What happens then stands on the page all the same."
          quiet={prefs.quiet}
          change={(quiet) => setPrefs({ ...prefs, quiet })}
        />
      </Stack>
    </Card>
  );
}

const themes: { value: MantineColorScheme; label: string }[] = [
  { value: 'auto', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

function Theme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Group justify="space-between">
      <Choice label="Theme" value={colorScheme} choices={themes} choose={setColorScheme} />
    </Group>
  );
}

const directions: { value: Preferences['dir']; label: string }[] = [
  { value: 'ltr', label: 'Left to right' },
  { value: 'rtl', label: 'Right to left' },
];
const readsRightToLeft = () => navigator.languages.some((l) => /^(ar|fa|he|ur)\b/.test(l));

// Direction is offered where the browser's languages include one that is written from right to left.
function Direction() {
  const [prefs, setPrefs] = usePreferences();
  if (prefs.dir !== 'rtl' && !readsRightToLeft()) return null;
  return (
    <Group justify="space-between">
      <Choice label="Direction" value={prefs.dir} choices={directions} choose={(dir) => setPrefs({ ...prefs, dir })} />
    </Group>
  );
}

function Notify() {
  const [prefs, setPrefs] = usePreferences();
  const [denied, setDenied] = useState(false);
  const notify = async (on: boolean) => {
    const allowed = on && 'Notification' in window && (await Notification.requestPermission()) === 'granted';
    setDenied(on && !allowed);
    setPrefs({ ...prefs, notify: allowed });
  };
  return (
    <>
      <Switch
        label="A notification when this tab is hidden"
        checked={prefs.notify}
        onChange={(e) => void notify(e.currentTarget.checked)}
      />
      {denied && (
        <Alert color="yellow" role="alert">
          Your browser does not allow notifications for this page. Allow them in the browser’s settings of this page,
          then turn this on.
        </Alert>
      )}
    </>
  );
}
