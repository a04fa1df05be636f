import { Badge, Button, Card, Group, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { type Answer, read } from '../app/reads';
import { fullTime } from '../parts/format';
import { Broken, Loading } from '../parts/states';
import { Install } from './install';
import { SiteForm } from './site-form';
import { SiteLogin } from './site-login';
import { SitePush } from './site-push';

// Sites are where the widget may run.
export function Sites() {
  const { api, me } = useApp();
  const list = useQuery({ ...read(api, '/v1/sites'), refetchInterval: 4000 });
  const [open, setOpen] = useState<string>();
  if (list.isPending) return <Loading />;
  if (list.error) return <Broken error={list.error} retry={() => void list.refetch()} />;
  const owner = may(me.role, 'owner');
  const chosen = list.data.rows.find((r) => r.site.key === open)?.site;
  return (
    <div className="cards2">
      {list.data.rows.map((row) => (
        <SiteCard
          key={row.site.key}
          row={row}
          open={open === row.site.key}
          owner={owner}
          toggle={() => setOpen(open === row.site.key ? undefined : row.site.key)}
        />
      ))}
      {owner && !chosen && open !== 'new' && (
        <Card withBorder>
          <Title order={2} size="h5" mb="xs">
            Another site
          </Title>
          <Button size="xs" onClick={() => setOpen('new')}>
            Add a site
          </Button>
        </Card>
      )}
      {(chosen || open === 'new') && <SiteForm key={open} site={chosen} done={(key) => setOpen(key)} />}
    </div>
  );
}

type Row = Answer<'/v1/sites'>['rows'][number];

interface CardProps {
  row: Row;
  open: boolean;
  owner: boolean;
  toggle: () => void;
}

function SiteCard({ row: { site, seenAt, seenOn }, open, owner, toggle }: CardProps) {
  return (
    <Card withBorder data-site={site.name}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          <bdi>{site.name}</bdi>
        </Title>
        {(site.paused || site.next) && (
          <Badge color="orange" variant="light">
            {site.paused ? 'Paused' : 'Replaced'}
          </Badge>
        )}
      </Group>
      <Seen at={seenAt} on={seenOn} />
      {site.next && site.until && (
        <Text size="sm" mt="xs">
          Another key has taken its place; this one works until {fullTime(site.until)}.
        </Text>
      )}
      <Text size="sm" c="dimmed" mt="xs" className="words">
        {site.origins.join(', ')}
      </Text>
      <Install site={site} />
      {owner && !open && <SiteLogin site={site} />}
      {owner && !open && <SitePush site={site} />}
      <Button mt="sm" size="xs" variant="light" onClick={toggle}>
        {open ? 'Close' : owner ? 'Change it' : 'Look at it'}
      </Button>
    </Card>
  );
}

function Seen({ at, on }: { at?: string; on?: string }) {
  if (at)
    return (
      <Group gap={6} wrap="nowrap" className="seen">
        <IconCircleCheck size={20} />
        <Text size="sm">
          Seen on your site at {fullTime(at)}, on {on}
        </Text>
      </Group>
    );
  return (
    <Group gap={6} wrap="nowrap">
      <IconCircleDashed size={20} />
      <Text size="sm" c="dimmed">
        Not seen on your site yet. This turns green by itself.
      </Text>
    </Group>
  );
}
