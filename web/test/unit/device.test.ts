import { expect, test } from 'vitest';
import { idOf, nameOf } from '../../admin/src/app/device';

test('a device is called as people call it', () => {
  const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0';
  for (const [agent, name] of [
    [`Mozilla/5.0 (Linux; Android 10; K) ${chrome} Mobile Safari/537.36`, 'Chrome on Android'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36 Edg/140.0.0.0`, 'Edge on Windows'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/18.6 Mobile/15E148 Safari/604.1',
      'Safari on iPhone',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.6 Safari/605.1.15',
      'Safari on Mac',
    ],
    ['curl/8', 'A browser'],
  ])
    expect(nameOf(agent!)).toBe(name);
});

// The server makes the same id: TestADeviceIsNamedByItsEndpoint.
test('a device is named by its endpoint', async () => {
  const s = { endpoint: 'http://127.0.0.1/push/phone' } as PushSubscription;
  expect(await idOf(s)).toBe('c1f4acd63f84cb78ab0badab794d78d3');
});
