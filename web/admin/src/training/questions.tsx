import { Alert, Group, Select, Stack, Text } from '@mantine/core';
import { IconMoodCheck } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { ApiError } from '../app/api';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { counted, countryName } from '../parts/format';
import { languageName, offered } from '../parts/languages';
import { AnchorLink } from '../parts/links';
import { Broken, Empty, Loading } from '../parts/states';
import { useBotsAndSites } from './queries';
import { Row } from './question';
import { causes, pause, type Question, questionStates } from './words';

type Narrowed = {
  days: number;
  state?: Question['state'];
  bot?: string;
  cause?: Question['wordings'][number]['cause'];
  source?: 'web' | 'whatsapp';
  country?: string;
  language?: string;
};

// Questions are those without an answer: one row for each meaning, or only the one that has a wording.
export function Questions({ only }: { only?: string }) {
  return only ? <One id={only} /> : <Many />;
}

function One({ id }: { id: string }) {
  const { api } = useApp();
  const found = useQuery(read(api, '/v1/knowledge/questions/{question}', { path: { question: id } }));
  const gone = found.error instanceof ApiError && found.error.status === 404 && found.error;
  return (
    <Stack gap="sm" align="flex-start">
      <AnchorLink size="sm" to="/training" search={{ show: 'questions' }}>
        All unanswered questions
      </AnchorLink>
      {found.isPending ? (
        <Loading />
      ) : gone ? (
        <Empty title="This question is not unanswered any more">{gone.message}</Empty>
      ) : found.error ? (
        <Broken error={found.error} retry={() => void found.refetch()} />
      ) : (
        <ul className="entries">
          <Row question={found.data} />
        </ul>
      )}
    </Stack>
  );
}

function Many() {
  const { api } = useApp();
  const [by, narrow] = useState<Narrowed>({ days: 30 });
  const list = useQuery({
    ...read(api, '/v1/knowledge/questions', { query: by }),
    placeholderData: keepPreviousData,
    refetchInterval: (q) => pause(q.state.data?.waiting, q.state.dataUpdateCount),
  });
  return (
    <Stack gap="sm">
      <Narrow by={by} places={placesOf(list.data?.rows)} set={(to) => narrow({ ...by, ...to })} />
      <Week top={list.data?.week ?? []} />
      {list.isPending ? (
        <Loading />
      ) : list.error ? (
        <Broken error={list.error} retry={() => void list.refetch()} />
      ) : (
        <>
          {list.data.waiting + list.data.alone > 0 && (
            <Alert color="blue" role="status">
              {counted(list.data.waiting + list.data.alone, 'wording is', 'wordings are')} not brought together by
              meaning yet.{list.data.alone > 0 && ' That does not work right now. You can join questions by hand.'}
            </Alert>
          )}
          {list.data.rows.length ? (
            <ul className="entries">
              {list.data.rows.map((q) => (
                <Row key={q.id} question={q} />
              ))}
            </ul>
          ) : (
            <None state={by.state} />
          )}
          {list.data.partly && (
            <Text size="xs" c="dimmed">
              There is more than is looked at: only the wordings that are asked most, and the latest askings, count
              here.
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}

const placesOf = (rows: Question[] = []) => [...new Set(rows.flatMap((q) => q.places.map((p) => p.name)))].sort();

// Week are the open questions that the most people asked in the last seven days.
function Week({ top }: { top: components['schemas']['QuestionList']['week'] }) {
  if (!top.length) return null;
  return (
    <details>
      <summary>
        <Text size="sm" span fw={600}>
          The top of this week
        </Text>
      </summary>
      <ol className="week" aria-label="The questions that the most people asked in the last seven days">
        {top.map((q) => (
          <li key={q.id}>
            <AnchorLink size="sm" to="/training" search={{ show: 'questions', question: q.id }}>
              <bdi>{q.question}</bdi>
            </AnchorLink>{' '}
            <Text size="xs" c="dimmed" span>
              {counted(q.people, 'person', 'people')}
            </Text>
          </li>
        ))}
      </ol>
    </details>
  );
}

function None({ state }: { state?: Question['state'] }) {
  if (state) return <Empty title="No question is in this state" />;
  return (
    <Empty title="No question is unanswered" icon={<IconMoodCheck size={36} />}>
      Questions that your bots cannot answer stand here, with all wordings of one meaning together.
    </Empty>
  );
}

interface NarrowProps {
  by: Narrowed;
  places: string[]; // the countries from which people asked
  set: (to: Partial<Narrowed>) => void;
}

function Narrow({ by, places, set }: NarrowProps) {
  const { bots } = useBotsAndSites();
  const pick = (label: string, field: keyof Narrowed, data: { value: string; label: string }[], any: string) => (
    <Select
      label={label}
      placeholder={any}
      clearable
      w={160}
      data={data}
      value={by[field]?.toString() ?? null}
      onChange={(v) => set({ [field]: v ?? undefined })}
    />
  );
  const options = (of: Record<string, string>) => Object.entries(of).map(([value, label]) => ({ value, label }));
  return (
    <Group gap="xs" align="flex-end">
      <Select
        label="Period"
        w={130}
        allowDeselect={false}
        data={['7', '30', '90'].map((value) => ({ value, label: `${value} days` }))}
        value={String(by.days)}
        onChange={(v) => set({ days: Number(v) })}
      />
      {pick('State', 'state', options(questionStates), 'Open')}
      {bots.length > 1 && pick('Bot', 'bot', bots, 'Any')}
      {pick('Cause', 'cause', options(causes), 'Any')}
      {pick('Where', 'source', options({ web: 'Website', whatsapp: 'WhatsApp' }), 'Anywhere')}
      {places.length + (by.country ? 1 : 0) > 0 &&
        pick(
          'Place',
          'country',
          [...new Set([...places, ...(by.country ? [by.country] : [])])].map((value) => ({
            value,
            label: countryName(value),
          })),
          'Any',
        )}
      {pick(
        'Language',
        'language',
        offered.slice(0, 7).map((value) => ({ value, label: languageName(value) })),
        'Any',
      )}
    </Group>
  );
}
