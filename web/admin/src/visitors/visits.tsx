import { Badge, Card, Text, Title } from '@mantine/core';
import { plain } from '../../../lib/links';
import type { Session } from '../../../lib/wire';
import { count, dayAndTime, fullTime, span } from '../parts/format';
import { Device, Duration, Goals, Network, PlaceOf, Source, talkWords } from './cells';
import { useSources } from './sources';

// Visits lists a visitor's visits, the latest first, and their totals.
export function Visits({ sessions }: { sessions: Session[] }) {
  const over = sessions.filter((s) => s.endedAt && s.mode === 'full');
  const site = over.reduce((ms, s) => ms + Date.parse(s.endedAt!) - Date.parse(s.started), 0);
  const chat = sessions.reduce((ms, s) => ms + (s.talk ? Date.parse(s.talk.to) - Date.parse(s.talk.from) : 0), 0);
  return (
    <Card withBorder>
      <Title order={2} size="h5" mb={2}>
        Visits ({count(sessions.length)}
        {sessions.length === 50 && ', the latest'})
      </Title>
      {over.length > 0 && (
        <Text size="sm" c="dimmed" mb="xs">
          {span(site)} in visits that are over, {span(chat)} in the chat in all.
        </Text>
      )}
      <ul className="visits">
        {sessions.map((s) => (
          <Visit key={s.id} session={s} />
        ))}
      </ul>
    </Card>
  );
}

// Where names the site or number, and the bot.
function Where({ place, bot }: { place: string; bot: string }) {
  return (
    <span className="dim">
      <bdi>{plain(place)}</bdi>
      {bot && (
        <>
          {place && ', '}with <bdi>{plain(bot)}</bdi>
        </>
      )}
    </span>
  );
}

// From names the page and the campaign that led here.
function From({ session: s }: { session: Session }) {
  return (
    <Text size="xs" c="dimmed" className="cut from">
      From {plain(s.referrer ?? '')}{' '}
      {Object.entries(s.campaign ?? {})
        .map(([k, value]) => `${k} ${value}`)
        .join(', ')}
    </Text>
  );
}

function Visit({ session: s }: { session: Session }) {
  const { place, bot } = useSources().at(s);
  return (
    <li>
      <Source source={s.source} />
      <time title={fullTime(s.started)}>{dayAndTime(s.started)}</time>
      <span>
        {s.mode === 'minimal' && s.endedAt ? (
          'Time not kept'
        ) : (
          <>
            <Duration session={s} />
            {s.source === 'web' ? ' on site' : ''}
          </>
        )}
      </span>
      <span>
        <PlaceOf place={s.place} />
      </span>
      <Network network={s.network} />
      <Device session={s} />
      {(place || bot) && <Where place={place} bot={bot} />}
      <span>{s.pages > 0 && `${count(s.pages)} ${s.pages === 1 ? 'page' : 'pages'}`}</span>
      <span>
        <Goals session={s} />
        {s.mode === 'minimal' && (
          <Badge size="sm" color="gray" variant="light">
            Private
          </Badge>
        )}
      </span>
      {s.talk && (
        <Text size="xs" c="dimmed" className="from">
          {talkWords(s.talk)}
        </Text>
      )}
      {(s.referrer || s.campaign) && <From session={s} />}
    </li>
  );
}
