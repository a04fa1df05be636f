import { NumberInput, Stack, TagsInput, Title } from '@mantine/core';
import { Questions } from './script-questions';
import { StepFields, Words } from './script-step';
import { Steps } from './script-steps';
import type { Editing } from './script-text';

// ScriptForm edits the parts of most scripts: a greeting, questions with answers, steps, and
// the fallback. Parts that it does not know stay as they are.
export function ScriptForm({ script, change, readOnly }: Editing & { readOnly: boolean }) {
  return (
    <Stack gap="lg" component="fieldset" className="bare" {...({ disabled: readOnly } as object)}>
      <section>
        <Title order={2} size="h5" mb="xs">
          Greeting
        </Title>
        <StepFields
          what="Greeting"
          script={script}
          step={script.greeting}
          change={(greeting) => change({ ...script, greeting })}
        />
      </section>
      <Questions script={script} change={change} />
      <Steps script={script} change={change} />
      <Fallback script={script} change={change} />
      <Person script={script} change={change} />
    </Stack>
  );
}

function Fallback({ script, change }: Editing) {
  const put = (to: Partial<NonNullable<typeof script.fallback>>) =>
    change({ ...script, fallback: { ...script.fallback, ...to } });
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        When no answer fits
      </Title>
      <StepFields
        plain
        what="Fallback"
        script={script}
        step={script.fallback}
        change={(s) => put({ ...s, say: s.say ?? [] })}
      />
      <NumberInput
        mt="xs"
        maw={280}
        label="Hand over to a person after this many misses"
        description="0 for never"
        min={0}
        max={100}
        value={script.fallback?.handoverAfter ?? 0}
        onChange={(n) => put({ handoverAfter: Number(n) || undefined })}
      />
    </section>
  );
}

function Person({ script, change }: Editing) {
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        When somebody wants a person
      </Title>
      <TagsInput
        label="Words that mean this"
        value={script.person?.words ?? []}
        onChange={(words) => change({ ...script, person: { ...script.person, words } })}
      />
      <Words
        label="The bot’s reply"
        say={script.person?.say}
        change={(say) => change({ ...script, person: { ...script.person, say } })}
      />
    </section>
  );
}
