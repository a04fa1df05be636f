import { ColorInput, Group, Select, TextInput, Title } from '@mantine/core';
import type { Site } from '../../../lib/wire';
import { Choice } from '../parts/choice';
import type { SiteFields } from './site-draft';

type Look = NonNullable<Site['look']>;
type Side = NonNullable<Look['side']>;
type Scheme = NonNullable<Look['scheme']>;

const locales = ['ar', 'de', 'en', 'es', 'fr', 'hi', 'pt'];
const sides: { value: Side; label: string }[] = [
  { value: 'right', label: 'Right' },
  { value: 'left', label: 'Left' },
];
const schemes: { value: Scheme; label: string }[] = [
  { value: 'auto', label: 'Same as the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

// SiteLook sets the look of the widget, and the words of its header.
export function SiteLook(fields: SiteFields) {
  const { draft, fixed, look } = fields;
  return (
    <>
      <Title order={3} size="h6" mt="xs">
        Look and words
      </Title>
      <TextInput
        label="Title"
        maxLength={60}
        value={draft.look.title ?? ''}
        disabled={fixed}
        onChange={(e) => look({ title: e.currentTarget.value })}
      />
      <TextInput
        label="Subtitle"
        maxLength={120}
        value={draft.look.subtitle ?? ''}
        disabled={fixed}
        onChange={(e) => look({ subtitle: e.currentTarget.value })}
      />
      <ColourAndLanguage {...fields} />
      <SideAndTheme {...fields} />
    </>
  );
}

function ColourAndLanguage({ draft, fixed, look }: SiteFields) {
  return (
    <Group grow align="flex-start">
      <ColorInput
        label="Colour"
        withEyeDropper={false}
        format="hex"
        placeholder="Ours"
        value={draft.look.accent ?? ''}
        disabled={fixed}
        onChange={(accent) => look({ accent: /^#[0-9a-f]{6}$/i.test(accent) ? accent.toLowerCase() : undefined })}
      />
      <Select
        label="Language"
        description="If the page names none"
        placeholder="Same as the browser"
        clearable
        value={draft.look.locale ?? null}
        data={locales}
        disabled={fixed}
        onChange={(locale) => look({ locale: locale ?? undefined })}
      />
    </Group>
  );
}

function SideAndTheme({ draft, fixed, look }: SiteFields) {
  return (
    <Group>
      <Choice
        label="Side"
        value={draft.look.side ?? 'right'}
        choices={sides}
        disabled={fixed}
        choose={(side) => look({ side })}
      />
      <Choice
        label="Theme"
        value={draft.look.scheme ?? 'auto'}
        choices={schemes}
        disabled={fixed}
        choose={(scheme) => look({ scheme })}
      />
    </Group>
  );
}
