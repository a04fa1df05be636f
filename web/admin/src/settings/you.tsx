import { ActionIcon, Alert, Button, Card, Group, SegmentedControl, Stack, Switch, Text, Textarea, TextInput, Title, useMantineColorScheme } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { usePreferences } from '../app/preferences';
import { Broken, Loading } from '../parts/states';
import { Elsewhere, Yourself } from './self';

// You is how a person looks to others, what they set for this browser, and the team's
// canned replies.
export function You() {
  return (
    <div className="cards2">
      <Yourself />
      <Elsewhere />
      <Yours />
      <Canned />
    </div>
  );
}

function Yours() {
  const [prefs, setPrefs] = usePreferences();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [denied, setDenied] = useState(false);
  const notify = async (on: boolean) => {
    const allowed = on && 'Notification' in window && (await Notification.requestPermission()) === 'granted';
    setDenied(on && !allowed);
    setPrefs({ ...prefs, notify: allowed });
  };
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">Yours, in this browser</Title>
      <Stack gap="sm">
        <Group justify="space-between"><Text size="sm" id="theme">Theme</Text><SegmentedControl size="xs" aria-labelledby="theme" value={colorScheme} onChange={(v) => setColorScheme(v as 'auto')} data={[{ value: 'auto', label: 'System' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }]} /></Group>
        <Group justify="space-between"><Text size="sm" id="dir">Direction</Text><SegmentedControl size="xs" aria-labelledby="dir" value={prefs.dir} onChange={(v) => setPrefs({ ...prefs, dir: v as 'ltr' })} data={[{ value: 'ltr', label: 'Left to right' }, { value: 'rtl', label: 'Right to left' }]} /></Group>
        <Switch label="Enter sends what you write" description="Shift+Enter starts a new line. Ctrl+Enter always sends." checked={prefs.enterSends ?? true} onChange={(e) => setPrefs({ ...prefs, enterSends: e.currentTarget.checked })} />
        <Switch label="Open the next conversation after closing or snoozing one" checked={!prefs.staysAfter} onChange={(e) => setPrefs({ ...prefs, staysAfter: !e.currentTarget.checked })} />
        <Switch label="A sound when somebody waits for a person" checked={prefs.sound} onChange={(e) => setPrefs({ ...prefs, sound: e.currentTarget.checked })} />
        <Switch label="A notification when this tab is hidden" checked={prefs.notify} onChange={(e) => void notify(e.currentTarget.checked)} />
        {denied && <Alert color="yellow" role="alert">Your browser does not allow notifications for this page. Allow them in the browser’s settings of this page, then turn this on.</Alert>}
      </Stack>
    </Card>
  );
}

function Canned() {
  const { api, me } = useApp();
  const queries = useQueryClient();
  const list = useQuery({ queryKey: ['canned'], queryFn: () => ok(api.GET('/v1/canned-replies')) });
  const [draft, setDraft] = useState({ title: '', text: '' });
  const done = () => queries.invalidateQueries({ queryKey: ['canned'] });
  const add = useMutation({ mutationFn: () => ok(api.POST('/v1/canned-replies', { body: draft })), onSuccess: () => (setDraft({ title: '', text: '' }), done()) });
  const drop = useMutation({ mutationFn: (reply: string) => ok(api.DELETE('/v1/canned-replies/{reply}', { params: { path: { reply } } })), onSuccess: done });
  const lead = may(me.role, 'lead');
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb="xs">Canned replies</Title>
      {list.isPending ? <Loading /> : list.error ? <Broken error={list.error} retry={() => void list.refetch()} /> : (
        <Stack gap="xs">
          {list.data.rows.map((r) => (
            <Group key={r.id} wrap="nowrap" justify="space-between" align="flex-start">
              <div><Text size="sm" fw={600}>{r.title}</Text><Text size="sm" c="dimmed" className="words" dir="auto">{r.text}</Text></div>
              {lead && <ActionIcon variant="subtle" color="gray" aria-label={`Delete "${r.title}"`} onClick={() => drop.mutate(r.id)}><IconTrash size={18} /></ActionIcon>}
            </Group>
          ))}
          {!list.data.rows.length && <Text size="sm" c="dimmed">None yet.</Text>}
          {lead && (
            <form onSubmit={(e) => (e.preventDefault(), add.mutate())}>
              <TextInput label="Title" maxLength={100} value={draft.title} onChange={(e) => setDraft({ ...draft, title: e.currentTarget.value })} />
              <Textarea label="Text" autosize minRows={2} maxLength={4096} value={draft.text} onChange={(e) => setDraft({ ...draft, text: e.currentTarget.value })} />
              {(add.error ?? drop.error) && <Alert color="red" role="alert" mt="xs">{(add.error ?? drop.error)!.message}</Alert>}
              <Button type="submit" mt="xs" size="xs" loading={add.isPending} disabled={!draft.title.trim() || !draft.text.trim()}>Add</Button>
            </form>
          )}
        </Stack>
      )}
    </Card>
  );
}
