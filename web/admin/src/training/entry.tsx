import '../settings/kit-settings.css';
import './training.css';
import { Alert, Badge, Button, Card, Checkbox, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { ulid } from '../../../lib/ulid';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { ButtonLink } from '../parts/links';
import { Broken, Loading, NotFound } from '../parts/states';
import { Keep } from '../settings/keep';
import { fault, Wrong } from '../settings/parts';
import { overtaken } from '../settings/script-draft';
import { Changed, differences } from './difference';
import { type Editing, useEntry } from './editing';
import { Fate } from './fate';
import { askedIn, codeIn, ticked } from './from-question';
import { Held, useHeld } from './held';
import { Languages } from './languages';
import { Matches } from './matches';
import { Publishing, PublishSome } from './publish';
import { useOverview } from './queries';
import { Trial } from './trial';
import { Versions } from './versions';
import { Where } from './where';
import { type Entry, isEntry, type Question, states, tidy } from './words';

const route = getRouteApi('/training/$entry');

const blank: Entry['content'] = { title: '', languages: { en: { wordings: [], answer: [] } } };

// EntryPage edits an entry; a new one gets its id here, so that a save can be repeated.
export function EntryPage() {
  const { entry: id } = route.useParams();
  const { question } = route.useSearch();
  if (id !== 'new' && !isEntry(id)) return <NotFound />;
  if (question) return <Asked key={question} id={question} entry={id} />;
  return id === 'new' ? <Fresh key="new" /> : <Known key={id} id={id} />;
}

function Fresh({ question }: { question?: Question }) {
  const { live } = useApp();
  const [id] = useState(() => ulid(live.now()).toLowerCase());
  return <Page entry={{ id, version: 0, state: 'draft', content: blank, at: '' }} question={question} />;
}

// Asked fills the wordings of a question without an answer into an entry.
function Asked({ id, entry }: { id: string; entry: string }) {
  const { api } = useApp();
  const question = useQuery({
    ...read(api, '/v1/knowledge/questions/{question}', {
      path: { question: id },
      // An entry that exists keeps its own answer, and a model's would be paid for nothing.
      query: { draft: entry === 'new' },
    }),
    refetchOnWindowFocus: false,
  });
  if (question.isPending) return <Loading />;
  if (question.error) return <Broken error={question.error} retry={() => void question.refetch()} />;
  return entry === 'new' ? <Fresh question={question.data} /> : <Known id={entry} question={question.data} />;
}

function Known({ id, question }: { id: string; question?: Question }) {
  const { api } = useApp();
  const entry = useQuery({
    ...read(api, '/v1/knowledge/entries/{entry}', { path: { entry: id } }),
    refetchOnWindowFocus: false,
  });
  if (entry.isPending) return <Loading />;
  if (entry.error) return <Broken error={entry.error} retry={() => void entry.refetch()} />;
  return <Page key={entry.data.version} entry={entry.data} question={question} />;
}

function Page({ entry: e, question }: { entry: Entry; question?: Question }) {
  const editing = useEntry(e, question);
  const { title } = editing.content;
  return (
    <div className="page">
      <Group p="md" pb="xs" justify="space-between">
        <Group gap="xs">
          <Title order={1} size="h3">
            <bdi>{e.version ? title || 'An entry' : 'A new entry'}</bdi>
          </Title>
          {e.version > 0 && (
            <Badge variant="light" color={states[e.state].color}>
              {states[e.state].label}
            </Badge>
          )}
        </Group>
        <ButtonLink to="/training" variant="subtle" size="xs">
          All entries
        </ButtonLink>
      </Group>
      <div className="training">
        <div>
          <Keep unsaved={editing.changed && !editing.save.isPending && !editing.drop.isPending}>
            Your changes are not saved. They stay in this browser and are offered when you come back, until you sign
            out.
          </Keep>
          {question && <Drafted question={question} editing={editing} />}
          <Notices entry={e} editing={editing} />
          <Form key={editing.replaced} entry={e} editing={editing} />
          {e.version > 0 && <Versions entry={e} take={editing.replace} />}
        </div>
        <Stack gap="md" className="aside">
          <Trial />
          <Matches entry={e} editing={editing} />
        </Stack>
      </div>
    </div>
  );
}

// Drafted says where the words of a new entry come from.
function Drafted({ question: q, editing: { content, replace } }: { question: Question; editing: Editing }) {
  const masked = askedIn(q).filter((w) => w.masked && w.text);
  return (
    <Alert color="blue" mb="md" title="From a question without an answer">
      Its wordings are filled in.
      {q.answers?.length
        ? ` The answer is ${q.answers[0]!.model ? 'made by a language model of ' : ''}what colleagues said next, ` +
          'without personal data: read it before you save it.'
        : ' No colleague has answered it yet.'}
      {masked.length > 0 && (
        <Checkbox.Group
          mt="xs"
          label="Of these, something of the customer was blacked out"
          description="Tick those in which nothing else is about a person"
          value={masked
            .filter((w) => content.languages[codeIn(content, w.code)]?.wordings?.includes(w.text))
            .map((w) => w.text)}
        >
          {masked.map((w) => (
            <Checkbox
              key={`${w.code} ${w.text}`}
              mt="xs"
              value={w.text}
              label={<bdi>{w.text}</bdi>}
              onChange={(e) => replace(ticked(content, w, e.currentTarget.checked))}
            />
          ))}
        </Checkbox.Group>
      )}
    </Alert>
  );
}

// Notices say that there is an unsaved draft, and that the saved version is not published.
function Notices({ entry: e, editing }: { entry: Entry; editing: Editing }) {
  const { found, changed } = editing;
  const [asking, setAsking] = useState(false);
  const warning = found && overtaken(found, e.version);
  const overview = useOverview();
  const held = useHeld(overview.data, e);
  const waits = e.version > 0 && e.state !== 'published' && !changed;
  return (
    <>
      {found && (
        <Alert color="blue" mb="md" title="You have unsaved changes from before">
          {warning && (
            <Text size="sm" mb="xs">
              {warning}
            </Text>
          )}
          <Group gap="xs">
            <Button size="xs" onClick={editing.take}>
              Go on with them
            </Button>
            <Button size="xs" variant="default" onClick={editing.forget}>
              Drop them
            </Button>
          </Group>
        </Alert>
      )}
      {overview.data?.waiting && <Publishing overview={overview.data} />}
      {held && !overview.data?.waiting && <Held key={held.number} publication={held} />}
      {waits && !overview.data?.waiting && !held && (
        <Alert color="yellow" role="status" mb="md" className="stays">
          <Group justify="space-between">
            <span>
              {e.state === 'removed'
                ? 'Deleted, not published. Visitors get it until the next publication.'
                : 'Saved, not published. ' +
                  (e.state === 'draft' ? 'Visitors do not get it yet.' : 'Visitors get an older version.')}
            </span>
            <Group gap="xs">
              {e.state === 'removed' && (
                <Button
                  size="xs"
                  variant="default"
                  loading={editing.save.isPending}
                  onClick={() => editing.save.mutate()}
                >
                  Keep it
                </Button>
              )}
              <Button size="xs" onClick={() => setAsking(true)}>
                Publish this entry
              </Button>
            </Group>
          </Group>
        </Alert>
      )}
      {e.state === 'changed' && !changed && <Since entry={e} />}
      {asking && <PublishSome entries={[e]} close={() => setAsking(false)} done={() => setAsking(false)} />}
    </>
  );
}

// Since shows the changes since the entry was published.
function Since({ entry: e }: { entry: Entry }) {
  const { api } = useApp();
  const versions = useQuery(read(api, '/v1/knowledge/entries/{entry}/versions', { path: { entry: e.id } }));
  const live = versions.data?.rows.find((v) => v.state === 'published');
  if (!live) return null;
  const { lost, gained, fields } = differences(tidy(live.content), tidy(e.content));
  const renamed = live.content.title !== e.content.title;
  if (!renamed && !lost.length && !gained.length && !fields.length) return null;
  return (
    <Card withBorder mb="md" component="section" aria-label="Changes since it was published">
      <Title order={2} size="h5" mb="xs">
        Changes since it was published
      </Title>
      {renamed && (
        <Text size="xs">
          The title was <bdi>{live.content.title}</bdi>
        </Text>
      )}
      <Changed before={live.content} after={e.content} />
      {fields.length > 0 && <Text size="xs">Changed: {fields.join(', ')}</Text>}
    </Card>
  );
}

function Form({ entry: e, editing }: { entry: Entry; editing: Editing }) {
  const { content, change, changed, save, conflicts } = editing;
  return (
    <Card withBorder component="form" onSubmit={editing.submit} aria-label="Entry">
      <Stack gap="md">
        <TextInput
          label="Title"
          description="You find the entry by it"
          required
          maxLength={120}
          value={content.title}
          onChange={(v) => change({ title: v.currentTarget.value })}
          error={fault(save.error, 'title')}
        />
        <Languages editing={editing} taught={e.taught} />
        {conflicts.length > 0 && (
          <Alert color="yellow" title="A bot cannot tell these apart">
            {conflicts.map((c, i) => (
              <Text size="sm" key={i}>
                “<bdi>{c.wording}</bdi>” is also a wording of <bdi>{c.title}</bdi>
              </Text>
            ))}
          </Alert>
        )}
        <Where editing={editing} />
        <Wrong error={save.error} shown={shownFaults(content)} reload={editing.reload} />
        <Group justify="space-between">
          <Button type="submit" loading={save.isPending} disabled={!changed}>
            Save
          </Button>
          {e.version > 0 && <Fate entry={e} editing={editing} />}
        </Group>
      </Stack>
    </Card>
  );
}

const shownFaults = (c: Entry['content']) => [
  'title',
  'tags',
  'bots',
  'sites',
  'until',
  ...Object.keys(c.languages).flatMap((l) => [`languages.${l}.wordings`, `languages.${l}.answer`]),
];
