import { Autocomplete, Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { Buttons } from './script-buttons';
import { Cards } from './script-cards';
import { FormFields } from './script-fields';
import { formsOf, fresh, type Script, type Step, stepsOf } from './script-text';

const lines = (say?: string[]) => (say ?? []).join('\n\n');
const said = (text: string) =>
  text
    .split(/\n{2,}/)
    .map((s) => s.trim())
    .filter(Boolean);

interface StepProps {
  what: string;
  script: Script;
  step: Step;
  change: (s: Step) => void;
  whole?: boolean;
  plain?: boolean;
}

// StepFields edits one turn of the bot. A plain one is the fallback, which has no forms and cards.
export function StepFields({ what, script, step, change, whole, plain }: StepProps) {
  const names = stepsOf(script);
  const buttons = step?.buttons ?? [];
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
      {!plain && <Additions script={script} step={step} change={change} />}
      {whole && <GoalField goal={step.goal} change={(goal) => change({ ...step, goal })} />}
    </Stack>
  );
}

function Additions({ script, step, change }: Pick<StepProps, 'script' | 'step' | 'change'>) {
  const cards = step?.cards ?? [];
  const form = { id: fresh('form', formsOf(script)), fields: [], goto: '' };
  return (
    <Group gap="xs">
      <Button
        size="xs"
        variant="subtle"
        disabled={cards.length >= 10}
        onClick={() => change({ ...step, cards: [...cards, { title: '' }] })}
      >
        Add a card
      </Button>
      {!step?.form && (
        <Button size="xs" variant="subtle" onClick={() => change({ ...step, form })}>
          Add a form
        </Button>
      )}
    </Group>
  );
}

// GoalField is one of the team's goals. Another name is refused when the script is saved.
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
export function Words({ label, say, change }: { label: string; say?: string[]; change: (say: string[]) => void }) {
  const [typed, setTyped] = useState(lines(say));
  // The typed text stays as it is, with blanks at its end, as long as it means the same as the script.
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
