import { Badge, Button, Code, Table, Text } from '@mantine/core';
import { IconForms, IconMapPin } from '@tabler/icons-react';
import { createContext, Fragment, useContext } from 'react';
import { isWeb, links, plain, unturned } from '../../../lib/links';
import type { Bubble, Form, Message, Option } from '../../../lib/wire';
import { useForm } from './forms';
import { FlowReplyView, OrderView, People, Request, TemplateView } from './kinds';
import { formatted } from './markup';
import { MediaView } from './media';

// BubbleView shows each kind of message as what it is. What visitors, bots and WhatsApp
// wrote is text, never markup.
export function BubbleView({
  bubble: b,
  message,
  conversation,
}: {
  bubble: Bubble;
  message: Message;
  conversation: string;
}) {
  switch (b.kind) {
    case 'buttons':
      return (
        <div className="bubble">
          <Words text={b.text} />
          <Offered options={b.options} />
        </div>
      );
    case 'cards':
      return (
        <div className="bubble">
          <Words text={b.text} />
          <ul className="cards">
            {b.cards?.map((c, i) => (
              <li key={i}>
                <b dir="auto">{c.title}</b>
                <Words text={c.text} />
                <Offered options={c.options} />
              </li>
            ))}
          </ul>
        </div>
      );
    case 'form':
      return (
        <div className="bubble">
          <Words text={b.text} />
          {b.form && <Asked form={b.form} />}
        </div>
      );
    case 'click':
      return (
        <div className="bubble">
          <Badge variant="outline" size="sm" color="gray" mr={6}>
            {b.click?.url ? 'Opened the page' : 'Tapped'}
          </Badge>
          <bdi title={`id: ${b.click?.option}`}>{b.click?.title ?? b.text}</bdi>
        </div>
      );
    case 'submission':
      return (
        <div className="bubble">
          <Submitted message={b.submission?.message} values={b.submission?.values ?? {}} />
        </div>
      );
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
    case 'sticker':
      return (
        <div className="bubble">
          <MediaView bubble={b} conversation={conversation} />
          <Words text={b.text} />
        </div>
      );
    case 'location':
      return <Place bubble={b} />;
    case 'contacts':
      return (
        <div className="bubble">
          <People people={b.people ?? []} />
        </div>
      );
    case 'order':
      return (
        <div className="bubble">
          {b.order && <OrderView order={b.order} />}
          <Words text={b.text} />
        </div>
      );
    case 'flow_reply':
      return <div className="bubble">{b.flowReply && <FlowReplyView reply={b.flowReply} />}</div>;
    case 'template':
      return (
        <div className="bubble">
          <TemplateView bubble={b}>{b.media && <MediaView bubble={b} conversation={conversation} />}</TemplateView>
        </div>
      );
    case 'location_request':
    case 'contact_request':
      return (
        <div className="bubble">
          <Request bubble={b} />
        </div>
      );
    case 'unsupported':
      return <Unknown bubble={b} message={message} />;
    default:
      return (
        <div className="bubble">
          <Words text={b.text} />
        </div>
      );
  }
}

// Signed tells whether what is below was written on WhatsApp, where signs make words bold.
export const Signed = createContext(false);

export function Words({ text }: { text?: string }) {
  const signed = useContext(Signed);
  if (!text) return null;
  return (
    <p className="words" dir="auto">
      {links(text).map((p, i) =>
        p.href ? (
          <a key={i} href={p.href} target="_blank" rel="noopener noreferrer nofollow">
            {p.text}
          </a>
        ) : (
          <Fragment key={i}>{signed ? formatted(p.text) : p.text}</Fragment>
        ),
      )}
    </p>
  );
}

function Offered({ options }: { options?: Option[] }) {
  if (!options?.length) return null;
  return (
    <ul className="offered" aria-label="Buttons">
      {options.map((o) => (
        <li key={o.id} dir="auto">
          {isWeb(o.url) ? (
            <a href={o.url} target="_blank" rel="noopener noreferrer nofollow">
              {o.title}
            </a>
          ) : (
            o.title
          )}
        </li>
      ))}
    </ul>
  );
}

// Asked is a form as it was sent: its questions, and what has to be answered.
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

// Submitted is what was filled in, in the order and by the words of the form that asked.
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

function Place({ bubble: { location: l, text } }: { bubble: Bubble }) {
  if (!l) return null;
  const at = `${l.latitude.toFixed(5)}, ${l.longitude.toFixed(5)}`;
  return (
    <div className="bubble">
      <p>
        <IconMapPin size={18} aria-hidden /> <b>{plain(l.name ?? '') || 'Location'}</b>
      </p>
      {l.address && <Text size="sm">{plain(l.address)}</Text>}
      <Button
        component="a"
        size="compact-sm"
        variant="light"
        mt={4}
        target="_blank"
        rel="noopener noreferrer"
        href={`https://www.openstreetmap.org/?mlat=${l.latitude}&mlon=${l.longitude}#map=15/${l.latitude}/${l.longitude}`}
      >
        {at}, on a map
      </Button>
      <Words text={text} />
    </div>
  );
}

// Unknown says honestly what came and is not understood yet, with what it held.
function Unknown({ bubble: b, message }: { bubble: Bubble; message: Message }) {
  const raw = message.origin?.raw;
  return (
    <div className="bubble unknown">
      <p>
        <Badge color="gray" variant="light" size="sm">
          {b.type ? plain(b.type) : 'unknown'}
        </Badge>{' '}
        WhatsApp does not pass this on, or it is of a kind that is not shown yet.
      </p>
      <Words text={b.text} />
      {raw !== undefined && raw !== null && (
        <details>
          <summary>What it held</summary>
          <Code block>{JSON.stringify(raw, null, 2)}</Code>
        </details>
      )}
    </div>
  );
}
