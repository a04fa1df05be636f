import { Table, Text } from '@mantine/core';
import { IconForms } from '@tabler/icons-react';
import { plain, unturned } from '../../../lib/links';
import type { Form } from '../../../lib/wire';
import { useForm } from './forms';

// Asked is a form as it was sent: its questions, and which of them are required.
export function Asked({ form }: { form: Form }) {
  return (
    <div className="asked">
      <p>
        <IconForms size={16} aria-hidden /> {form.flow ? 'A WhatsApp form (Flow)' : 'A form'}
        {form.submit && (
          <>
            , sent with “<bdi>{plain(form.submit)}</bdi>”
          </>
        )}
      </p>
      <ol>
        {(form.fields ?? []).map((f, i) => (
          <li key={i}>
            <bdi>{plain(f.label)}</bdi>
            {!f.required && (
              <Text span size="xs" c="dimmed">
                {' '}
                (optional)
              </Text>
            )}
            {!!f.choices?.length && (
              <Text span size="xs" c="dimmed">
                : <bdi>{f.choices.map(plain).join(', ')}</bdi>
              </Text>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

// Submitted is the filled-in form, in the order and with the labels of the form that was sent.
export function Submitted({ message, values }: { message?: string; values: Record<string, string> }) {
  const form = useForm(message);
  const order = new Map((form?.fields ?? []).map((f, i) => [f.name, { at: i, label: f.label }]));
  const rows = Object.entries(values).map(([name, value]) => ({
    label: order.get(name)?.label ?? name,
    value,
    at: order.get(name)?.at ?? order.size,
  }));
  return <Answers rows={rows.sort((a, b) => a.at - b.at)} />;
}

function Answers({ rows }: { rows: { label: string; value: string }[] }) {
  return (
    <Table className="answers" withRowBorders={false} verticalSpacing={2}>
      <Table.Tbody>
        {rows.map(({ label, value }, i) => (
          <Table.Tr key={i}>
            <Table.Th scope="row">
              <bdi>{plain(label)}</bdi>
            </Table.Th>
            <Table.Td className="words" dir="auto">
              {unturned(value)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
