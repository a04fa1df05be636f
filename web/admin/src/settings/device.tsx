import { Alert, Button, Card, Checkbox, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { canPush, forget, idOf, nameOf, subscribe, subscribed, wayTo } from '../app/device';
import { read, useRefresh } from '../app/reads';
import { shortTime } from '../parts/format';
import { Wrong } from './parts';
import { Quiet } from './quiet';

type Device = components['schemas']['Device'];
type Wishes = Omit<Device, 'id' | 'name' | 'since'>;

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
const wishes = (): Wishes => ({
  mine: true,
  team: true,
  assigned: true,
  mentions: true,
  promises: true,
  zone: zone(),
});

// hereKey is of the browser's own subscription, which no server knows.
const hereKey = ['this browser'];

// useDevices are the person's devices, and which of them this is.
function useDevices() {
  const { api, me } = useApp();
  const all = useQuery({ ...read(api, '/v1/me/devices'), enabled: may(me.role, 'agent') });
  const here = useQuery({ queryKey: hereKey, queryFn: subscribed, staleTime: 0 });
  const id = useQuery({
    queryKey: [...hereKey, here.data?.endpoint],
    queryFn: () => (here.data ? idOf(here.data) : null),
    enabled: here.isSuccess,
  });
  const rows = all.data?.rows ?? [];
  return { all, rows, here: rows.find((d) => d.id === id.data), known: all.isSuccess && id.isSuccess };
}

// useChanges are what can be done with the devices. Each is read anew then.
function useChanges() {
  const { api } = useApp();
  const refresh = useRefresh();
  const queries = useQueryClient();
  const onSuccess = async () => {
    await queries.invalidateQueries({ queryKey: hereKey });
    await refresh('/v1/me/devices');
  };
  const put = (way: PushSubscription, w: Wishes) =>
    ok(
      api.PUT('/v1/me/devices', {
        body: { ...w, zone: zone(), name: nameOf(navigator.userAgent), subscription: wayTo(way) },
      }),
    );
  const on = useMutation({
    mutationFn: async () => {
      if ((await Notification.requestPermission()) !== 'granted') throw new Error(denied);
      const { key } = await ok(api.POST('/v1/me/devices/key'));
      const way = await subscribe(key).catch(() => Promise.reject(new Error(unreached)));
      await put(way, wishes()).catch(async (error) => {
        await way.unsubscribe();
        throw error;
      });
    },
    onSuccess,
  });
  const off = useMutation({ mutationFn: () => forget(api), onSuccess });
  const change = useMutation({
    mutationFn: async (w: Wishes) => {
      const way = await subscribed();
      return way && put(way, w);
    },
    onSuccess,
  });
  const drop = useMutation({
    mutationFn: (device: string) => ok(api.DELETE('/v1/me/devices/{device}', { params: { path: { device } } })),
    onSuccess,
  });
  return { on, off, change, drop };
}

const denied =
  'Your browser does not allow notifications for this page. Allow them in the browser’s settings of this page, ' +
  'then turn this on.';
const unreached =
  'Your browser’s push service cannot be reached. Check your connection, and that the browser lets pages send push ' +
  'messages.';

// ThisDevice has this browser told of customers who wait while the app is closed, and lists the person's others.
export function ThisDevice() {
  const { me } = useApp();
  const { all, rows, here, known } = useDevices();
  const { on, off, change, drop } = useChanges();
  if (!may(me.role, 'agent')) return null;
  const others = rows.filter((d) => d.id !== here?.id);
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">
        While the app is closed
      </Title>
      <Stack gap="sm">
        {canPush() ? (
          <Switch
            label="Tell me on this device"
            description="A notification says since when a customer waits. It has no words of theirs, and does not say who
              they are."
            checked={on.isPending || (!!here && !off.isPending)}
            disabled={!known || on.isPending || off.isPending}
            onChange={(e) => (e.currentTarget.checked ? on.mutate() : off.mutate())}
          />
        ) : (
          <Text size="sm" c="dimmed">
            This browser cannot be told. On an iPhone or iPad, add the app to the home screen first (Share, then Add to
            Home Screen), and open it from there.
          </Text>
        )}
        <Wrong error={all.error ?? on.error ?? off.error} />
        {here && <Wanted key={here.id} device={here} change={change.mutate} error={change.error} />}
        {here && <Test device={here} />}
        {others.length > 0 && <Others devices={others} drop={drop.mutate} error={drop.error} />}
      </Stack>
    </Card>
  );
}

interface WantedProps {
  device: Device;
  change: (w: Wishes) => void;
  error: Error | null;
}

// Wanted is what a device is told, and when. Each change is saved at once.
function Wanted({ device, change, error }: WantedProps) {
  const { me } = useApp();
  const { id: _, name: _n, since: _s, ...w } = device;
  const choice = (name: 'mine' | 'team' | 'assigned' | 'mentions' | 'promises', label: string) => (
    <Checkbox label={label} checked={w[name]} onChange={(e) => change({ ...w, [name]: e.currentTarget.checked })} />
  );
  return (
    <Stack gap="xs" component="fieldset" className="plainset">
      <Text component="legend" size="sm" fw={600}>
        This device is told when
      </Text>
      {choice('mine', 'A customer waits for me')}
      {choice('team', 'A customer waits for the team')}
      {choice('assigned', 'I get a conversation')}
      {choice('mentions', 'A note names me')}
      {may(me.role, 'lead') && choice('promises', 'Nobody answered a customer in time')}
      <Quiet
        label="Quiet hours"
        description={`Each day, by the clock of this device (${w.zone || 'UTC'}). What happens then is not told later.`}
        quiet={w.quiet}
        change={(quiet) => change({ ...w, quiet })}
        error={error}
      />
      <Wrong error={error} shown={['quiet/from', 'quiet/to']} />
    </Stack>
  );
}

// Test pushes a test to this device, and says what became of it.
function Test({ device }: { device: Device }) {
  const { api } = useApp();
  const refresh = useRefresh();
  const test = useMutation({
    mutationFn: () => ok(api.POST('/v1/me/devices/{device}/test', { params: { path: { device: device.id } } })),
    onSuccess: (done) => {
      if (!done.arrived) void refresh('/v1/me/devices'); // it may be forgotten
    },
  });
  return (
    <>
      <Group>
        <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
          Send a test
        </Button>
      </Group>
      {test.data && (
        <Alert color={test.data.arrived ? 'teal' : 'red'} role="status">
          {test.data.text}
        </Alert>
      )}
      <Wrong error={test.error} />
    </>
  );
}

interface OthersProps {
  devices: Device[];
  drop: (id: string) => void;
  error: Error | null;
}

// Others are the person's other devices: one that is lost is told no more once it is removed.
function Others({ devices, drop, error }: OthersProps) {
  return (
    <Stack gap="xs" component="fieldset" className="plainset">
      <Text component="legend" size="sm" fw={600}>
        Your other devices that are told
      </Text>
      {devices.map((d) => (
        <Group key={d.id} justify="space-between" wrap="nowrap">
          <Text size="sm">
            <bdi>{d.name}</bdi>, since {shortTime(d.since)}
          </Text>
          <Button
            size="compact-xs"
            variant="subtle"
            color="red"
            onClick={() => drop(d.id)}
            aria-label={`Remove ${d.name}`}
          >
            Remove
          </Button>
        </Group>
      ))}
      <Wrong error={error} />
    </Stack>
  );
}
