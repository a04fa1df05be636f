import { Alert, Button, Card, Group, SegmentedControl, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { count } from '../parts/format';
import { ButtonLink } from '../parts/links';
import { Broken, Loading } from '../parts/states';
import { Code } from './code';
import { Keep } from './keep';
import { Wrong } from './parts';
import { overtaken, type ScriptDraft, useScriptDraft } from './script-draft';
import { ScriptForm } from './script-form';
import { ScriptLanguages } from './script-languages';
import { parse, type Script } from './script-text';
import { Trial } from './trial';
import { type Version, Versions } from './versions';

type Bot = components['schemas']['BotSettings'];
type Problem = components['schemas']['Problem'];

const route = getRouteApi('/settings/bots/$bot');

// ScriptPage edits a bot's script, tries it, and publishes versions of it.
export function ScriptPage() {
  const { bot: id } = route.useParams();
  const { api } = useApp();
  const path = { path: { bot: id } };
  const bot = useQuery(read(api, '/v1/bots/{bot}', path));
  const versions = useQuery({ ...read(api, '/v1/bots/{bot}/scripts', path), refetchOnWindowFocus: false });
  const latest = versions.data?.rows[0]?.version;
  const script = useQuery({
    ...read(api, '/v1/bots/{bot}/scripts/{script}', { path: { bot: id, script: latest! } }),
    enabled: !!latest,
    refetchOnWindowFocus: false,
  });
  const error = bot.error ?? versions.error ?? script.error;
  if (error) return <Broken error={error} />;
  if (!bot.data || !versions.data || !script.data) return <Loading />;
  return (
    <div className="page">
      <Group p="md" pb="xs" justify="space-between">
        <Title order={1} size="h3">
          Script of <bdi>{bot.data.name}</bdi>
        </Title>
        <ButtonLink to="/settings/$section" params={{ section: 'bots' }} variant="subtle" size="xs">
          All bots
        </ButtonLink>
      </Group>
      <Editor key={latest} bot={bot.data} base={latest!} first={script.data.text!} versions={versions.data.rows} />
    </div>
  );
}

interface EditorProps {
  bot: Bot;
  base: number;
  first: string;
  versions: Version[];
}

function Editor(props: EditorProps) {
  const { bot, base, first, versions } = props;
  const { me } = useApp();
  const lead = may(me.role, 'lead');
  const e = useEditor(props);
  const waits = versions.find((v) => v.version === base && !v.published && base > (bot.script ?? 0));
  const took = () => {
    e.setText(e.draft.found!.text);
    e.draft.taken();
  };
  return (
    <div className="script">
      <Keep unsaved={e.text !== first && !e.save.isPending}>
        Your changes are not saved. They stay in this browser and are offered when you come back, until you sign out.
      </Keep>
      <div>
        {e.draft.found && lead && <Found draft={e.draft.found} base={base} take={took} drop={e.draft.drop} />}
        {waits && e.text === first && (
          <Alert color="yellow" role="status" mb="md" className="stays">
            <Group justify="space-between">
              <span>
                Version {base} is saved, but not published. Visitors still get version {bot.script}.
              </span>
              {lead && (
                <Button size="xs" loading={e.publish.isPending} onClick={() => e.publish.mutate(base)}>
                  Publish version {base}
                </Button>
              )}
            </Group>
          </Alert>
        )}
        <Card withBorder>
          <Content editor={e} base={base} lead={lead} changed={e.text !== first} />
        </Card>
        <Versions
          list={versions}
          script={bot.script ?? 0}
          publish={lead ? e.publish : undefined}
          reload={() => void e.again()}
        />
      </div>
      {lead && <Trial bot={bot.id} text={e.text} found={e.setProblems} />}
    </div>
  );
}

type Editing = ReturnType<typeof useEditor>;

// useEditor holds a script's text as it stands, and saves and publishes it.
function useEditor({ bot, base, first }: EditorProps) {
  const { api } = useApp();
  const refresh = useRefresh();
  const [text, setText] = useState(first);
  const [note, setNote] = useState('');
  const { language } = route.useSearch();
  const [view, setView] = useState(language ? 'languages' : 'form');
  const [problems, setProblems] = useState<Problem[]>([]);
  const draft = useScriptDraft(bot.id, base, first, text);
  const params = { path: { bot: bot.id } };
  const again = () => Promise.all([refresh('/v1/bots/{bot}/scripts', params), refresh('/v1/bots/{bot}', params)]);
  const save = useMutation({
    mutationFn: () => ok(api.POST('/v1/bots/{bot}/scripts', { params, body: { base, text, note: note || undefined } })),
    onSuccess: (saved) => {
      setProblems(saved.problems);
      if (saved.problems.length) return setView('json');
      draft.drop();
      void again();
    },
  });
  const publish = useMutation({
    mutationFn: (script: number) =>
      ok(api.POST('/v1/bots/{bot}/publish', { params, body: { script, version: bot.version } })),
    onSuccess: again,
  });
  return { text, setText, note, setNote, view, setView, problems, setProblems, draft, again, save, publish };
}

interface ContentProps {
  editor: Editing;
  base: number;
  lead: boolean;
  changed: boolean;
}

// Content is the script as a form or as JSON, with the button that saves it.
function Content({ editor: e, base, lead, changed }: ContentProps) {
  const full = e.text.length > room;
  return (
    <>
      <Group justify="space-between" mb="sm">
        <SegmentedControl aria-label="View" value={e.view} onChange={e.setView} data={views} />
        <Text size="sm" c="dimmed">
          {changed ? `Changed since version ${base}` : `Version ${base}`}
        </Text>
      </Group>
      <Shown editor={e} readOnly={!lead} />
      {e.problems.length > 0 && <Problems list={e.problems} />}
      {full && (
        <Alert color="red" role="alert" mt="sm" title="The script is full">
          With all its languages it has {count(e.text.length)} characters, and there is room for {count(room)}. Shorten
          it, drop translations, or move its questions to the knowledge.
        </Alert>
      )}
      <Wrong error={e.save.error} reload={() => void e.again()} />
      {lead && (
        <Group mt="sm" align="flex-end">
          <TextInput
            className="grow"
            label="What changed"
            placeholder="Shown in the list of versions"
            maxLength={200}
            value={e.note}
            onChange={(event) => e.setNote(event.currentTarget.value)}
          />
          <Button loading={e.save.isPending} disabled={!changed || full} onClick={() => e.save.mutate()}>
            Save as version {base + 1}
          </Button>
        </Group>
      )}
    </>
  );
}

const room = 200_000; // characters of a script, as in NewScript of api/schemas.yaml

const views = [
  { value: 'form', label: 'Form' },
  { value: 'languages', label: 'Languages' },
  { value: 'json', label: 'JSON' },
];

function Shown({ editor: { view, text, setText, problems }, readOnly }: { editor: Editing; readOnly: boolean }) {
  const { language } = route.useSearch();
  const form = parse(text);
  if (view === 'json') return <Code text={text} change={setText} problems={problems} readOnly={readOnly} />;
  if (!form)
    return <Alert color="yellow">The text is not valid JSON at the moment. Correct it in the JSON view.</Alert>;
  const editing = { script: form, change: (s: Script) => setText(JSON.stringify(s, null, 2)), readOnly };
  return view === 'languages' ? <ScriptLanguages {...editing} first={language} /> : <ScriptForm {...editing} />;
}

function Problems({ list }: { list: Problem[] }) {
  return (
    <Alert color="red" role="alert" mt="sm" title="Not saved: the script has errors">
      <ul>
        {list.slice(0, 10).map((p, i) => (
          <li key={i}>
            Line {p.line}
            {p.place && `, ${p.place}`}: {p.message}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

// Found offers an unsaved draft from before: the page was reloaded, or it crashed.
function Found({ draft, base, take, drop }: { draft: ScriptDraft; base: number; take: () => void; drop: () => void }) {
  return (
    <Alert color="blue" role="status" mb="md" title="You have unsaved changes here">
      <Group justify="space-between">
        <span>{overtaken(draft, base) || 'They are kept in this browser.'}</span>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={drop}>
            Discard them
          </Button>
          <Button size="xs" onClick={take}>
            Continue with them
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}
