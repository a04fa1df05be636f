import { useLocalStorage } from '@mantine/hooks';

// Preferences are a person's own, kept in this browser.
export interface Preferences {
  sound: boolean;
  notify: boolean;
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
