import { Accordion, ActionIcon, Button, Group, NumberInput, Select, Stack, TagsInput, Text, Textarea, TextInput, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { components } from '../../../../api/schemas.gen';

export type Script = components['schemas']['Script'];
type Step = components['schemas']['ScriptStep'];
type Entry = NonNullable<Script['faq']>[number];

// parse is the script that a text is, if it is one at all.
export function parse(text: string): Script | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value && !Array.isArray(value) ? (value as Script) : undefined;
  } catch {
    return undefined;
  }
}

const lines = (say?: string[]) => (say ?? []).join('\n\n');
const said = (text: string) => text.split(/\n{2,}/).map((s) => s.trim()).filter(Boolean);

// ScriptForm edits what most scripts are: a greeting, questions with answers, steps, and
// what is said when nothing fits. Cards and forms are edited as JSON, and stay as they are.
export function ScriptForm({ script, change, readOnly }: { script: Script; change: (s: Script) => void; readOnly: boolean }) {
  const steps = script.steps ?? {};
  const faq = script.faq ?? [];
  const names = Object.keys(steps);
  const putStep = (name: string, step: Step) => change({ ...script, steps: { ...steps, [name]: step } });
  const putEntry = (i: number, to: Partial<Entry>) => change({ ...script, faq: faq.map((e, n) => (n === i ? { ...e, ...to } : e)) });
  return (
    <Stack gap="lg" component="fieldset" className="bare" {...({ disabled: readOnly } as object)}>
      <section>
        <Title order={2} size="h5" mb="xs">Greeting</Title>
        <StepFields what="Greeting" step={script.greeting} names={names} change={(greeting) => change({ ...script, greeting })} />
      </section>
      <section>
        <Title order={2} size="h5" mb="xs">Questions and answers</Title>
        <Accordion variant="separated" chevronPosition="left">
          {faq.map((e, i) => (
            <Accordion.Item key={i} value={String(i)}>
              <Accordion.Control><bdi>{e.question || 'A new question'}</bdi></Accordion.Control>
              <Accordion.Panel>
                <Stack gap="xs">
                  <TextInput label="Question" value={e.question} maxLength={500} onChange={(v) => putEntry(i, { question: v.currentTarget.value })} />
                  <TagsInput label="Also asked as" description="Press Enter after each" value={e.also ?? []} onChange={(also) => putEntry(i, { also: also.length ? also : undefined })} />
                  <StepFields what="Answer" step={e.answer} names={names} change={(answer) => putEntry(i, { answer })} />
                  <Group justify="flex-end"><Button size="xs" variant="subtle" color="red" onClick={() => change({ ...script, faq: faq.filter((_, n) => n !== i) })}>Delete this question</Button></Group>
                </Stack>
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
        <Button mt="sm" size="xs" variant="light" onClick={() => change({ ...script, faq: [...faq, { id: fresh('q', faq.map((e) => e.id)), question: '', answer: { say: [] } }] })}>Add a question</Button>
      </section>
      <section>
        <Title order={2} size="h5" mb="xs">Steps</Title>
        <Text size="sm" c="dimmed" mb="xs">Buttons and forms lead to steps.</Text>
        <Accordion variant="separated" chevronPosition="left">
          {names.map((name) => (
            <Accordion.Item key={name} value={name}>
              <Accordion.Control>{name}</Accordion.Control>
              <Accordion.Panel>
                <StepFields what={`Step ${name}`} step={steps[name]!} names={names} change={(s) => putStep(name, s)} whole />
                <Group justify="flex-end" mt="xs"><Button size="xs" variant="subtle" color="red" onClick={() => { const { [name]: _, ...rest } = steps; change({ ...script, steps: rest }); }}>Delete this step</Button></Group>
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
        <Button mt="sm" size="xs" variant="light" onClick={() => putStep(fresh('step', names), { say: [''] })}>Add a step</Button>
      </section>
      <section>
        <Title order={2} size="h5" mb="xs">When nothing fits</Title>
        <StepFields what="Fallback" step={script.fallback} names={names} change={(s) => change({ ...script, fallback: { ...script.fallback, ...s, say: s.say ?? [] } })} />
        <NumberInput mt="xs" maw={280} label="Ask for a person after so many misses" description="0 for never" min={0} max={100} value={script.fallback?.handoverAfter ?? 0} onChange={(n) => change({ ...script, fallback: { ...script.fallback, handoverAfter: Number(n) || undefined } })} />
      </section>
      <section>
        <Title order={2} size="h5" mb="xs">When somebody wants a person</Title>
        <TagsInput label="Words that mean it" value={script.person?.words ?? []} onChange={(words) => change({ ...script, person: { ...script.person, words } })} />
        <Textarea mt="xs" label="What is said then" autosize minRows={2} value={lines(script.person?.say)} onChange={(e) => change({ ...script, person: { ...script.person, say: said(e.currentTarget.value) } })} />
      </section>
    </Stack>
  );
}

const fresh = (prefix: string, taken: string[]) => {
  for (let n = taken.length + 1; ; n++) if (!taken.includes(prefix + n)) return prefix + n;
};

function StepFields({ what, step, names, change, whole }: { what: string; step: Step; names: string[]; change: (s: Step) => void; whole?: boolean }) {
  const buttons = step?.buttons ?? [];
  const put = (list: typeof buttons) => change({ ...step, buttons: list.length ? list : undefined });
  return (
    <Stack gap="xs">
      <Words label={`${what}: what the bot says`} say={step?.say} change={(say) => change({ ...step, say })} />
      {buttons.map((b, i) => (
        <Group key={i} gap="xs" align="flex-end" wrap="nowrap">
          <TextInput className="grow" label="Button" maxLength={80} value={b.title} onChange={(e) => put(buttons.map((o, n) => (n === i ? { ...o, title: e.currentTarget.value } : o)))} />
          {b.url !== undefined ? <TextInput className="grow" label="Opens" value={b.url} onChange={(e) => put(buttons.map((o, n) => (n === i ? { ...o, url: e.currentTarget.value } : o)))} /> : <Select className="grow" label="Leads to" value={b.goto ?? null} data={names} onChange={(goto) => put(buttons.map((o, n) => (n === i ? { ...o, goto: goto ?? undefined } : o)))} />}
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Delete the button ${b.title}`} onClick={() => put(buttons.filter((_, n) => n !== i))}><IconTrash size={18} /></ActionIcon>
        </Group>
      ))}
      <Group gap="xs">
        <Button size="xs" variant="subtle" disabled={buttons.length >= 10} onClick={() => put([...buttons, { id: fresh('b' + Date.now().toString(36), buttons.map((b) => b.id)), title: '' }])}>Add a button</Button>
        {(step?.form || step?.cards) && <Text size="sm" c="dimmed">It also has {step.form && `the form “${step.form.id}”`}{step.form && step.cards && ' and '}{step.cards && `${step.cards.length} cards`}: edit them as JSON.</Text>}
      </Group>
      {buttons.length > 3 && <TextInput maw={280} label="Opens the list on WhatsApp" placeholder="Choose" description="More than three buttons are a list there." maxLength={20} value={step.choose ?? ''} onChange={(e) => change({ ...step, choose: e.currentTarget.value || undefined })} />}
      {whole && <TextInput maw={280} label="Goal that is reached here" maxLength={60} value={step.goal ?? ''} onChange={(e) => change({ ...step, goal: e.currentTarget.value || undefined })} />}
    </Stack>
  );
}

// Words are bubbles, with an empty line between two.
function Words({ label, say, change }: { label: string; say?: string[]; change: (say: string[]) => void }) {
  return <Textarea label={label} description="An empty line begins another bubble" autosize minRows={2} defaultValue={lines(say)} key={lines(say).length ? 'said' : 'none'} onBlur={(e) => change(said(e.currentTarget.value))} onChange={(e) => change(said(e.currentTarget.value))} />;
}
