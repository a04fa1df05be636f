import {
  Alert,
  Button,
  Card,
  ColorInput,
  Group,
  Modal,
  Radio,
  SegmentedControl,
  Select,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Site } from '../../../lib/wire';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { Keep } from './keep';
import { fault, Wrong } from './parts';
import { Preview } from './preview';

// namesIn keeps the last blank while somebody writes on.
const namesIn = (text: string) => (text.trim() ? text.trimStart().split(/[\s,&?=]+/) : undefined);

const locales = ['ar', 'de', 'en', 'es', 'fr', 'hi', 'pt'];

// SiteForm changes a site, or adds one, with a picture of the widget beside it.
export function SiteForm({ site, done }: { site?: Site; done: (key?: string) => void }) {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const bots = useQuery(read(api, '/v1/bots'));
  const choices = bots.data?.rows.map((b) => ({ value: b.id, label: b.name })) ?? [];
  const [draft, setDraft] = useState(() => ({
    bot: site?.bot ?? '',
    name: site?.name ?? '',
    origins: (site?.origins ?? []).join('\n'),
    consent: site?.consent,
    paused: !!site?.paused,
    look: site?.look ?? {},
    version: site?.version,
  }));
  const [kept, setKept] = useState(draft);
  const [asking, setAsking] = useState(false);
  const owner = may(me.role, 'owner');
  const again = () => refresh('/v1/sites');
  const save = useMutation({
    mutationFn: () => {
      const body = {
        bot: draft.bot || choices[0]?.value || '',
        name: draft.name,
        origins: draft.origins.split(/\s+/).filter(Boolean),
        consent: !!draft.consent,
        paused: draft.paused,
        look: { ...draft.look, pages: draft.look.pages?.filter(Boolean) },
      };
      return site
        ? ok(
            api.PUT('/v1/sites/{site}', {
              params: { path: { site: site.key } },
              body: { ...body, version: draft.version },
            }),
          )
        : ok(api.POST('/v1/sites', { body }));
    },
    onSuccess: (saved) => {
      const now = { ...draft, version: saved.version, origins: saved.origins.join('\n') };
      setDraft(now);
      setKept(now);
      void again();
      if (!site) done(saved.key);
    },
  });
  const rotate = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/v1/sites/{site}/rotate', {
          params: { path: { site: site!.key } },
          body: { version: draft.version! },
        }),
      ),
    onSuccess: (made) => {
      setAsking(false);
      void again();
      done(made.key);
    },
  });
  const look = (to: Partial<Site['look']>) =>
    setDraft({ ...draft, look: Object.fromEntries(Object.entries({ ...draft.look, ...to }).filter(([, v]) => v)) });
  return (
    <Card withBorder className="wide site-form">
      <Keep unsaved={JSON.stringify(draft) !== JSON.stringify(kept)} />
      <Stack gap="sm">
        <Title order={2} size="h5">
          {site ? `Change ${site.name}` : 'A new site'}
        </Title>
        <TextInput
          label="Name"
          error={fault(save.error, 'name')}
          maxLength={60}
          value={draft.name}
          disabled={!owner}
          onChange={(e) => setDraft({ ...draft, name: e.currentTarget.value })}
        />
        <Select
          label="Bot"
          value={draft.bot || choices[0]?.value || null}
          data={choices}
          allowDeselect={false}
          disabled={!owner}
          onChange={(bot) => setDraft({ ...draft, bot: bot ?? '' })}
        />
        <Textarea
          label="Websites where it may run"
          error={fault(save.error, 'origins')}
          description="One origin a line: https://shop.example, or https://*.shop.example for all under it"
          autosize
          minRows={2}
          value={draft.origins}
          disabled={!owner}
          onChange={(e) => setDraft({ ...draft, origins: e.currentTarget.value })}
        />
        <Radio.Group
          label="Consent"
          description="In many countries the law asks for it before more than the necessary is kept. You decide, with whoever advises you."
          value={draft.consent === undefined ? '' : String(draft.consent)}
          onChange={(v) => setDraft({ ...draft, consent: v === 'true' })}
        >
          <Stack gap={6} mt={6}>
            <Radio value="true" disabled={!owner} label="It is needed: until a visitor agrees, they are private" />
            <Radio
              value="false"
              disabled={!owner}
              label="It is not needed: visitors are seen from the first page on, but those whose browser asks for privacy"
            />
          </Stack>
        </Radio.Group>
        {draft.consent && (
          <>
            <Switch
              label="My page asks by itself, and tells the widget with Botifire('consent', true)"
              description="Otherwise the widget shows a card of its own, in the visitor's language"
              checked={!!draft.look.ownBanner}
              disabled={!owner}
              onChange={(e) => look({ ownBanner: e.currentTarget.checked })}
            />
            {!draft.look.ownBanner && (
              <Textarea
                label="Words of the card"
                placeholder="Ours, in seven languages"
                maxLength={300}
                autosize
                value={draft.look.consentText ?? ''}
                disabled={!owner}
                onChange={(e) => look({ consentText: e.currentTarget.value })}
              />
            )}
          </>
        )}
        <TextInput
          label="Parameters that name a page"
          description="For sites that are one document: product in /?product=kettle. page, p, view and the like, paths and #/ routes are seen without it"
          placeholder="artikel, sku"
          maxLength={150}
          error={fault(save.error, 'look.pages')}
          value={(draft.look.pages ?? []).join(' ')}
          disabled={!owner}
          onChange={(e) => look({ pages: namesIn(e.currentTarget.value) })}
        />
        <Switch
          label="Paused: the widget does not show"
          checked={draft.paused}
          disabled={!owner}
          onChange={(e) => setDraft({ ...draft, paused: e.currentTarget.checked })}
        />
        <Title order={3} size="h6" mt="xs">
          Look and words
        </Title>
        <TextInput
          label="Title"
          maxLength={60}
          value={draft.look.title ?? ''}
          disabled={!owner}
          onChange={(e) => look({ title: e.currentTarget.value })}
        />
        <TextInput
          label="Line under it"
          maxLength={120}
          value={draft.look.subtitle ?? ''}
          disabled={!owner}
          onChange={(e) => look({ subtitle: e.currentTarget.value })}
        />
        <Group grow align="flex-start">
          <ColorInput
            label="Colour"
            withEyeDropper={false}
            format="hex"
            placeholder="Ours"
            value={draft.look.accent ?? ''}
            disabled={!owner}
            onChange={(accent) => look({ accent: /^#[0-9a-f]{6}$/i.test(accent) ? accent.toLowerCase() : undefined })}
          />
          <Select
            label="Language"
            description="If the page names none"
            placeholder="As the browser"
            clearable
            value={draft.look.locale ?? null}
            data={locales}
            disabled={!owner}
            onChange={(locale) => look({ locale: locale ?? undefined })}
          />
        </Group>
        <Group>
          <Text size="sm" id="side">
            Side
          </Text>
          <SegmentedControl
            size="xs"
            aria-labelledby="side"
            value={draft.look.side ?? 'right'}
            disabled={!owner}
            onChange={(side) => look({ side: side as 'left' })}
            data={[
              { value: 'right', label: 'Right' },
              { value: 'left', label: 'Left' },
            ]}
          />
          <Text size="sm" id="scheme">
            Theme
          </Text>
          <SegmentedControl
            size="xs"
            aria-labelledby="scheme"
            value={draft.look.scheme ?? 'auto'}
            disabled={!owner}
            onChange={(scheme) => look({ scheme: scheme as 'auto' })}
            data={[
              { value: 'auto', label: 'As the system' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
        </Group>
        <TextInput
          label="Your privacy policy"
          error={fault(save.error, 'look.privacy')}
          type="url"
          placeholder="https://…"
          value={draft.look.privacy ?? ''}
          disabled={!owner}
          onChange={(e) => look({ privacy: e.currentTarget.value })}
        />
        <Wrong
          error={save.error ?? rotate.error}
          shown={['name', 'origins', 'look.privacy', 'look.pages']}
          reload={() => void again().then(() => done(undefined))}
        />
        {save.isSuccess && !save.error && (
          <Text size="sm" role="status">
            Saved. Pages see it within a minute.
          </Text>
        )}
        {owner && (
          <Group justify="space-between">
            <Button
              loading={save.isPending}
              disabled={!draft.name.trim() || draft.consent === undefined}
              onClick={() => save.mutate()}
            >
              Save
            </Button>
            {site && !site.next && (
              <Button variant="default" onClick={() => setAsking(true)}>
                Replace the key
              </Button>
            )}
          </Group>
        )}
      </Stack>
      <Preview look={draft.look} bot={choices.find((b) => b.value === (draft.bot || choices[0]?.value))?.label ?? ''} />
      <Modal opened={asking} onClose={() => setAsking(false)} title="Replace the key of this site?" centered>
        <Alert color="yellow" mb="md">
          You get another snippet. Pages with the one of now work for a week.
        </Alert>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsking(false)}>
            Keep it
          </Button>
          <Button loading={rotate.isPending} onClick={() => rotate.mutate()}>
            Replace
          </Button>
        </Group>
      </Modal>
    </Card>
  );
}
