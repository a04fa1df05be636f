import {
  Accordion,
  Autocomplete,
  Button,
  Group,
  NumberInput,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { Buttons, Cards, FormFields, fresh, type Script, type Step } from './script-parts';

export type { Script };

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
const said = (text: string) =>
  text
    .split(/\n{2,}/)
    .map((s) => s.trim())
    .filter(Boolean);

// ScriptForm edits what most scripts are: a greeting, questions with answers, steps, and
// what is said when nothing fits. What it does not know stays as it is.
export function ScriptForm({
  script,
  change,
  readOnly,
}: {
  script: Script;
  change: (s: Script) => void;
  readOnly: boolean;
}) {
  const steps = script.steps ?? {};
  const faq = script.faq ?? [];
  const names = Object.keys(steps);
  const forms = formsOf(script);
  const [open, setOpen] = useState<string | null>(null);
  const [openStep, setOpenStep] = useState<string | null>(null);
  const putStep = (name: string, step: Step) => change({ ...script, steps: { ...steps, [name]: step } });
  const putEntry = (i: number, to: Partial<Entry>) =>
    change({ ...script, faq: faq.map((e, n) => (n === i ? { ...e, ...to } : e)) });
  return (
    <Stack gap="lg" component="fieldset" className="bare" {...({ disabled: readOnly } as object)}>
      <section>
        <Title order={2} size="h5" mb="xs">
          Greeting
        </Title>
        <StepFields
          what="Greeting"
          step={script.greeting}
          names={names}
          forms={forms}
          change={(greeting) => change({ ...script, greeting })}
        />
      </section>
      <section>
        <Title order={2} size="h5" mb="xs">
          Questions and answers
        </Title>
        <Accordion value={open} onChange={setOpen} variant="separated" chevronPosition="left">
          {faq.map((e, i) => (
            <Accordion.Item key={i} value={String(i)}>
              <Accordion.Control>
                <bdi>{e.question || 'A new question'}</bdi>
              </Accordion.Control>
              <Accordion.Panel>
                <Stack gap="xs">
                  <TextInput
                    label="Question"
                    value={e.question}
                    maxLength={500}
                    onChange={(v) => putEntry(i, { question: v.currentTarget.value })}
                  />
                  <TagsInput
                    label="Also asked as"
                    description="Press Enter after each"
                    value={e.also ?? []}
                    onChange={(also) => putEntry(i, { also: also.length ? also : undefined })}
                  />
                  <StepFields
                    what="Answer"
                    step={e.answer}
                    names={names}
                    forms={forms}
                    change={(answer) => putEntry(i, { answer })}
                  />
                  <Group justify="flex-end">
                    <Button
                      size="xs"
                      variant="subtle"
                      color="red"
                      onClick={() => change({ ...script, faq: faq.filter((_, n) => n !== i) })}
                    >
                      Delete this question
                    </Button>
                  </Group>
                </Stack>
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
        <Button
          mt="sm"
          size="xs"
          variant="light"
          onClick={() => {
            setOpen(String(faq.length));
            change({
              ...script,
              faq: [
                ...faq,
                {
                  id: fresh(
                    'q',
                    faq.map((e) => e.id),
                  ),
                  question: '',
                  answer: { say: [] },
                },
              ],
            });
          }}
        >
          Add a question
        </Button>
      </section>
      <section>
        <Title order={2} size="h5" mb="xs">
          Steps
        </Title>
        <Text size="sm" c="dimmed" mb="xs">
          Buttons and forms lead to steps.
        </Text>
        <Accordion value={openStep} onChange={setOpenStep} variant="separated" chevronPosition="left">
          {names.map((name) => (
            <Accordion.Item key={name} value={name}>
              <Accordion.Control>{name}</Accordion.Control>
              <Accordion.Panel>
                <StepFields
                  what={`Step ${name}`}
                  step={steps[name]!}
                  names={names}
                  forms={forms}
                  change={(s) => putStep(name, s)}
                  whole
                />
                <Group justify="flex-end" mt="xs">
                  <Button
                    size="xs"
                    variant="subtle"
                    color="red"
                    onClick={() => {
                      const { [name]: _, ...rest } = steps;
                      change({ ...script, steps: rest });
                    }}
                  >
                    Delete this step
                  </Button>
                </Group>
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
        <Button
          mt="sm"
          size="xs"
          variant="light"
          onClick={() => {
            const name = fresh('step', names);
            setOpenStep(name);
            putStep(name, { say: [] });
          }}
        >
          Add a step
        </Button>
      </section>
      <section>
        <Title order={2} size="h5" mb="xs">
          When nothing fits
        </Title>
        <StepFields
          plain
          what="Fallback"
          step={script.fallback}
          names={names}
          forms={forms}
          change={(s) => change({ ...script, fallback: { ...script.fallback, ...s, say: s.say ?? [] } })}
        />
        <NumberInput
          mt="xs"
          maw={280}
          label="Ask for a person after so many misses"
          description="0 for never"
          min={0}
          max={100}
          value={script.fallback?.handoverAfter ?? 0}
          onChange={(n) =>
            change({ ...script, fallback: { ...script.fallback, handoverAfter: Number(n) || undefined } })
          }
        />
      </section>
      <section>
        <Title order={2} size="h5" mb="xs">
          When somebody wants a person
        </Title>
        <TagsInput
          label="Words that mean it"
          value={script.person?.words ?? []}
          onChange={(words) => change({ ...script, person: { ...script.person, words } })}
        />
        <Words
          label="What is said then"
          say={script.person?.say}
          change={(say) => change({ ...script, person: { ...script.person, say } })}
        />
      </section>
    </Stack>
  );
}

// formsOf is the name of every form of a script.
export function formsOf(script: Script): string[] {
  const steps = [script.greeting, ...Object.values(script.steps ?? {}), ...(script.faq ?? []).map((e) => e.answer)];
  return steps.flatMap((s) => (s?.form?.id ? [s.form.id] : []));
}

interface StepProps {
  what: string;
  step: Step;
  names: string[];
  forms: string[];
  change: (s: Step) => void;
  whole?: boolean;
  plain?: boolean;
}

// StepFields edits one turn of the bot. A plain one is the fallback, which has no forms and cards.
function StepFields({ what, step, names, forms, change, whole, plain }: StepProps) {
  const buttons = step?.buttons ?? [];
  const empty = { id: fresh('form', forms), fields: [], goto: '' };
  return (
    <Stack gap="xs">
      <Words label={`${what}: what the bot says`} say={step?.say} change={(say) => change({ ...step, say })} />
      <Buttons list={buttons} names={names} put={(list) => change({ ...step, buttons: list })} />
      {buttons.length > 3 && (
        <TextInput
          maw={280}
          label="Opens the list on WhatsApp"
          placeholder="Choose"
          description="WhatsApp shows more than three buttons as a list."
          maxLength={20}
          value={step.choose ?? ''}
          onChange={(e) => change({ ...step, choose: e.currentTarget.value || undefined })}
        />
      )}
      {step?.cards && <Cards list={step.cards} names={names} put={(cards) => change({ ...step, cards })} />}
      {step?.form && <FormFields form={step.form} names={names} change={(form) => change({ ...step, form })} />}
      {!plain && (
        <Group gap="xs">
          <Button
            size="xs"
            variant="subtle"
            disabled={(step?.cards ?? []).length >= 10}
            onClick={() => change({ ...step, cards: [...(step?.cards ?? []), { title: '' }] })}
          >
            Add a card
          </Button>
          {!step?.form && (
            <Button size="xs" variant="subtle" onClick={() => change({ ...step, form: empty })}>
              Add a form
            </Button>
          )}
        </Group>
      )}
      {whole && <GoalField goal={step.goal} change={(goal) => change({ ...step, goal })} />}
    </Stack>
  );
}

// GoalField is one of the team's goals. What is none of them is refused when it is saved.
function GoalField({ goal = '', change }: { goal?: string; change: (goal?: string) => void }) {
  const { api } = useApp();
  const list = useQuery(read(api, '/v1/goals'));
  return (
    <Autocomplete
      maw={280}
      label="Goal that is reached here"
      description="One of those under Goals"
      data={list.data?.goals.map((g) => g.name) ?? []}
      maxLength={60}
      value={goal}
      onChange={(name) => change(name || undefined)}
    />
  );
}

// Words are bubbles, with an empty line between two.
function Words({ label, say, change }: { label: string; say?: string[]; change: (say: string[]) => void }) {
  const [typed, setTyped] = useState(lines(say));
  // What was typed stands as it was, blanks at its end and all, for as long as it means what the script says.
  const text = lines(said(typed)) === lines(say) ? typed : lines(say);
  const write = (to: string) => {
    setTyped(to);
    change(said(to));
  };
  return (
    <Textarea
      label={label}
      description="An empty line begins another bubble"
      autosize
      minRows={2}
      value={text}
      onChange={(e) => write(e.currentTarget.value)}
    />
  );
}
