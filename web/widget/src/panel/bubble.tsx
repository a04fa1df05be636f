import type { Bubble, Message } from '../../../lib/wire';
import { Cards } from './cards';
import { FormBubble } from './form';
import { MediaBubble } from './media';
import { Options } from './options';
import { Text } from './text';
import { useView } from './view';

// Bubbles shows one message: a bot's reply may have several.
export function Bubbles({ message }: { message: Message }) {
  return <>{(message.bubbles ?? []).map((b, i) => b && <One key={i} message={message} bubble={b} />)}</>;
}

function One({ message, bubble: b }: { message: Message; bubble: Bubble }) {
  const { say } = useView();
  switch (b.kind) {
    case 'buttons':
      return (
        <>
          <Text text={b.text} />
          <Options message={message} options={b.options ?? []} />
        </>
      );
    case 'cards':
      return (
        <>
          <Text text={b.text} />
          <Cards message={message} bubble={b} />
        </>
      );
    case 'form':
      return (
        <>
          <Text text={b.text} />
          {b.form && <FormBubble message={message} form={b.form} />}
        </>
      );
    case 'submission':
      return <p class="bubble">{Object.values(b.submission?.values ?? {}).join(', ')}</p>;
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
      return (
        <>
          <MediaBubble bubble={b} />
          <Text text={b.text} />
        </>
      );
    case 'location':
      return (
        <Text
          text={[b.location?.name, b.location?.address, b.location && `${b.location.latitude}, ${b.location.longitude}`]
            .filter(Boolean)
            .join('\n')}
        />
      );
    case 'text':
    case 'click':
      return <Text text={b.text} />;
    default:
      return <p class="bubble faint">{say('unsupported')}</p>;
  }
}
