import { Accordion, Button, Group, Stack, TagsInput, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { StepFields } from './script-step';
import { type Editing, fresh, type Script } from './script-text';

type Entry = NonNullable<Script['faq']>[number];

// Questions edits the questions that people ask, and the bot's answers to them.
export function Questions({ script, change }: Editing) {
  const faq = script.faq ?? [];
  const [open, setOpen] = useState<string | null>(null);
  const put = (entries: Entry[]) => change({ ...script, faq: entries });
  const add = () => {
    const taken = faq.map((e) => e.id);
    setOpen(String(faq.length));
    put([...faq, { id: fresh('q', taken), question: '', answer: { say: [] } }]);
  };
  return (
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
              <Question
                script={script}
                entry={e}
                change={(to) => put(faq.map((other, n) => (n === i ? { ...other, ...to } : other)))}
                drop={() => put(faq.filter((_, n) => n !== i))}
              />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      <Button mt="sm" size="xs" variant="light" onClick={add}>
        Add a question
      </Button>
    </section>
  );
}

interface QuestionProps {
  script: Script;
  entry: Entry;
  change: (to: Partial<Entry>) => void;
  drop: () => void;
}

function Question({ script, entry: e, change, drop }: QuestionProps) {
  return (
    <Stack gap="xs">
      <TextInput
        label="Question"
        value={e.question}
        maxLength={500}
        onChange={(v) => change({ question: v.currentTarget.value })}
      />
      <TagsInput
        label="Also asked as"
        description="Press Enter after each"
        value={e.also ?? []}
        onChange={(also) => change({ also: also.length ? also : undefined })}
      />
      <StepFields what="Answer" script={script} step={e.answer} change={(answer) => change({ answer })} />
      <Group justify="flex-end">
        <Button size="xs" variant="subtle" color="red" onClick={drop}>
          Delete this question
        </Button>
      </Group>
    </Stack>
  );
}
