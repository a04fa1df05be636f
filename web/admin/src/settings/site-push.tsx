import { Button, Collapse, Group, List, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Site } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { fullTime } from '../parts/format';
import { Copied, Wrong } from './parts';

// usePush looks for the service worker's file on a site, and lets visitors be notified, or nobody any more.
function usePush(site: string) {
  const { api } = useApp();
  const refresh = useRefresh();
  const params = { path: { site } };
  const done = () => refresh('/v1/sites');
  const check = useMutation({
    mutationFn: () => ok(api.POST('/v1/sites/{site}/push', { params })),
    onSuccess: done,
  });
  const off = useMutation({
    mutationFn: () => ok(api.DELETE('/v1/sites/{site}/push', { params })),
    onSuccess: () => {
      check.reset();
      return done();
    },
  });
  return { check, off };
}

// SitePush is whether visitors of a site may be notified of an answer while it is closed.
export function SitePush({ site: { key, push } }: { site: Site }) {
  const { check, off } = usePush(key);
  const [shown, { toggle }] = useDisclosure();
  const wrong = check.data?.found.filter((f) => f.wrong) ?? [];
  return (
    <section aria-label="Notifications">
      {push ? (
        <Group gap={6} wrap="nowrap" className="seen" mt="sm">
          <IconCircleCheck size={20} />
          <Text size="sm">
            Notifications: on for {push.origins.join(', ')}, where the file was seen at {fullTime(push.checked)}
          </Text>
        </Group>
      ) : (
        <Text size="sm" mt="sm">
          Notifications: off. With them visitors may be told of an answer while your website is closed.
        </Text>
      )}
      <Group gap="xs" mt={4}>
        <Button size="xs" variant="default" onClick={toggle} aria-expanded={shown}>
          {shown ? 'Hide the file' : 'The file that it needs'}
        </Button>
        <Button size="xs" variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          {push ? 'Check again' : 'Check and switch on'}
        </Button>
        {push && (
          <Button size="xs" variant="default" loading={off.isPending} onClick={() => off.mutate()}>
            Switch off
          </Button>
        )}
      </Group>
      <Collapse expanded={shown}>
        <Text size="sm" mt="xs" mb={4}>
          Serve this one line on each of your websites as <code>/botifire-sw.js</code>, as JavaScript. Elsewhere the
          chat does not offer it. On iPhones it works only where visitors have put your website on their home screen as
          an app.
        </Text>
        <Copied label="The file of notifications" text={`importScripts('${location.origin}/widget/sw.js')`} />
        <Text size="sm" mt="xs">
          If your pages require trusted types, allow the policy <code>botifire</code>, and send this file without that
          requirement.
        </Text>
      </Collapse>
      <div role="status">
        {wrong.length > 0 && (
          <List size="sm" mt="xs">
            {wrong.map((f) => (
              <List.Item key={f.origin}>
                <bdi>{f.origin}</bdi>: {f.wrong}
              </List.Item>
            ))}
          </List>
        )}
      </div>
      <Wrong error={check.error ?? off.error} />
    </section>
  );
}
