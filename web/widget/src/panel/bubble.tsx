import type { Bubble, Message } from '../../../lib/wire';
import { Cards } from './cards';
import { FormBubble } from './form';
import { MediaBubble } from './media';
import { Options } from './options';
import { Rating } from './rating';
import { Text } from './text';
import { useView } from './view';

// Bubbles shows one message: a bot's reply may have several.
export function Bubbles({ message }: { message: Message }) {
  return <>{(message.bubbles ?? []).map((b, i) => b && <One key={i} message={message} bubble={b} />)}</>;
}

// Filled are the values of a form, its choices as they were read.
function Filled({ submission: { message, form, values } }: { submission: NonNullable<Bubble['submission']> }) {
  const offer = useView().client.log.rows.find((m) => m.id === message);
  const fields = offer?.bubbles?.find((b) => b.form?.id === form)?.form?.fields ?? [];
  const read = Object.entries(values ?? {}).map(([name, value]) => {
    const field = fields.find((f) => f.name === name);
    return field?.titles?.[field.choices?.indexOf(value) ?? -1] ?? value;
  });
  return (
    <p class="bubble" dir="auto">
      {read.join(', ')}
    </p>
  );
}

function One({ message, bubble: b }: { message: Message; bubble: Bubble }) {
  const { say } = useView();
  switch (b.kind) {
    case 'buttons':
      if (message.rates) return <Rating message={message} text={b.text} options={b.options ?? []} />;
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
      return <Filled submission={b.submission!} />;
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
