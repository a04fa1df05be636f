import { Badge, Group, Text } from '@mantine/core';
import { IconBrandWhatsapp, IconDeviceDesktop, IconDeviceMobile, IconWorld } from '@tabler/icons-react';
import { plain } from '../../../lib/links';
import type { Session, SessionRow } from '../../../lib/wire';
import { useNow } from '../app/clock';
import { count, countryName, pageName, span } from '../parts/format';
import type { Someone } from '../parts/names';
import { stateOf } from './filter';
import { goalWords } from './goals';

export const whoOf = ({ name, cookieId, session: { place, mode } }: SessionRow): Someone => ({
  name,
  cookieId,
  place,
  mode,
});

export function Source({ source, label }: { source: 'web' | 'whatsapp'; label?: boolean }) {
  const [Icon, name] = source === 'web' ? [IconWorld, 'Website'] : [IconBrandWhatsapp, 'WhatsApp'];
  return (
    <Group gap={6} wrap="nowrap" component="span">
      <Icon size={18} aria-hidden={label} aria-label={label ? undefined : name} role={label ? undefined : 'img'} />
      {label && name}
    </Group>
  );
}

export function PlaceOf({ place }: { place: Session['place'] }) {
  if (!place.country)
    return (
      <Text span c="dimmed" size="sm">
        Unknown
      </Text>
    );
  return (
    <span title={place.inferred ? 'Derived from the phone number' : 'Approximate'}>
      <Flag country={place.country} />{' '}
      {place.city ? `${plain(place.city)}, ${place.country}` : countryName(place.country)}
    </span>
  );
}

export function Flag({ country }: { country: string }) {
  return (
    <img
      className="flag"
      src={`/admin/flags/${country}.svg`}
      alt=""
      loading="lazy"
      width={20}
      height={14}
      onError={(e) => {
        e.currentTarget.hidden = true;
      }}
    />
  );
}

export function Device({ session: { device, source } }: { session: Session }) {
  if (!device?.browser && !device?.os)
    return (
      <Text span c="dimmed" size="sm">
        {source === 'whatsapp' ? 'Phone' : 'Not kept'}
      </Text>
    );
  const Icon = device.type === 'mobile' ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <Group gap={6} wrap="nowrap" component="span">
      <Icon size={17} aria-hidden />
      <span className="cut">{[device.browser, device.os].filter(Boolean).join(', ')}</span>
    </Group>
  );
}

export function PageOf({ session: { page, pages, mode } }: { session: Session }) {
  if (!page)
    return (
      <Text span c="dimmed" size="sm">
        {mode === 'minimal' ? 'Not kept' : 'None'}
      </Text>
    );
  return (
    <span className="cut" title={plain(page.url)}>
      {pageName(page)}
      {pages > 1 && (
        <Text span c="dimmed" size="xs">
          {' '}
          · {count(pages)} pages
        </Text>
      )}
    </span>
  );
}

// Duration ticks by itself while the visit goes on; nothing around it is drawn anew.
export function Duration({ session: s }: { session: Session }) {
  return s.endedAt ? span(Date.parse(s.endedAt) - Date.parse(s.started)) : <Ticking from={s.started} />;
}

function Ticking({ from }: { from: string }) {
  return <span className="tick">{span(useNow() - Date.parse(from))}</span>;
}

// WithBot is how long somebody talked: from their first word to the last one of anybody.
export function WithBot({ talk }: { talk: Session['talk'] }) {
  return talk ? <bdi>{span(Date.parse(talk.to) - Date.parse(talk.from))} in the chat</bdi> : null;
}

// talkWords says all that is known of it.
export function talkWords(talk: NonNullable<Session['talk']>): string {
  const parts = [`${span(Date.parse(talk.to) - Date.parse(talk.from))} in the chat`];
  if (talk.turns) parts.push(`${count(talk.turns)} ${talk.turns === 1 ? 'message' : 'messages'} from them`);
  if (talk.answered) parts.push(`first answer after ${span(Date.parse(talk.answered) - Date.parse(talk.from))}`);
  return parts.join(', ');
}

// Network is the truncated address, which stands for at least 256 machines, with a filter for its visits.
export function Network({ network, onClick }: { network?: string; onClick?: (network: string) => void }) {
  if (!network) return null;
  const title = 'The first part of their address, which many machines share';
  if (!onClick)
    return (
      <bdi className="mono" title={title}>
        {network}
      </bdi>
    );
  return (
    <button
      type="button"
      className="plain mono"
      title={`${title}. Show only visits from it`}
      onClick={(e) => {
        e.stopPropagation();
        onClick(network);
      }}
    >
      <bdi>{network}</bdi>
    </button>
  );
}

const tone = { active: 'green', idle: 'yellow', talking: 'teal', left: 'gray' } as const;
const saying = { active: 'Active', idle: 'Idle', talking: 'In conversation', left: 'Leaving' } as const;
const reasons: Record<string, string> = { left: 'Left', idle: 'Went quiet', signed_out: 'Signed out' };

export function StateOf({ row }: { row: SessionRow }) {
  const now = useNow();
  const state = stateOf(row, now - (now % 5000)); // a state that changes within five seconds is soon enough
  const said = (state === 'left' && reasons[row.session.endReason ?? '']) || saying[state];
  const helper = row.presence.helper;
  return (
    <span className="state">
      <Badge variant="dot" color={tone[state]} size="sm">
        {said}
      </Badge>
      {helper && (
        <Badge variant="light" color="blue" size="sm" className="helper">
          Helped by <bdi>{plain(helper)}</bdi>
        </Badge>
      )}
    </span>
  );
}

// Goals are the goals that a visit has reached; those without help are gray.
export function Goals({ session }: { session: Session }) {
  return (
    <>
      {session.goals?.map((g, i) => (
        <Badge
          key={i}
          size="sm"
          variant="light"
          color={g.by === 'nobody' ? 'gray' : undefined}
          me={4}
          title={goalWords(g)}
        >
          {plain(g.name)}
        </Badge>
      ))}
    </>
  );
}
