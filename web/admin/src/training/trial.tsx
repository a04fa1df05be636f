import { Badge, Button, Card, Checkbox, Group, Progress, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { handOver } from '../inbox/words';
import { languageName } from '../parts/languages';
import { AnchorLink } from '../parts/links';
import { Wrong } from '../settings/parts';
import { useBotsAndSites } from './queries';

type Tried = components['schemas']['KnowledgeAnswer'];

// Trial asks a bot a question, and shows its answer and the three entries that fit best.
export function Trial() {
  const { api } = useApp();
  const { bots, sites } = useBotsAndSites();
  const [picked, pick] = useState<string | null>(null);
  const [site, setSite] = useState<string | null>(null);
  const [question, setQuestion] = useState('');
  const [drafts, setDrafts] = useState(true);
  const bot = picked ?? bots[0]?.value;
  const ask = useMutation({
    mutationFn: () =>
      ok(api.POST('/v1/knowledge/trial', { body: { bot: bot!, question, drafts, site: site ?? undefined } })),
  });
  return (
    <Card withBorder className="trial" component="section" aria-label="Try it">
      <Title order={2} size="h5" mb="xs">
        Try it
      </Title>
      <form onSubmit={prevented(() => bot && question.trim() && ask.mutate())}>
        <Stack gap="xs">
          {bots.length > 1 && (
            <Select label="Bot" data={bots} value={bot ?? null} allowDeselect={false} onChange={pick} />
          )}
          {sites.length > 1 && (
            <Select
              label="On"
              placeholder="WhatsApp, or no site"
              clearable
              data={sites}
              value={site}
              onChange={setSite}
            />
          )}
          <TextInput
            label="What a visitor asks"
            maxLength={1000}
            value={question}
            onChange={(e) => setQuestion(e.currentTarget.value)}
          />
          <Checkbox
            label="With what is saved and not published"
            description="Tried by words only: visitors are answered by meaning, too, once it is published"
            checked={drafts}
            onChange={(e) => setDrafts(e.currentTarget.checked)}
          />
          <Button type="submit" loading={ask.isPending} disabled={!bot || !question.trim()}>
            Ask
          </Button>
        </Stack>
      </form>
      <Wrong error={ask.error} />
      {ask.data && <Outcome tried={ask.data} />}
    </Card>
  );
}

function Outcome({ tried: t }: { tried: Tried }) {
  return (
    <div role="log" aria-label="Answer">
      <Text size="sm" fw={600} mt="md" mb={4}>
        {t.missed ? 'The bot does not know. It says:' : 'The bot says:'}
      </Text>
      {t.bubbles.map((b, i) => (
        <p key={i} className="tried words" dir="auto">
          {b.text || (b.form ? 'A form' : 'Cards')}
        </p>
      ))}
      {t.handOver && (
        <Text size="xs" c="dimmed">
          {handOver(t.handOver)}
        </Text>
      )}
      {t.model && (
        <Text size="xs" c="dimmed">
          Its language model is not asked here. Where the bot is not sure, it may answer otherwise.
        </Text>
      )}
      <Text size="sm" fw={600} mt="md" mb={4}>
        {t.best.length ? 'What fits best' : 'Nothing has a word of it'}
      </Text>
      <Stack gap="xs">
        {t.best.map((f, i) => (
          <Fit key={i} fit={f} />
        ))}
      </Stack>
    </div>
  );
}

function Fit({ fit: f }: { fit: Tried['best'][number] }) {
  return (
    <div data-fit={f.title}>
      <Group gap="xs" justify="space-between" wrap="nowrap">
        {f.entry ? (
          <AnchorLink size="sm" to="/training/$entry" params={{ entry: f.entry }} className="cut">
            <bdi>{f.title}</bdi>
          </AnchorLink>
        ) : (
          <Text size="sm" className="cut">
            <bdi>{f.title}</bdi>
          </Text>
        )}
        <Badge size="sm" variant="light" color={f.answers ? 'teal' : 'gray'} className="whole">
          {Math.round(100 * f.score)} of 100
        </Badge>
      </Group>
      <Progress
        value={100 * f.score}
        color={f.answers ? 'teal' : 'gray'}
        size="xs"
        aria-label={`How well ${f.title} fits`}
      />
      <Text size="xs" c="dimmed">
        {f.wording ? (
          <>
            By “<bdi>{f.wording}</bdi>”
          </>
        ) : (
          'By its meaning'
        )}
        {f.language && `, ${languageName(f.language)}`}
        {!f.answers && '; too little to answer with'}
      </Text>
    </div>
  );
}
