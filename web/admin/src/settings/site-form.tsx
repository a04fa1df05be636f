import { Button, Card, Group, Select, Stack, Switch, Text, Textarea, TextInput, Title } from '@mantine/core';
import type { Site } from '../../../lib/wire';
import { useRefresh } from '../app/reads';
import { Keep } from './keep';
import { Wrong } from './parts';
import { Preview } from './preview';
import { SiteConsent } from './site-consent';
import { type SiteFields, useSiteDraft } from './site-draft';
import { ReplaceKey } from './site-key';
import { SiteLook } from './site-look';

// namesIn keeps the last blank while somebody writes on.
const namesIn = (text: string) => (text.trim() ? text.trimStart().split(/[\s,&?=]+/) : undefined);

interface Props {
  site?: Site;
  done: (key?: string) => void;
}

// SiteForm changes a site, or adds one, with a picture of the widget beside it.
export function SiteForm({ site, done }: Props) {
  const refresh = useRefresh();
  const fields = useSiteDraft(site, done);
  const { draft, save, bots, bot, fixed } = fields;
  return (
    <Card withBorder className="wide site-form">
      <Keep unsaved={fields.unsaved} />
      <Stack gap="sm">
        <Title order={2} size="h5">
          {site ? `Change ${site.name}` : 'A new site'}
        </Title>
        <Place {...fields} />
        <SiteConsent {...fields} />
        <Pages {...fields} />
        <SiteLook {...fields} />
        <Policy {...fields} />
        <Wrong
          error={save.error}
          shown={['name', 'origins', 'look.privacy', 'look.pages']}
          giveUp={() => void refresh('/v1/sites').then(() => done(undefined))}
        />
        {save.isSuccess && !save.error && (
          <Text size="sm" role="status">
            Saved. Pages see it within a minute.
          </Text>
        )}
        {!fixed && (
          <Group justify="space-between">
            <Button
              loading={save.isPending}
              disabled={!draft.name.trim() || draft.consent === undefined}
              onClick={() => save.mutate()}
            >
              Save
            </Button>
            {site && !site.next && <ReplaceKey site={site} version={draft.version!} done={done} />}
          </Group>
        )}
      </Stack>
      <Preview look={draft.look} bot={bots.find((b) => b.value === bot)?.label ?? ''} />
    </Card>
  );
}

// Place is which bot answers, and on which websites.
function Place({ draft, change, error, bots, bot, fixed }: SiteFields) {
  return (
    <>
      <TextInput
        label="Name"
        error={error('name')}
        maxLength={60}
        value={draft.name}
        disabled={fixed}
        onChange={(e) => change({ name: e.currentTarget.value })}
      />
      <Select
        label="Bot"
        value={bot || null}
        data={bots}
        allowDeselect={false}
        disabled={fixed}
        onChange={(to) => change({ bot: to ?? '' })}
      />
      <Textarea
        label="Websites where it may run"
        error={error('origins')}
        description="One origin per line: https://shop.example, or https://*.shop.example for all under it"
        autosize
        minRows={2}
        value={draft.origins}
        disabled={fixed}
        onChange={(e) => change({ origins: e.currentTarget.value })}
      />
    </>
  );
}

// Pages is how a page of the site is told from another, and whether the widget shows on them.
function Pages({ draft, change, error, fixed, look }: SiteFields) {
  return (
    <>
      <TextInput
        label="Parameters that name a page"
        description={
          'For single-page sites: product in /?product=kettle. ' +
          'page, p, view and the like, paths and #/ routes are recognised without it'
        }
        placeholder="artikel, sku"
        maxLength={150}
        error={error('look.pages')}
        value={(draft.look.pages ?? []).join(' ')}
        disabled={fixed}
        onChange={(e) => look({ pages: namesIn(e.currentTarget.value) })}
      />
      <Switch
        label="Paused: the widget does not show"
        checked={draft.paused}
        disabled={fixed}
        onChange={(e) => change({ paused: e.currentTarget.checked })}
      />
    </>
  );
}

function Policy({ draft, error, fixed, look }: SiteFields) {
  return (
    <TextInput
      label="Your privacy policy"
      error={error('look.privacy')}
      type="url"
      placeholder="https://…"
      value={draft.look.privacy ?? ''}
      disabled={fixed}
      onChange={(e) => look({ privacy: e.currentTarget.value })}
    />
  );
}
