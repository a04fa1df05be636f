import { Alert, Badge, Button, Card, Group, SegmentedControl, Table, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { shortTime } from '../parts/format';
import { ButtonLink } from '../parts/links';
import { Sideways } from '../parts/sideways';
import { Broken, Loading } from '../parts/states';
import { Code } from './code';
import { Keep } from './keep';
import { Wrong } from './parts';
import { type ScriptDraft, useScriptDraft } from './script-draft';
import { ScriptForm } from './script-form';
import { parse } from './script-text';
import { Trial } from './trial';

type Bot = components['schemas']['BotSettings'];
type Problem = components['schemas']['Problem'];
type Version = components['schemas']['ScriptVersion'];

const route = getRouteApi('/settings/bots/$bot');

// ScriptPage edits a bot's script, tries it, and puts versions of it in force.
export function ScriptPage() {
  const { bot: id } = route.useParams();
  const { api } = useApp();
  const path = { params: { path: { bot: id } } };
  const bot = useQuery(read(api, '/v1/bots/{bot}', path.params));
  const versions = useQuery({ ...read(api, '/v1/bots/{bot}/scripts', path.params), refetchOnWindowFocus: false });
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

function Editor({ bot, base, first, versions }: { bot: Bot; base: number; first: string; versions: Version[] }) {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const [text, setText] = useState(first);
  const [note, setNote] = useState('');
  const [view, setView] = useState('form');
  const [problems, setProblems] = useState<Problem[]>([]);
  const draft = useScriptDraft(bot.id, base, first, text);
  const path = { params: { path: { bot: bot.id } } };
  const again = () =>
    Promise.all([refresh('/v1/bots/{bot}/scripts', path.params), refresh('/v1/bots/{bot}', path.params)]);
  const save = useMutation({
    mutationFn: () =>
      ok(api.POST('/v1/bots/{bot}/scripts', { ...path, body: { base, text, note: note || undefined } })),
    onSuccess: (saved) => {
      setProblems(saved.problems);
      if (saved.problems.length) return setView('json');
      draft.drop();
      void again();
    },
  });
  const publish = useMutation({
    mutationFn: (script: number) =>
      ok(api.POST('/v1/bots/{bot}/publish', { ...path, body: { script, version: bot.version } })),
    onSuccess: again,
  });
  const lead = may(me.role, 'lead');
  const form = parse(text);
  const waits = versions.find((v) => v.version === base && !v.published && base > (bot.script ?? 0));
  return (
    <div className="script">
      <Keep unsaved={text !== first && !save.isPending}>
        What you changed here is not saved. It stays in this browser and is offered when you come back, until you sign
        out.
      </Keep>
      <div>
        {draft.found && lead && (
          <Found
            draft={draft.found}
            base={base}
            take={() => {
              setText(draft.found!.text);
              draft.taken();
            }}
            drop={draft.drop}
          />
        )}
        {waits && text === first && (
          <Alert color="yellow" role="status" mb="md" className="stays">
            <Group justify="space-between">
              <span>
                Version {base} is saved, but not published. Visitors still get version {bot.script}.
              </span>
              {lead && (
                <Button size="xs" loading={publish.isPending} onClick={() => publish.mutate(base)}>
                  Publish version {base}
                </Button>
              )}
            </Group>
          </Alert>
        )}
        <Card withBorder>
          <Group justify="space-between" mb="sm">
            <SegmentedControl
              aria-label="View"
              value={view}
              onChange={setView}
              data={[
                { value: 'form', label: 'Form' },
                { value: 'json', label: 'JSON' },
              ]}
            />
            <Text size="sm" c="dimmed">
              {text === first ? `Version ${base}` : `Changed since version ${base}`}
            </Text>
          </Group>
          {view === 'json' ? (
            <Code text={text} change={setText} problems={problems} readOnly={!lead} />
          ) : form ? (
            <ScriptForm script={form} change={(s) => setText(JSON.stringify(s, null, 2))} readOnly={!lead} />
          ) : (
            <Alert color="yellow">The text is not valid JSON at the moment. Correct it in the JSON view.</Alert>
          )}
          {problems.length > 0 && (
            <Alert color="red" role="alert" mt="sm" title="Not saved: the script does not hold together">
              <ul>
                {problems.slice(0, 10).map((p, i) => (
                  <li key={i}>
                    Line {p.line}
                    {p.place && `, ${p.place}`}: {p.message}
                  </li>
                ))}
              </ul>
            </Alert>
          )}
          <Wrong error={save.error} reload={() => void again()} />
          {lead && (
            <Group mt="sm" align="flex-end">
              <TextInput
                className="grow"
                label="What changed"
                placeholder="For whoever reads the list of versions"
                maxLength={200}
                value={note}
                onChange={(e) => setNote(e.currentTarget.value)}
              />
              <Button loading={save.isPending} disabled={text === first} onClick={() => save.mutate()}>
                Save as version {base + 1}
              </Button>
            </Group>
          )}
        </Card>
        <Card withBorder mt="md">
          <Title order={2} size="h5" mb="xs">
            Versions
          </Title>
          <Wrong error={publish.error} reload={() => void again()} />
          <Sideways label="Versions">
            <Table miw={480}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Version</Table.Th>
                  <Table.Th>Saved</Table.Th>
                  <Table.Th>By</Table.Th>
                  <Table.Th>What changed</Table.Th>
                  <Table.Th>
                    <span className="vh">Publish</span>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {versions.map((v) => (
                  <Table.Tr key={v.version}>
                    <Table.Td>{v.version}</Table.Td>
                    <Table.Td>{shortTime(v.at)}</Table.Td>
                    <Table.Td>
                      <bdi>{v.by}</bdi>
                    </Table.Td>
                    <Table.Td className="words">{v.note}</Table.Td>
                    <Table.Td ta="end">
                      {v.published ? (
                        <Badge color="teal" variant="light">
                          In force
                        </Badge>
                      ) : (
                        lead && (
                          <Button
                            size="xs"
                            variant="light"
                            loading={publish.isPending && publish.variables === v.version}
                            onClick={() => publish.mutate(v.version)}
                          >
                            {v.version > (bot.script ?? 0) ? 'Publish' : 'Roll back to this'}
                          </Button>
                        )
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Sideways>
          <Text size="sm" c="dimmed" mt="xs">
            What is published answers visitors within a minute.
          </Text>
        </Card>
      </div>
      {lead && <Trial bot={bot.id} text={text} found={setProblems} />}
    </div>
  );
}

// Found offers what was written here before and not saved: the page was reloaded, or it crashed.
function Found({ draft, base, take, drop }: { draft: ScriptDraft; base: number; take: () => void; drop: () => void }) {
  return (
    <Alert color="blue" role="status" mb="md" title="You have changes here that you did not save">
      <Group justify="space-between">
        <span>
          {draft.base === base
            ? 'They are kept in this browser.'
            : `They were made from version ${draft.base}. Somebody has saved version ${base} since: compare the two before you save.`}
        </span>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={drop}>
            Discard them
          </Button>
          <Button size="xs" onClick={take}>
            Go on with them
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}
