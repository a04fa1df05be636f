import { useLocalStorage } from '@mantine/hooks';

// QuietHours are a time of each day, by the clock of this device.
export interface QuietHours {
  from: string; // 22:00
  to: string; // 07:00
}

// Preferences are a person's own, kept in this browser.
export interface Preferences {
  sound: boolean;
  notify: boolean;
  quiet?: QuietHours; // then without a sound and a notification
  dir: 'ltr' | 'rtl';
  enterSends?: boolean; // if not set, it does
  alertMe?: boolean; // of talks that a bot has, also away from the deck
  byStakes?: boolean; // the deck's talks with the most at stake first
  staysAfter?: boolean; // on a conversation that the list is rid of; if not, the next one opens
}

export const usePreferences = () =>
  useLocalStorage<Preferences>({
    key: 'botifire-admin',
    defaultValue: { sound: true, notify: false, dir: 'ltr' },
    getInitialValueInEffect: false,
  });
