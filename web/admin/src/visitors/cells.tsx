import { Badge, Group, Text } from '@mantine/core';
import { IconBrandWhatsapp, IconDeviceDesktop, IconDeviceMobile, IconWorld } from '@tabler/icons-react';
import { plain } from '../../../lib/links';
import type { Session, SessionRow } from '../../../lib/wire';
import { useNow } from '../app/clock';
import { countryName, pagePath, span } from '../parts/format';
import { stateOf } from './filter';

export function Who({ row: { name, cookieId, session } }: { row: Pick<SessionRow, 'name' | 'cookieId' | 'session'> }) {
  return <bdi className={name ? 'name' : 'mono'}>{name ? plain(name) : cookieId || (session.mode === 'minimal' ? 'Private visitor' : 'Visitor')}</bdi>;
}

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
  if (!place.country) return <Text span c="dimmed" size="sm">Unknown</Text>;
  return (
    <span title={place.inferred ? 'Told by the phone number' : 'Approximate'}>
      <Flag country={place.country} /> {place.city ? `${plain(place.city)}, ${place.country}` : countryName(place.country)}
    </span>
  );
}

export function Flag({ country }: { country: string }) {
  return <img className="flag" src={`/admin/flags/${country}.svg`} alt="" loading="lazy" width={20} height={14} onError={(e) => (e.currentTarget.hidden = true)} />;
}

export function Device({ session: { device, source } }: { session: Session }) {
  if (!device?.browser && !device?.os) return <Text span c="dimmed" size="sm">{source === 'whatsapp' ? 'Phone' : 'Not kept'}</Text>;
  const Icon = device.type === 'mobile' ? IconDeviceMobile : IconDeviceDesktop;
  return <Group gap={6} wrap="nowrap" component="span"><Icon size={17} aria-hidden /><span className="cut">{[device.browser, device.os].filter(Boolean).join(', ')}</span></Group>;
}

export function PageOf({ session: { page, pages, mode } }: { session: Session }) {
  if (!page) return <Text span c="dimmed" size="sm">{mode === 'minimal' ? 'Not kept' : 'None'}</Text>;
  return <span className="cut" title={plain(page.url)}>{plain(page.title ?? '') || pagePath(page.url)}{pages > 1 && <Text span c="dimmed" size="xs"> · {pages} pages</Text>}</span>;
}

// Duration ticks by itself while the visit goes on; nothing around it is drawn anew.
export function Duration({ session: s }: { session: Session }) {
  return s.endedAt ? <>{span(Date.parse(s.endedAt) - Date.parse(s.started))}</> : <Ticking from={s.started} />;
}

function Ticking({ from }: { from: string }) {
  return <span className="tick">{span(useNow() - Date.parse(from))}</span>;
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
      <Badge variant="dot" color={tone[state]} size="sm">{said}</Badge>
      {helper && <Badge variant="light" color="blue" size="sm" className="helper">Helped by <bdi>{plain(helper)}</bdi></Badge>}
    </span>
  );
}

export function Goals({ session }: { session: Session }) {
  return <>{session.goals?.map((g, i) => <Badge key={i} size="sm" variant="light" mr={4} title={g.withoutHuman ? 'Without a human' : 'With a human'}>{plain(g.name)}</Badge>)}</>;
}
