import { chime } from '../../../lib/chime';
import { type QuietHours, usePreferences } from './preferences';

// isQuiet tells whether it is a person's quiet hours, by the clock of this device. They may go over midnight. The
// server judges those of a device that is told by push: quiet.go.
export function isQuiet(quiet: QuietHours | undefined, now: Date): boolean {
  if (!quiet || quiet.from === quiet.to) return false;
  const two = (n: number) => String(n).padStart(2, '0');
  const at = `${two(now.getHours())}:${two(now.getMinutes())}`;
  const after = at >= quiet.from;
  const before = at < quiet.to;
  return quiet.from < quiet.to ? after && before : after || before;
}

// useAloud gives the way in which news are told beside the page: by a sound and by a notification, as far as the person
// wants, and by neither in their quiet hours. show makes the notification.
export function useAloud() {
  const [{ sound, notify, quiet }] = usePreferences();
  return (pitch: number, show: () => void) => {
    if (isQuiet(quiet, new Date())) return;
    if (sound) chime(pitch);
    if (notify && document.hidden && 'Notification' in window && Notification.permission === 'granted') show();
  };
}
