import { ActionIcon, Button, Group, Menu, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import {
  IconAddressBook,
  IconForms,
  IconListDetails,
  IconMapPin,
  IconMapPinQuestion,
  IconPhoneIncoming,
  IconPlus,
} from '@tabler/icons-react';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { FormPick } from './form-pick';
import type { Body } from './send';

type Kind = 'buttons' | 'form' | 'location' | 'contacts' | 'location_request' | 'contact_request';

const titles: Record<Kind, string> = {
  buttons: 'Offer choices',
  form: 'Send a form',
  location: 'Send a place',
  contacts: 'Send a contact',
  location_request: 'Ask for their place',
  contact_request: 'Ask for their phone number',
};
const icons = {
  buttons: IconListDetails,
  form: IconForms,
  location: IconMapPin,
  contacts: IconAddressBook,
  location_request: IconMapPinQuestion,
  contact_request: IconPhoneIncoming,
};

const onWeb: Kind[] = ['buttons', 'form'];

// More is what can be sent beside words and files: on WhatsApp more than on a website.
export function More({
  conversation,
  phone,
  send,
  busy,
  disabled,
}: {
  conversation: string;
  phone: boolean;
  send: (body: Body) => Promise<boolean>;
  busy: boolean;
  disabled: boolean;
}) {
  const [kind, setKind] = useState<Kind>();
  const kinds = phone ? (Object.keys(titles) as Kind[]) : onWeb;
  const done = async (body: Body) => (await send(body)) && setKind(undefined);
  return (
    <>
      <Menu position="top-start">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Send something else" disabled={disabled}>
            <IconPlus size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {kinds.map((k) => {
            const Icon = icons[k];
            return (
              <Menu.Item key={k} leftSection={<Icon size={18} />} onClick={() => setKind(k)}>
                {titles[k]}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={!!kind} onClose={() => setKind(undefined)} title={kind && titles[kind]} centered>
        {kind === 'form' ? (
          <FormPick conversation={conversation} phone={phone} busy={busy} send={done} />
        ) : (
          kind && <Compose key={kind} kind={kind} phone={phone} busy={busy} send={done} />
        )}
      </Modal>
    </>
  );
}

function Compose({
  kind,
  phone: onPhone,
  send,
  busy,
}: {
  kind: Exclude<Kind, 'form'>;
  phone: boolean;
  send: (body: Body) => void;
  busy: boolean;
}) {
  const [text, setText] = useState('');
  const [choices, setChoices] = useState('');
  const [choose, setChoose] = useState('');
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [at, setAt] = useState({ latitude: '', longitude: '' });
  const words = text.trim();
  const titles = [
    ...new Set(
      choices
        .split('\n')
        .map((c) => c.trim())
        .filter(Boolean),
    ),
  ];
  const asList = onPhone && kind === 'buttons' && (titles.length > 3 || titles.some((t) => [...t].length > 20));
  const [latitude, longitude] = [parseFloat(at.latitude), parseFloat(at.longitude)];
  const body = (): Body | undefined => {
    switch (kind) {
      case 'buttons':
        return words && titles.length && titles.length <= 10
          ? {
              kind,
              text: words,
              options: titles.map((title, i) => ({ id: `choice-${i + 1}`, title })),
              choose: asList ? choose.trim() || undefined : undefined,
            }
          : undefined;
      case 'location':
        return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
          ? { kind, location: { latitude, longitude, name: name.trim() || undefined } }
          : undefined;
      case 'contacts':
        return name.trim()
          ? { kind, people: [{ name: name.trim(), phones: phone.trim() ? [phone.trim()] : undefined }] }
          : undefined;
      default:
        return words ? { kind, text: words } : undefined;
    }
  };
  const whole = body();
  const asks = kind === 'location_request' || kind === 'contact_request';
  return (
    <form
      onSubmit={prevented(() => {
        if (whole) {
          send(whole);
        }
      })}
    >
      <Stack gap="sm">
        {(kind === 'buttons' || asks) && (
          <Textarea
            label={asks ? 'What you ask' : 'Words above the choices'}
            autosize
            minRows={2}
            maxLength={1024}
            required
            value={text}
            dir="auto"
            onChange={(e) => setText(e.currentTarget.value)}
          />
        )}
        {kind === 'buttons' && (
          <Textarea
            label="Choices, one a line"
            description={onPhone ? 'Up to three short ones become buttons, up to ten a list.' : 'Up to ten.'}
            autosize
            minRows={3}
            maxRows={10}
            required
            value={choices}
            dir="auto"
            error={titles.length > 10 && 'At most ten choices.'}
            onChange={(e) => setChoices(e.currentTarget.value)}
          />
        )}
        {asList && (
          <TextInput
            label="The button that opens the list"
            placeholder="Choose"
            maxLength={20}
            value={choose}
            dir="auto"
            onChange={(e) => setChoose(e.currentTarget.value)}
          />
        )}
        {(kind === 'location' || kind === 'contacts') && (
          <TextInput
            label="Name"
            required={kind === 'contacts'}
            maxLength={200}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
          />
        )}
        {kind === 'contacts' && (
          <TextInput
            label="Phone number"
            inputMode="tel"
            maxLength={40}
            value={phone}
            onChange={(e) => setPhone(e.currentTarget.value)}
          />
        )}
        {kind === 'location' && (
          <Group grow>
            <TextInput
              label="Latitude"
              placeholder="52.5200"
              inputMode="decimal"
              required
              value={at.latitude}
              onChange={(e) => setAt({ ...at, latitude: e.currentTarget.value })}
            />
            <TextInput
              label="Longitude"
              placeholder="13.4050"
              inputMode="decimal"
              required
              value={at.longitude}
              onChange={(e) => setAt({ ...at, longitude: e.currentTarget.value })}
            />
          </Group>
        )}
        <Group justify="flex-end">
          <Button type="submit" size="sm" disabled={!whole} loading={busy}>
            Send
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
