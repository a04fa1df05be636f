import { expect, test } from 'vitest';
import { alertID } from '../../admin/src/deck/words';

test('an alert is announced once a case and reason', () => {
  const one = { conversation: 'c', case: 1, cause: 'no_answer' as const };
  expect(alertID(one)).toBe(alertID({ ...one }));
  expect(alertID({ ...one, case: 2 })).not.toBe(alertID(one));
  expect(alertID({ ...one, cause: 'displeased' })).not.toBe(alertID(one));
});
