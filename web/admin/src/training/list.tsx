import { Badge, Checkbox, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { languageName } from '../parts/languages';
import { AnchorLink } from '../parts/links';
import { type Filters, useBotsAndSites } from './queries';
import { answered, type Entry, type Overview, sources, states } from './words';

interface FilterProps {
  filters: Filters;
  words: string;
  overview: Overview;
  type: (words: string) => void;
  set: (to: Partial<Filters>) => void;
}

// Narrow are the search and the filters of the list.
export function Narrow({ filters, words, overview, type, set }: FilterProps) {
  const { bots } = useBotsAndSites();
  const pick = (label: string, field: keyof Filters, data: { value: string; label: string }[], any: string) => (
    <Select
      label={label}
      placeholder={any}
      clearable
      w={170}
      value={filters[field] ?? null}
      data={data}
      onChange={(v) => set({ [field]: v ?? undefined })}
    />
  );
  return (
    <Group gap="xs" align="flex-end">
      <TextInput
        label="Search"
        placeholder="Words of a question or an answer"
        leftSection={<IconSearch size={16} />}
        w={260}
        maxLength={100}
        value={words}
        onChange={(e) => type(e.currentTarget.value)}
      />
      {pick(
        'State',
        'state',
        Object.entries(states).map(([value, { label }]) => ({ value, label })),
        'Any',
      )}
      {pick(
        'No answer in',
        'missing',
        Object.keys(overview.languages).map((value) => ({ value, label: languageName(value) })),
        'Any language',
      )}
      {overview.tags.length > 0 &&
        pick(
          'Tag',
          'tag',
          overview.tags.map((t) => ({ value: t, label: t })),
          'Any',
        )}
      {bots.length > 1 && pick('Bot', 'bot', bots, 'Any')}
      {pick(
        'Source',
        'source',
        Object.entries(sources).map(([value, label]) => ({ value, label })),
        'Any',
      )}
    </Group>
  );
}

interface RowsProps {
  rows: Entry[];
  languages: string[]; // of all entries
  chosen: Set<string>;
  choose: (chosen: Set<string>) => void;
}

// Rows are the entries, each with a box to choose it for a change of many.
export function Rows({ rows, languages, chosen, choose }: RowsProps) {
  const all = rows.length > 0 && rows.every((r) => chosen.has(r.id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  };
  return (
    <>
      <Checkbox
        my="xs"
        label="Choose all that are shown"
        checked={all}
        indeterminate={!all && chosen.size > 0}
        onChange={() => choose(all ? new Set() : new Set(rows.map((r) => r.id)))}
      />
      <ul className="entries">
        {rows.map((r) => (
          <Row key={r.id} entry={r} languages={languages} chosen={chosen.has(r.id)} toggle={() => toggle(r.id)} />
        ))}
      </ul>
    </>
  );
}

interface RowProps {
  entry: Entry;
  languages: string[];
  chosen: boolean;
  toggle: () => void;
}

function Row({ entry: e, languages, chosen, toggle }: RowProps) {
  const c = e.content;
  const first = Object.values(c.languages).flatMap((w) => w.wordings ?? [])[0];
  const missing = languages.filter((l) => !answered(c, l));
  return (
    <li className="entry" data-entry={c.title}>
      <Checkbox aria-label={`Choose ${c.title}`} checked={chosen} onChange={toggle} mt={2} />
      <Stack gap={2} className="grow">
        <Group gap="xs">
          <AnchorLink to="/training/$entry" params={{ entry: e.id }} fw={600} c="inherit">
            <bdi>{c.title}</bdi>
          </AnchorLink>
          <Badge size="sm" variant="light" color={states[e.state].color}>
            {states[e.state].label}
          </Badge>
          {c.people && (
            <Badge size="sm" variant="outline" color="gray">
              Only people
            </Badge>
          )}
          {c.tags?.map((t) => (
            <Badge key={t} size="sm" variant="default">
              {t}
            </Badge>
          ))}
        </Group>
        {first && first !== c.title && (
          <Text size="sm" c="dimmed" lineClamp={1}>
            <bdi>{first}</bdi>
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {Object.keys(c.languages).map(languageName).join(', ')}
          {missing.length > 0 && `. No answer in ${missing.map(languageName).join(', ')}`}
        </Text>
      </Stack>
    </li>
  );
}
