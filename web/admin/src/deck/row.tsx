import { Badge, Button, Text } from '@mantine/core';
import { IconEye, IconHandGrab } from '@tabler/icons-react';
import { memo } from 'react';
import { plain } from '../../../lib/links';
import type { Alert, Conversation, DeckRow } from '../../../lib/wire';
import { useNow } from '../app/clock';
import { filtersOf } from '../inbox/filter';
import { fullTime, span } from '../parts/format';
import { ButtonLink } from '../parts/links';
import { Called, called } from '../parts/names';
import { Source } from '../visitors/cells';
import { Judge } from './judge';
import { sayReason, stakes } from './words';

declare global {
  interface Window {
    botifireDealt?: { rows: number };
  }
}
const briefed = (s: Record<string, unknown>) => ({ ...filtersOf(s), brief: true as const });
const dealt = { rows: 0 }; // how many rows were drawn: a test counts them
window.botifireDealt = dealt;

interface Props {
  of: DeckRow;
  agent: boolean; // may take it over
  onTake: (c: Conversation) => void;
  alert?: Alert; // of this person
}

// Row is one talk. It is drawn again only when the talk itself has changed.
export const Row = memo(function Row({ of, agent, onTake, alert }: Props) {
  const { row, score, needs, reasons, stakes: worth } = of;
  dealt.rows++;
  const c = row.conversation;
  const name = called(row);
  return (
    <article className={needs ? 'talk-row needs' : 'talk-row'} aria-label={name}>
      <div className="talk-said">
        <div className="talk-head">
          <Source source={c.source} />
          <Text span fw={600} className="cut">
            <Called who={row} />
          </Text>
          {needs && (
            <Badge size="sm" color="red" variant="light">
              Needs a person
            </Badge>
          )}
          <span className="grow" />
          <Ago at={c.visitorAt ?? c.at} />
        </div>
        <p className="talk-words" dir="auto">
          {plain(c.preview ?? '')}
        </p>
        {(reasons.length > 0 || worth.length > 0) && (
          <ul className="talk-why" aria-label={`Reasons, ${score} of 100`}>
            {reasons.map((r) => (
              <li key={r.code}>
                <bdi>{sayReason(r)}</bdi>
              </li>
            ))}
            {worth.map((s) => (
              <li key={s} className="stake">
                {stakes[s]}
              </li>
            ))}
          </ul>
        )}
        {alert && <Judge alert={alert} name={name} />}
      </div>
      <div className="talk-acts">
        <ButtonLink
          to="/inbox/$queue/$conversation"
          params={{ queue: 'bot', conversation: c.id }}
          search={briefed}
          size="xs"
          variant="default"
          leftSection={<IconEye size={16} aria-hidden />}
          aria-label={`Watch ${name}`}
          data-watch={c.id}
        >
          Watch
        </ButtonLink>
        {agent && (
          <Button
            size="xs"
            variant={needs ? 'filled' : 'default'}
            leftSection={<IconHandGrab size={16} aria-hidden />}
            onClick={() => onTake(c)}
            aria-label={`Take ${name}`}
          >
            Take
          </Button>
        )}
      </div>
    </article>
  );
});

// Ago is the time since the visitor's last words. It ticks by itself, without its row.
function Ago({ at }: { at: string }) {
  const ms = useNow() - Date.parse(at);
  return (
    <Text span size="xs" c="dimmed" className="tick">
      <time title={fullTime(at)}>{ms < 60_000 ? 'now' : span(ms - (ms % 60_000))}</time>
    </Text>
  );
}
