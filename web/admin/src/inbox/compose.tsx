import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import type { Body } from './send';

export type Kind = 'buttons' | 'location' | 'contacts' | 'location_request' | 'contact_request';

const nothing = { text: '', choices: '', choose: '', name: '', phone: '', latitude: '', longitude: '' };
type Draft = typeof nothing;
interface Fields {
  draft: Draft;
  set: (to: Partial<Draft>) => void;
}

const titlesOf = ({ choices }: Draft) => [
  ...new Set(
    choices
      .split('\n')
      .map((c) => c.trim())
      .filter(Boolean),
  ),
];

// WhatsApp shows up to three short choices as buttons, and others as a list.
const isList = (titles: string[]) => titles.length > 3 || titles.some((t) => [...t].length > 20);

// bodyOf is the message that a draft makes, once it is whole.
function bodyOf(kind: Kind, draft: Draft, onPhone: boolean): Body | undefined {
  const [text, name, phone] = [draft.text.trim(), draft.name.trim(), draft.phone.trim()];
  switch (kind) {
    case 'buttons':
      return text ? choicesOf(text, draft, onPhone) : undefined;
    case 'location':
      return placeOf(draft);
    case 'contacts':
      return name ? { kind, people: [{ name, phones: phone ? [phone] : undefined }] } : undefined;
    default:
      return text ? { kind, text } : undefined;
  }
}

function choicesOf(text: string, draft: Draft, onPhone: boolean): Body | undefined {
  const titles = titlesOf(draft);
  if (!titles.length || titles.length > 10) return undefined;
  const options = titles.map((title, i) => ({ id: `choice-${i + 1}`, title }));
  const choose = onPhone && isList(titles) ? draft.choose.trim() || undefined : undefined;
  return { kind: 'buttons', text, options, choose };
}

function placeOf(draft: Draft): Body | undefined {
  const [latitude, longitude] = [parseFloat(draft.latitude), parseFloat(draft.longitude)];
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return undefined;
  return { kind: 'location', location: { latitude, longitude, name: draft.name.trim() || undefined } };
}

interface Props {
  kind: Kind;
  phone: boolean;
  send: (body: Body) => void;
  busy: boolean;
}

// Compose writes something that is more than words.
export function Compose({ kind, phone, send, busy }: Props) {
  const [draft, setDraft] = useState(nothing);
  const whole = bodyOf(kind, draft, phone);
  const fields = { draft, set: (to: Partial<Draft>) => setDraft({ ...draft, ...to }) };
  return (
    <form onSubmit={prevented(() => whole && send(whole))}>
      <Stack gap="sm">
        {kind === 'buttons' && <Choices {...fields} phone={phone} />}
        {(kind === 'location_request' || kind === 'contact_request') && <Words {...fields} label="Your question" />}
        {(kind === 'location' || kind === 'contacts') && <Name {...fields} required={kind === 'contacts'} />}
        {kind === 'contacts' && <Phone {...fields} />}
        {kind === 'location' && <Coordinates {...fields} />}
        <Group justify="flex-end">
          <Button type="submit" size="sm" disabled={!whole} loading={busy}>
            Send
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Words({ draft, set, label }: Fields & { label: string }) {
  return (
    <Textarea
      label={label}
      autosize
      minRows={2}
      maxLength={1024}
      required
      value={draft.text}
      dir="auto"
      onChange={(e) => set({ text: e.currentTarget.value })}
    />
  );
}

function Choices({ draft, set, phone }: Fields & { phone: boolean }) {
  const titles = titlesOf(draft);
  return (
    <>
      <Words draft={draft} set={set} label="Text above the choices" />
      <Textarea
        label="Choices, one per line"
        description={phone ? 'Up to three short ones become buttons, up to ten a list.' : 'Up to ten.'}
        autosize
        minRows={3}
        maxRows={10}
        required
        value={draft.choices}
        dir="auto"
        error={titles.length > 10 && 'At most ten choices.'}
        onChange={(e) => set({ choices: e.currentTarget.value })}
      />
      {phone && isList(titles) && (
        <TextInput
          label="The button that opens the list"
          placeholder="Choose"
          maxLength={20}
          value={draft.choose}
          dir="auto"
          onChange={(e) => set({ choose: e.currentTarget.value })}
        />
      )}
    </>
  );
}

function Name({ draft, set, required }: Fields & { required: boolean }) {
  return (
    <TextInput
      label="Name"
      required={required}
      maxLength={200}
      value={draft.name}
      onChange={(e) => set({ name: e.currentTarget.value })}
    />
  );
}

function Phone({ draft, set }: Fields) {
  return (
    <TextInput
      label="Phone number"
      inputMode="tel"
      maxLength={40}
      value={draft.phone}
      onChange={(e) => set({ phone: e.currentTarget.value })}
    />
  );
}

function Coordinates({ draft, set }: Fields) {
  return (
    <Group grow>
      <TextInput
        label="Latitude"
        placeholder="52.5200"
        inputMode="decimal"
        required
        value={draft.latitude}
        onChange={(e) => set({ latitude: e.currentTarget.value })}
      />
      <TextInput
        label="Longitude"
        placeholder="13.4050"
        inputMode="decimal"
        required
        value={draft.longitude}
        onChange={(e) => set({ longitude: e.currentTarget.value })}
      />
    </Group>
  );
}
