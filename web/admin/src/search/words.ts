import { counted } from '../parts/format';
import { isNarrowed, type Sought } from './queries';

// found tells a screen reader how much a search has found so far.
export const found = (messages: number, people: number) =>
  `${counted(messages, 'message', 'messages')}, ${counted(people, 'person', 'people')}`;

// hint says what somebody may change about a search that found nothing.
export function hint(s: Sought): string {
  const words = s.q?.trim() ?? '';
  const fewer = /\s/.test(words) ? 'look for fewer words' : '';
  if (isNarrowed(s)) return `Take a filter away${fewer && `, or ${fewer}`}.`;
  if ([...words].length === 1)
    return 'People are found from two characters on, and of words a single letter finds only itself. Type another one.';
  const how = 'Words are searched from their beginning, and numbers also by their last four digits.';
  return fewer ? `${how} Look for fewer words.` : how;
}
