import { Card, Group, Text, Title } from '@mantine/core';
import { plain } from '../../../lib/links';
import type { VisitorDetail } from '../../../lib/wire';
import { fullTime } from '../parts/format';

const kinds: Record<string, string> = {
  wa_id: 'WhatsApp number',
  bsuid: 'WhatsApp user',
  parent_bsuid: 'WhatsApp user (group)',
  user: 'Signed in on your site',
};

// Identities are the ways in which a visitor is known.
export function Identities({ visitor: v }: { visitor: VisitorDetail['visitor'] }) {
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        Known by
      </Title>
      <Text size="sm">First seen {fullTime(v.firstSeen)}</Text>
      {v.login && (
        <Text size="sm" title={`Your site said so first ${fullTime(v.login.at)}`} className="words">
          Signed in as <bdi>{plain(v.login.sub)}</bdi>
        </Text>
      )}
      {v.cookieId && <Known by="Browser (Cookie ID)" print={v.cookieId} />}
      {v.identities?.map((i) => (
        <Known key={i.kind + i.hash} by={kinds[i.kind] ?? i.kind} print={i.hash.slice(0, 10)} />
      ))}
    </Card>
  );
}

function Known({ by, print }: { by: string; print: string }) {
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm">{by}</Text>
      <Text size="sm" c="dimmed" className="mono" title="A fingerprint: it gives no access">
        {print}
      </Text>
    </Group>
  );
}
