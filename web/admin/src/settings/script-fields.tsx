import { Button, Card, Checkbox, Group, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { RowTools } from './script-rows';
import { fresh, type Step } from './script-text';

type Form = NonNullable<Step['form']>;
type FormField = Form['fields'][number];

const types = [
  { value: 'text', label: 'Text' },
  { value: 'name', label: 'Name' },
  { value: 'email', label: 'E-mail address' },
  { value: 'phone', label: 'Phone number' },
  { value: 'number', label: 'Number' },
  { value: 'choice', label: 'Choice' },
];

interface Props {
  form: Form;
  names: string[];
  change: (form: Form | undefined) => void;
}

// FormFields edits a form: its fields, their order, and the step that follows.
export function FormFields({ form, names, change }: Props) {
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
          description="Goals and reports use this name. Visitors do not see it."
          maxLength={100}
          value={form.id}
          onChange={(e) => change({ ...form, id: e.currentTarget.value })}
        />
        <Fields fields={form.fields ?? []} put={(fields) => change({ ...form, fields })} />
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

function Fields({ fields, put }: { fields: FormField[]; put: (fields: FormField[]) => void }) {
  const set = (i: number, to: Partial<FormField>) => put(fields.map((f, n) => (n === i ? { ...f, ...to } : f)));
  const add = () => {
    const taken = fields.map((f) => f.name);
    put([...fields, { name: fresh('field', taken), label: '', type: 'text' }]);
  };
  return (
    <>
      {fields.map((f, i) => (
        <FieldRow
          key={f.name}
          field={f}
          set={(to) => set(i, to)}
          tools={<RowTools what={`the field ${f.label}`} list={fields} at={i} put={put} />}
        />
      ))}
      <Group>
        <Button size="xs" variant="light" disabled={fields.length >= 20} onClick={add}>
          Add a field
        </Button>
      </Group>
    </>
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
          placeholder="Label for the visitor"
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
