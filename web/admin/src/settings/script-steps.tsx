import { Accordion, Button, Group, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { StepFields } from './script-step';
import { type Editing, fresh, type Step, stepsOf } from './script-text';

// Steps are the turns of the bot that buttons and forms lead to.
export function Steps({ script, change }: Editing) {
  const names = stepsOf(script);
  const [open, setOpen] = useState<string | null>(null);
  const put = (name: string, step: Step) => change({ ...script, steps: { ...script.steps, [name]: step } });
  const add = () => {
    const name = fresh('step', names);
    setOpen(name);
    put(name, { say: [] });
  };
  const drop = (name: string) => {
    const { [name]: _, ...steps } = script.steps ?? {};
    change({ ...script, steps });
  };
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        Steps
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        Buttons and forms lead to steps.
      </Text>
      <Accordion value={open} onChange={setOpen} variant="separated" chevronPosition="left">
        {names.map((name) => (
          <Accordion.Item key={name} value={name}>
            <Accordion.Control>{name}</Accordion.Control>
            <Accordion.Panel>
              <StepFields
                what={`Step ${name}`}
                script={script}
                step={script.steps![name]!}
                change={(s) => put(name, s)}
                whole
              />
              <Group justify="flex-end" mt="xs">
                <Button size="xs" variant="subtle" color="red" onClick={() => drop(name)}>
                  Delete this step
                </Button>
              </Group>
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      <Button mt="sm" size="xs" variant="light" onClick={add}>
        Add a step
      </Button>
    </section>
  );
}
