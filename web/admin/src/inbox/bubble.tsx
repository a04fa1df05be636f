import { Badge, Button, Code, Text } from '@mantine/core';
import { IconMapPin } from '@tabler/icons-react';
import { isWeb, plain } from '../../../lib/links';
import type { Bubble, Message, Option } from '../../../lib/wire';
import { Asked, Submitted } from './form-view';
import { FlowReplyView, OrderView, People, Request, TemplateView } from './kinds';
import { MediaView } from './media';
import { Words } from './text';

interface Props {
  bubble: Bubble;
  message: Message;
  conversation: string;
}

// BubbleView shows each kind of message in its own way. Words of visitors, bots and WhatsApp
// are text, never markup.
export function BubbleView(props: Props) {
  const unknown = props.bubble.kind === 'unsupported';
  return (
    <div className={unknown ? 'bubble unknown' : 'bubble'}>
      <Content {...props} />
    </div>
  );
}

function Content({ bubble: b, message, conversation }: Props) {
  switch (b.kind) {
    case 'form':
      return (
        <>
          <Words text={b.text} />
          {b.form && <Asked form={b.form} />}
        </>
      );
    case 'click':
      return <Click bubble={b} />;
    case 'submission':
      return <Submitted message={b.submission?.message} values={b.submission?.values ?? {}} />;
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
    case 'sticker':
      return (
        <>
          <MediaView bubble={b} conversation={conversation} />
          <Words text={b.text} />
        </>
      );
    case 'template':
      return <TemplateView bubble={b}>{b.media && <MediaView bubble={b} conversation={conversation} />}</TemplateView>;
    case 'unsupported':
      return <Unknown bubble={b} message={message} />;
    default:
      return <Other bubble={b} />;
  }
}

// Other shows the kinds that need nothing but their bubble.
function Other({ bubble: b }: { bubble: Bubble }) {
  switch (b.kind) {
    case 'buttons':
      return (
        <>
          <Words text={b.text} />
          <Offered options={b.options} />
        </>
      );
    case 'cards':
      return <Cards bubble={b} />;
    case 'location':
      return <Place bubble={b} />;
    case 'contacts':
      return <People people={b.people ?? []} />;
    case 'order':
      return (
        <>
          {b.order && <OrderView order={b.order} />}
          <Words text={b.text} />
        </>
      );
    case 'flow_reply':
      return b.flowReply ? <FlowReplyView reply={b.flowReply} /> : null;
    case 'location_request':
    case 'contact_request':
      return <Request bubble={b} />;
    default:
      return <Words text={b.text} />;
  }
}

function Cards({ bubble: b }: { bubble: Bubble }) {
  return (
    <>
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
    </>
  );
}

function Click({ bubble: b }: { bubble: Bubble }) {
  return (
    <>
      <Badge variant="outline" size="sm" color="gray" me={6}>
        {b.click?.url ? 'Opened the page' : 'Tapped'}
      </Badge>
      <bdi title={`id: ${b.click?.option}`}>{b.click?.title ?? b.text}</bdi>
    </>
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

function Place({ bubble: { location: l, text } }: { bubble: Bubble }) {
  if (!l) return null;
  const at = `${l.latitude}/${l.longitude}`;
  return (
    <>
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
        href={`https://www.openstreetmap.org/?mlat=${l.latitude}&mlon=${l.longitude}#map=15/${at}`}
      >
        {l.latitude.toFixed(5)}, {l.longitude.toFixed(5)}, on a map
      </Button>
      <Words text={text} />
    </>
  );
}

// Unknown says that a message is not understood yet, and shows its raw content.
function Unknown({ bubble: b, message }: { bubble: Bubble; message: Message }) {
  const raw = message.origin?.raw;
  return (
    <>
      <p>
        <Badge color="gray" variant="light" size="sm">
          {b.type ? plain(b.type) : 'unknown'}
        </Badge>{' '}
        WhatsApp does not pass this on, or it is of a kind that is not shown yet.
      </p>
      <Words text={b.text} />
      {raw !== undefined && raw !== null && (
        <details>
          <summary>Show its content</summary>
          <Code block>{JSON.stringify(raw, null, 2)}</Code>
        </details>
      )}
    </>
  );
}
