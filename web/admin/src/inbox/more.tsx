import { ActionIcon, Button, Group, Menu, Modal, NumberInput, Stack, TagsInput, TextInput, Textarea } from '@mantine/core';
import { IconAddressBook, IconListDetails, IconMapPin, IconMapPinQuestion, IconPhoneIncoming, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { New } from './send';

type Kind = 'buttons' | 'location' | 'contacts' | 'location_request' | 'contact_request';
type Body = Omit<New, 'id'>;

const titles: Record<Kind, string> = {
  buttons: 'Offer choices', location: 'Send a place', contacts: 'Send a contact', location_request: 'Ask for their place', contact_request: 'Ask for their phone number',
};
const icons = { buttons: IconListDetails, location: IconMapPin, contacts: IconAddressBook, location_request: IconMapPinQuestion, contact_request: IconPhoneIncoming };

// More is what can be sent on WhatsApp beside words and files.
export function More({ send, busy, disabled }: { send: (body: Body) => Promise<boolean>; busy: boolean; disabled: boolean }) {
  const [kind, setKind] = useState<Kind>();
  return (
    <>
      <Menu position="top-start">
        <Menu.Target><ActionIcon variant="subtle" color="gray" size="lg" aria-label="Send something else" disabled={disabled}><IconPlus size={20} /></ActionIcon></Menu.Target>
        <Menu.Dropdown>{(Object.keys(titles) as Kind[]).map((k) => { const Icon = icons[k]; return <Menu.Item key={k} leftSection={<Icon size={18} />} onClick={() => setKind(k)}>{titles[k]}</Menu.Item>; })}</Menu.Dropdown>
      </Menu>
      <Modal opened={!!kind} onClose={() => setKind(undefined)} title={kind && titles[kind]} centered>
        {kind && <Compose key={kind} kind={kind} busy={busy} send={async (body) => (await send(body)) && setKind(undefined)} />}
      </Modal>
    </>
  );
}

function Compose({ kind, send, busy }: { kind: Kind; send: (body: Body) => void; busy: boolean }) {
  const [text, setText] = useState('');
  const [titles, setTitles] = useState<string[]>([]);
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [at, setAt] = useState<{ latitude: number | ''; longitude: number | '' }>({ latitude: '', longitude: '' });
  const words = text.trim();
  const body = (): Body | undefined => {
    switch (kind) {
      case 'buttons':
        return words && titles.length ? { kind, text: words, options: titles.map((title, i) => ({ id: `choice-${i + 1}`, title })) } : undefined;
      case 'location':
        return at.latitude !== '' && at.longitude !== '' ? { kind, location: { latitude: at.latitude, longitude: at.longitude, name: name.trim() || undefined } } : undefined;
      case 'contacts':
        return name.trim() ? { kind, people: [{ name: name.trim(), phones: phone.trim() ? [phone.trim()] : undefined }] } : undefined;
      default:
        return words ? { kind, text: words } : undefined;
    }
  };
  const whole = body();
  const asks = kind === 'location_request' || kind === 'contact_request';
  return (
    <form onSubmit={(e) => (e.preventDefault(), whole && send(whole))}>
      <Stack gap="sm">
        {(kind === 'buttons' || asks) && <Textarea label={asks ? 'What you ask' : 'Words above the choices'} autosize minRows={2} maxLength={1024} required value={text} dir="auto" onChange={(e) => setText(e.currentTarget.value)} />}
        {kind === 'buttons' && <TagsInput label="Choices" description="Up to three become buttons, up to ten a list. Press Enter after each." maxTags={10} value={titles} onChange={setTitles} />}
        {(kind === 'location' || kind === 'contacts') && <TextInput label="Name" required={kind === 'contacts'} maxLength={200} value={name} onChange={(e) => setName(e.currentTarget.value)} />}
        {kind === 'contacts' && <TextInput label="Phone number" inputMode="tel" maxLength={40} value={phone} onChange={(e) => setPhone(e.currentTarget.value)} />}
        {kind === 'location' && (
          <Group grow>
            <NumberInput label="Latitude" min={-90} max={90} decimalScale={6} required value={at.latitude} onChange={(v) => setAt({ ...at, latitude: v === '' ? '' : Number(v) })} />
            <NumberInput label="Longitude" min={-180} max={180} decimalScale={6} required value={at.longitude} onChange={(v) => setAt({ ...at, longitude: v === '' ? '' : Number(v) })} />
          </Group>
        )}
        <Group justify="flex-end"><Button type="submit" size="sm" disabled={!whole} loading={busy}>Send</Button></Group>
      </Stack>
    </form>
  );
}
