import { ActionIcon, Menu, Modal } from '@mantine/core';
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
import { Compose } from './compose';
import { FormPick } from './form-pick';
import type { Body } from './send';

type Kind = 'buttons' | 'form' | 'location' | 'contacts' | 'location_request' | 'contact_request';

const titles: Record<Kind, string> = {
  buttons: 'Offer choices',
  form: 'Send a form',
  location: 'Send a location',
  contacts: 'Send a contact',
  location_request: 'Ask for their location',
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

// More offers messages beyond words and files: WhatsApp has more kinds than a website.
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
