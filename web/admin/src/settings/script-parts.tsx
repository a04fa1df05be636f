import { ActionIcon, Button, Card, Checkbox, Group, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import type { components } from '../../../../api/gen/schemas.gen';

export type Script = components['schemas']['Script'];
export type Step = components['schemas']['ScriptStep'];
type Btn = components['schemas']['ScriptButton'];
type Form = NonNullable<Step['form']>;
type FormField = Form['fields'][number];
type CardOf = NonNullable<Step['cards']>[number];

// fresh is an id or name that nothing has yet.
export const fresh = (prefix: string, taken: string[]) => {
  for (let n = taken.length + 1; ; n++) if (!taken.includes(prefix + n)) return prefix + n;
};

// moved is a list with one entry moved up or down.
function moved<T>(list: T[], from: number, by: number): T[] {
  const to = [...list];
  to.splice(from + by, 0, ...to.splice(from, 1));
  return to;
}

function Row<T>({ what, list, at, put }: { what: string; list: T[]; at: number; put: (list: T[]) => void }) {
  return (
    <Group gap={2} wrap="nowrap">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move ${what} up`}
        disabled={at === 0}
        onClick={() => put(moved(list, at, -1))}
      >
        <IconArrowUp size={18} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move ${what} down`}
        disabled={at === list.length - 1}
        onClick={() => put(moved(list, at, 1))}
      >
        <IconArrowDown size={18} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Delete ${what}`}
        onClick={() => put(list.filter((_, n) => n !== at))}
      >
        <IconTrash size={18} />
      </ActionIcon>
    </Group>
  );
}

// Buttons lead to a step or open a page.
export function Buttons({
  list,
  names,
  put,
  most = 10,
}: {
  list: Btn[];
  names: string[];
  put: (list: Btn[] | undefined) => void;
  most?: number;
}) {
  const keep = (to: Btn[]) => put(to.length ? to : undefined);
  const change = (i: number, to: Partial<Btn>) => keep(list.map((b, n) => (n === i ? { ...b, ...to } : b)));
  const add = (to: Partial<Btn>) =>
    keep([
      ...list,
      {
        id: fresh(
          'b' + Date.now().toString(36),
          list.map((b) => b.id),
        ),
        title: '',
        ...to,
      },
    ]);
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
          {b.url !== undefined ? (
            <TextInput
              className="grow"
              label="Opens"
              placeholder="https://"
              value={b.url}
              onChange={(e) => change(i, { url: e.currentTarget.value })}
            />
          ) : (
            <Select
              className="grow"
              label="Leads to"
              placeholder="Choose a step"
              value={b.goto ?? null}
              data={names}
              onChange={(goto) => change(i, { goto: goto ?? undefined })}
            />
          )}
          <Row what={`the button ${b.title}`} list={list} at={i} put={keep} />
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

const types = [
  { value: 'text', label: 'Text' },
  { value: 'name', label: 'Name' },
  { value: 'email', label: 'E-mail address' },
  { value: 'phone', label: 'Phone number' },
  { value: 'number', label: 'Number' },
  { value: 'choice', label: 'Choice' },
];

// FormFields edits a form: what it asks, in which order, and where it leads.
export function FormFields({
  form,
  names,
  change,
}: {
  form: Form;
  names: string[];
  change: (form: Form | undefined) => void;
}) {
  const fields = form.fields ?? [];
  const put = (list: FormField[]) => change({ ...form, fields: list });
  const set = (i: number, to: Partial<FormField>) => put(fields.map((f, n) => (n === i ? { ...f, ...to } : f)));
  return (
    <Card withBorder component="fieldset" aria-label="Form">
      <Stack gap="xs">
        <Group justify="space-between">
          <Text fw={600} size="sm">
            Form
          </Text>
          <Button size="xs" variant="subtle" color="red" onClick={() => change(undefined)}>
            Delete the form
          </Button>
        </Group>
        <TextInput
          label="Name of the form"
          description="Goals and reports call it so. Visitors do not see it."
          maxLength={100}
          value={form.id}
          onChange={(e) => change({ ...form, id: e.currentTarget.value })}
        />
        {fields.map((f, i) => (
          <FieldRow
            key={f.name}
            field={f}
            set={(to) => set(i, to)}
            tools={<Row what={`the field ${f.label}`} list={fields} at={i} put={put} />}
          />
        ))}
        <Group>
          <Button
            size="xs"
            variant="light"
            disabled={fields.length >= 20}
            onClick={() =>
              put([
                ...fields,
                {
                  name: fresh(
                    'field',
                    fields.map((f) => f.name),
                  ),
                  label: '',
                  type: 'text',
                },
              ])
            }
          >
            Add a field
          </Button>
        </Group>
        <TextInput
          label="Text of the form’s button"
          placeholder="Send"
          maxLength={80}
          value={form.submit ?? ''}
          onChange={(e) => change({ ...form, submit: e.currentTarget.value || undefined })}
        />
        <Select
          label="When it is sent, go to"
          placeholder="Choose a step"
          value={form.goto || null}
          data={names}
          onChange={(goto) => change({ ...form, goto: goto ?? '' })}
        />
      </Stack>
    </Card>
  );
}

function FieldRow({
  field: f,
  set,
  tools,
}: {
  field: FormField;
  set: (to: Partial<FormField>) => void;
  tools: React.ReactNode;
}) {
  const kind = (type: string | null) =>
    set({ type: type as FormField['type'], choices: type === 'choice' ? (f.choices ?? []) : undefined });
  return (
    <Stack gap={4}>
      <Group gap="xs" align="flex-end">
        <TextInput
          className="grow"
          label="Field"
          placeholder="What the visitor reads"
          maxLength={100}
          value={f.label}
          onChange={(e) => set({ label: e.currentTarget.value })}
        />
        <Select w={170} label="Kind" value={f.type} data={types} allowDeselect={false} onChange={kind} />
        {tools}
      </Group>
      {f.type === 'choice' && (
        <TagsInput
          label="Choices"
          description="Press Enter after each"
          value={f.choices ?? []}
          onChange={(choices) => set({ choices })}
        />
      )}
      <Checkbox
        label="Required"
        checked={!!f.required}
        onChange={(e) => set({ required: e.currentTarget.checked || undefined })}
      />
    </Stack>
  );
}

// Cards are pictures with words and buttons.
export function Cards({
  list,
  names,
  put,
}: {
  list: CardOf[];
  names: string[];
  put: (list: CardOf[] | undefined) => void;
}) {
  const keep = (to: CardOf[]) => put(to.length ? to : undefined);
  const set = (i: number, to: Partial<CardOf>) => keep(list.map((c, n) => (n === i ? { ...c, ...to } : c)));
  return list.map((c, i) => (
    <Card withBorder key={i} component="fieldset" aria-label={`Card ${i + 1}`}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Text fw={600} size="sm">
            Card {i + 1}
          </Text>
          <Row what={`the card ${c.title}`} list={list} at={i} put={keep} />
        </Group>
        <TextInput
          label="Title"
          maxLength={200}
          value={c.title}
          onChange={(e) => set(i, { title: e.currentTarget.value })}
        />
        <TextInput
          label="Text of the card"
          maxLength={2000}
          value={c.text ?? ''}
          onChange={(e) => set(i, { text: e.currentTarget.value || undefined })}
        />
        <TextInput
          label="Address of a picture"
          placeholder="https://"
          maxLength={2000}
          value={c.image ?? ''}
          onChange={(e) => set(i, { image: e.currentTarget.value || undefined })}
        />
        <Buttons list={c.buttons ?? []} names={names} put={(buttons) => set(i, { buttons })} />
      </Stack>
    </Card>
  ));
}
