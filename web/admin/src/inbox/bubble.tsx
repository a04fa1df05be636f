import { Badge, Button, Code, Text } from '@mantine/core';
import { IconMapPin } from '@tabler/icons-react';
import { isWeb, plain } from '../../../lib/links';
import type { Bubble, Message, Option } from '../../../lib/wire';
import { Asked, Submitted } from './form-view';
import { FlowReplyView, OrderView, People, Request, TemplateView } from './kinds';
import { MediaView } from './media';
import { Words } from './text';

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
