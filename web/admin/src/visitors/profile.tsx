import { ActionIcon, Alert, Badge, Button, Card, Group, Stack, Text, TextInput, Title, Tooltip } from '@mantine/core';
import { IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { prevented } from '../../../lib/events';
import { plain } from '../../../lib/links';
import type { Visitor } from '../../../lib/wire';
import { ApiError, ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { fullTime } from '../parts/format';

const fixed = ['name', 'email', 'phone'] as const;
const labels: Record<string, string> = {
  username: 'Username',
  name: 'Name',
  email: 'E-mail',
  phone: 'Phone',
  whatsapp: 'WhatsApp number',
};

// masking stands where contact data is hidden.
const masking = '▇▇▇';

type Fact = NonNullable<Visitor['profile']>[string];

// sourceOf says in words where a fact came from.
function sourceOf({ source, by }: Fact): string {
  const [kind, id] = source.split(':');
  return (
    {
      form: `typed into the form "${id}"`,
      whatsapp: 'from the WhatsApp profile',
      agent: `entered by ${by ? plain(by) : 'your team'}`,
      page: 'from the website',
      login: 'signed by your site',
      identify: 'from the website',
    }[kind!] ?? source
  );
}

// Trust shows how far a fact can be relied on: verified, entered by an agent, signed by the site, or claimed.
function Trust({ fact }: { fact: Fact }) {
  const agent = fact.source.startsWith('agent:');
  const [color, words] = fact.verified
    ? ['green', 'verified']
    : agent
      ? ['blue', `entered by ${fact.by ? plain(fact.by) : 'your team'}`]
      : fact.source === 'login'
        ? ['teal', 'signed by your site']
        : ['gray', 'claimed'];
  return (
    <Tooltip label={`${sourceOf(fact)}, ${fullTime(fact.at)}`}>
      <Badge size="xs" variant="light" color={color} className="state" tabIndex={0}>
        {words}
      </Badge>
    </Tooltip>
  );
}

// wrongAt is the server's error about a field.
const wrongAt = (error: Error | null, field: string) =>
  error instanceof ApiError && error.code === 'field_' + field ? error.message : undefined;

type Changes = Record<string, string>;
interface Added {
  field: string;
  value: string;
}

const badName = (added?: Added) => !!added?.field && !/^[a-z][a-zA-Z0-9_]{0,39}$/.test(added.field);

// useProfile holds an agent's changes to a profile, and saves them.
function useProfile(v: Visitor) {
  const { api } = useApp();
  const refresh = useRefresh();
  const [changes, setChanges] = useState<Changes>({});
  const [adding, setAdding] = useState<Added>();
  const [saved, setSaved] = useState(false);
  const clear = () => {
    setChanges({});
    setAdding(undefined);
  };
  const save = useMutation({
    mutationFn: () => {
      const profile = { ...changes, ...(adding?.field && { [adding.field]: adding.value }) };
      return ok(api.PATCH('/v1/visitors/{visitor}', { params: { path: { visitor: v.id } }, body: { profile } }));
    },
    onSuccess: async () => {
      await refresh('/v1/visitors/{visitor}', { path: { visitor: v.id } });
      clear();
      setSaved(true);
    },
  });
  useEffect(() => {
    const timer = saved ? setTimeout(() => setSaved(false), 4000) : undefined;
    return () => clearTimeout(timer);
  }, [saved]);
  const change = (field: string, value: string) => setChanges({ ...changes, [field]: value });
  const changed = Object.keys(changes).length > 0 || !!(adding?.field && adding.value && !badName(adding));
  return { changes, change, adding, setAdding, clear, save, saved, changed };
}
type Editing = ReturnType<typeof useProfile>;

// Profile shows the known facts, and lets agents correct them.
export function Profile({ visitor: v }: { visitor: Visitor }) {
  const { me } = useApp();
  const profile = useProfile(v);
  const { save, adding, setAdding } = profile;
  const editable = may(me.role, 'agent');
  const others = Object.keys(v.profile ?? {})
    .filter((f) => !fixed.includes(f as 'name'))
    .sort();
  return (
    <Card withBorder component="form" noValidate onSubmit={prevented(() => save.mutate())}>
      <Title order={2} size="h5" mb="xs">
        Profile
      </Title>
      {Object.values(v.profile ?? {}).some((f) => f.value === masking) && (
        <Text size="sm" c="dimmed" mb="xs">
          Contact data is hidden from viewers.
        </Text>
      )}
      <Stack gap="xs">
        {[...fixed, ...others].map((field) => (
          <FactField key={field} field={field} fact={v.profile?.[field]} profile={profile} editable={editable} />
        ))}
        {adding && <Adding adding={adding} set={setAdding} />}
        {save.error && !fixed.some((field) => wrongAt(save.error, field)) && (
          <Alert color="red" role="alert">
            {save.error.message}
          </Alert>
        )}
        {editable && <Saving profile={profile} />}
      </Stack>
    </Card>
  );
}

interface FactProps {
  field: string;
  fact?: Fact;
  profile: Editing;
  editable: boolean;
}

function FactField({ field, fact, profile: { changes, change, save }, editable }: FactProps) {
  const removable = editable && fact && !fact.verified && changes[field] !== '';
  return (
    <TextInput
      readOnly={!editable || fact?.verified}
      maxLength={1000}
      value={changes[field] ?? plain(fact?.value ?? '')}
      onChange={(e) => change(field, e.currentTarget.value)}
      dir="auto"
      type={field === 'email' ? 'email' : field === 'phone' ? 'tel' : 'text'}
      error={wrongAt(save.error, field)}
      placeholder={changes[field] === '' && fact ? 'Will be removed when you save' : undefined}
      rightSection={
        removable && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove ${labels[field] ?? field}`}
            onClick={() => change(field, '')}
          >
            <IconX size={16} />
          </ActionIcon>
        )
      }
      label={
        <Group gap={6} component="span">
          <bdi>{labels[field] ?? field}</bdi>
          {fact && <Trust fact={fact} />}
        </Group>
      }
    />
  );
}

function Adding({ adding, set }: { adding: Added; set: (to?: Added) => void }) {
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <TextInput
        label="Attribute"
        placeholder="plan"
        value={adding.field}
        onChange={(e) => set({ ...adding, field: e.currentTarget.value })}
        error={badName(adding) && 'Write it like plan or orderCount'}
      />
      <TextInput
        label="Value"
        value={adding.value}
        onChange={(e) => set({ ...adding, value: e.currentTarget.value })}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Remove this attribute"
        size="lg"
        onClick={() => set(undefined)}
      >
        <IconTrash size={18} />
      </ActionIcon>
    </Group>
  );
}

function Saving({ profile: { adding, setAdding, changed, save, saved, clear } }: { profile: Editing }) {
  const cancel = () => {
    clear();
    save.reset();
  };
  return (
    <Group>
      {!adding && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconPlus size={16} />}
          onClick={() => setAdding({ field: '', value: '' })}
        >
          Attribute
        </Button>
      )}
      {changed && (
        <Button size="xs" type="submit" loading={save.isPending}>
          Save
        </Button>
      )}
      {changed && (
        <Button size="xs" variant="default" onClick={cancel}>
          Cancel
        </Button>
      )}
      <Text size="sm" c="teal" role="status">
        {saved && !changed && 'Saved'}
      </Text>
    </Group>
  );
}
