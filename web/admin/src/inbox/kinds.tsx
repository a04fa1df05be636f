import { Badge, Table, Text } from '@mantine/core';
import { IconAddressBook, IconForms, IconMapPinQuestion, IconPhoneIncoming, IconTemplate } from '@tabler/icons-react';
import { plain } from '../../../lib/links';
import type { Bubble } from '../../../lib/wire';
import { money } from '../parts/format';
import { Submitted } from './form-view';
import { Words } from './text';

// The kinds of message that only WhatsApp has.

export function People({ people }: { people: NonNullable<Bubble['people']> }) {
  return (
    <ul className="cards">
      {people.map((p, i) => (
        <li key={i}>
          <IconAddressBook size={16} aria-hidden />{' '}
          <b>
            <bdi>{plain(p.name) || 'Contact'}</bdi>
          </b>{' '}
          {p.own && (
            <Badge size="xs" variant="light">
              Their own
            </Badge>
          )}
          {[p.org, ...(p.phones ?? []), ...(p.emails ?? []), ...(p.places ?? []), ...(p.urls ?? []), p.birthday]
            .filter(Boolean)
            .map((line, n) => (
              <Text key={n} size="sm" className="words" dir="auto">
                {line}
              </Text>
            ))}
        </li>
      ))}
    </ul>
  );
}

export function OrderView({ order }: { order: NonNullable<Bubble['order']> }) {
  const currencies = new Set(order.items.map((i) => i.currency));
  const total = order.items.reduce((sum, i) => sum + i.quantity * i.price, 0);
  return (
    <Table className="answers" withRowBorders={false} verticalSpacing={2}>
      <Table.Tbody>
        {order.items.map((i, n) => (
          <Table.Tr key={n}>
            <Table.Td className="words">
              <bdi>{i.sku}</bdi>
            </Table.Td>
            <Table.Td>× {i.quantity}</Table.Td>
            <Table.Td className="at-end">{money(i.price, i.currency)}</Table.Td>
          </Table.Tr>
        ))}
        {currencies.size === 1 && (
          <Table.Tr>
            <Table.Th scope="row">Order</Table.Th>
            <Table.Td />
            <Table.Th className="at-end">{money(total, order.items[0]!.currency)}</Table.Th>
          </Table.Tr>
        )}
      </Table.Tbody>
    </Table>
  );
}

const problems: Record<string, string> = {
  unreadable: 'It came in a form that cannot be read.',
  no_token: 'It does not say which Flow it belongs to.',
  foreign_token: 'It belongs to a Flow that was not sent from here.',
};

export function FlowReplyView({ reply }: { reply: NonNullable<Bubble['flowReply']> }) {
  return (
    <>
      <p className="asked">
        <IconForms size={16} aria-hidden /> Filled in
      </p>
      {reply.values && <Submitted message={reply.message} values={reply.values} />}
      {reply.problem && (
        <Text size="sm" c="dimmed">
          {problems[reply.problem]}
        </Text>
      )}
      {reply.problem && reply.raw && (
        <details>
          <summary>What came</summary>
          <p className="words mono">{reply.raw}</p>
        </details>
      )}
    </>
  );
}

export function TemplateView({ bubble: b, children }: { bubble: Bubble; children?: React.ReactNode }) {
  const t = b.template!;
  const file = ['image', 'video', 'document'].includes(t.header ?? '');
  return (
    <>
      <p className="asked">
        <IconTemplate size={16} aria-hidden /> Template <bdi>{plain(t.name)}</bdi>
      </p>
      {children}
      {t.header && !file && (
        <p className="words" dir="auto">
          <b>{t.header}</b>
        </p>
      )}
      <Words text={b.text} />
      {t.footer && (
        <Text size="xs" c="dimmed" className="words" dir="auto">
          {t.footer}
        </Text>
      )}
    </>
  );
}

export function Request({ bubble: b }: { bubble: Bubble }) {
  const where = b.kind === 'location_request';
  return (
    <>
      <p className="asked">
        {where ? <IconMapPinQuestion size={16} aria-hidden /> : <IconPhoneIncoming size={16} aria-hidden />}{' '}
        {where ? 'Asks for the location' : 'Asks for the phone number'}
      </p>
      <Words text={b.text} />
    </>
  );
}
