import { Button, Group, Select, TextInput } from '@mantine/core';
import { RowTools } from './script-rows';
import { fresh, type Step } from './script-text';

type Btn = NonNullable<Step['buttons']>[number];

interface Props {
  list: Btn[];
  names: string[];
  put: (list: Btn[] | undefined) => void;
  most?: number;
}

// Buttons lead to a step or open a page.
export function Buttons({ list, names, put, most = 10 }: Props) {
  const keep = (to: Btn[]) => put(to.length ? to : undefined);
  const change = (i: number, to: Partial<Btn>) => keep(list.map((b, n) => (n === i ? { ...b, ...to } : b)));
  const add = (to: Partial<Btn>) => {
    const taken = list.map((b) => b.id);
    keep([...list, { id: fresh('b' + Date.now().toString(36), taken), title: '', ...to }]);
  };
  return (
    <>
      {list.map((b, i) => (
        <Group key={b.id} gap="xs" align="flex-end">
          <TextInput
            className="grow"
            label="Button"
            maxLength={80}
            value={b.title}
            onChange={(e) => change(i, { title: e.currentTarget.value })}
          />
          <Target button={b} names={names} change={(to) => change(i, to)} />
          <RowTools what={`the button ${b.title}`} list={list} at={i} put={keep} />
        </Group>
      ))}
      <Group gap="xs">
        <Button size="xs" variant="subtle" disabled={list.length >= most} onClick={() => add({})}>
          Add a button
        </Button>
        <Button size="xs" variant="subtle" disabled={list.length >= most} onClick={() => add({ url: '' })}>
          Add a link
        </Button>
      </Group>
    </>
  );
}

// Target is the step that a button leads to, or the page that it opens.
function Target({ button: b, names, change }: { button: Btn; names: string[]; change: (to: Partial<Btn>) => void }) {
  if (b.url !== undefined)
    return (
      <TextInput
        className="grow"
        label="Opens"
        placeholder="https://"
        value={b.url}
        onChange={(e) => change({ url: e.currentTarget.value })}
      />
    );
  return (
    <Select
      className="grow"
      label="Leads to"
      placeholder="Choose a step"
      value={b.goto ?? null}
      data={names}
      onChange={(goto) => change({ goto: goto ?? undefined })}
    />
  );
}
