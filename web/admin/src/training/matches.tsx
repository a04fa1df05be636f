import { Alert, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { AnchorLink } from '../parts/links';
import { Wrong } from '../settings/parts';
import type { Editing } from './editing';
import { asWording, masking, ticked } from './from-question';
import { type Entry, tidy } from './words';

type Match = components['schemas']['EntryMatch'];

// Matches shows which questions of the last month an entry would answer as it is being written, and adds them to its
// wordings.
export function Matches({ entry: e, editing }: { entry: Entry; editing: Editing }) {
  const { api } = useApp();
  const { content, replace } = editing;
  const find = useMutation({
    mutationFn: () =>
      ok(api.POST('/v1/knowledge/matches', { body: { entry: e.version ? e.id : undefined, content: tidy(content) } })),
  });
  const add = (m: Match) => replace(ticked(content, asWording(m.question, m.language, m.conversation), true));
  const has = ({ question }: Match) =>
    Object.values(content.languages).some((w) => w.wordings?.includes(asWording(question).text));
  const { rows = [], looked = 0, wordsOnly } = find.data ?? {};
  return (
    <Card withBorder component="section" aria-label="Who would get this answer">
      <Title order={2} size="h5" mb="xs">
        Who would get this answer
      </Title>
      <Button size="xs" variant="default" loading={find.isPending} onClick={() => find.mutate()}>
        Look at last month’s questions
      </Button>
      <Wrong error={find.error} />
      {find.data && (
        <Text size="xs" c="dimmed" mt="xs">
          {rows.length} of the {looked} questions that bots were asked last
        </Text>
      )}
      {wordsOnly && (
        <Alert color="yellow" mt="xs">
          They are compared by words only: meaning did not answer.
        </Alert>
      )}
      <Stack component="ul" gap="xs" mt="xs" className="matches">
        {rows.map((m) => (
          <li key={`${m.conversation} ${m.message}`}>
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <AnchorLink
                size="sm"
                to="/inbox/$queue/$conversation"
                params={{ queue: 'bot', conversation: m.conversation }}
                search={{ message: m.message }}
              >
                <bdi>{m.question}</bdi>
              </AnchorLink>
              {!has(m) && !m.question.includes(masking) && (
                <Button size="compact-xs" variant="default" className="whole" onClick={() => add(m)}>
                  Add as a wording
                </Button>
              )}
            </Group>
            <Text size="xs" c="dimmed">
              {m.by === 'words' ? 'By its words.' : 'Near by its meaning, which decides once this is published.'}{' '}
              {m.was.title ? (
                <>
                  It got <bdi>{m.was.title}</bdi>
                </>
              ) : (
                'It got no answer'
              )}
            </Text>
          </li>
        ))}
      </Stack>
    </Card>
  );
}
