import { Button, Popover, Select, Stack, Switch } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconBookmark, IconFilterOff } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type RefObject, useRef } from 'react';
import { countryName } from '../parts/format';
import { useGroups } from '../parts/groups';
import { useLabels } from '../parts/labels';
import { languageName, offered } from '../parts/languages';
import { nameOf, useMembers } from '../parts/team';
import { usePlaces } from '../visitors/places';
import { byWaiting, countOf, type Filters, filtersOf, fitting, unfiltered } from './filter';
import type { Queue } from './queries';

// useFilters gives the filters of the address that the queue offers, and a function that changes them.
export function useFilters(queue: Queue): [Filters, (change: Filters) => void] {
  const filters = fitting(filtersOf(useSearch({ strict: false })), queue); // an open brief is none of them
  const navigate = useNavigate();
  return [filters, (change) => void navigate({ to: '.', search: { ...filters, ...change }, replace: true })];
}

interface Props {
  queue: Queue;
  countries: string[]; // of the rows that were read
}

// FilterButton opens the filters of a list, and tells how many of them narrow it. It leads to the views.
export function FilterButton({ views, ...props }: Props & { views: () => void }) {
  const [opened, { toggle, close }] = useDisclosure();
  const [f, set] = useFilters(props.queue);
  const count = countOf(f);
  const last = useRef<HTMLInputElement>(null);
  const clear = () => {
    set(unfiltered);
    last.current?.focus(); // the button goes
  };
  return (
    <Popover position="bottom-end" width={300} trapFocus opened={opened} onDismiss={close}>
      <Popover.Target>
        <Button
          variant={count ? 'light' : 'default'}
          onClick={toggle}
          flex="none"
          leftSection={<IconAdjustmentsHorizontal size={18} />}
          aria-label={count ? `Filters, ${count} in use` : 'Filters'}
        >
          {count ? `Filters · ${count}` : 'Filters'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown mah="70dvh" style={{ overflowY: 'auto' }}>
        <Stack gap="sm">
          <Fields {...props} last={last} f={f} set={set} />
          {count > 0 && (
            <Button variant="subtle" leftSection={<IconFilterOff size={16} />} onClick={clear}>
              Clear the filters
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconBookmark size={16} />}
            onClick={() => {
              close();
              views();
            }}
          >
            Keep or edit views
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

const channels = { web: 'Website', whatsapp: 'WhatsApp' };
const ending = { 1: 'Within an hour', 4: 'Within 4 hours', 12: 'Within 12 hours' };
const orders = { latest: 'Latest message first', earliest: 'Earliest message first' };
const waitingOrders = { latest: 'Waiting longest first', target: 'Target first', priority: 'Priority first' };
const priorities = { urgent: 'Urgent', high: 'High' };
const targets = { late: 'Late', soon: 'Within 15 minutes, or late' };
const optionsOf = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

// spoken are the languages to choose from, with one that the address names.
const spoken = (named?: string) =>
  [...new Set([...offered, named ?? 'en'])].map((value) => ({ value, label: languageName(value) }));

interface FieldsProps extends Props {
  last: RefObject<HTMLInputElement | null>; // the last field of every queue
  f: Filters;
  set: (change: Filters) => void;
}

function Fields({ queue, countries, last, f, set }: FieldsProps) {
  const places = usePlaces();
  const members = useMembers();
  const look = { clearable: true, comboboxProps: { withinPortal: false } };
  const labels = useLabels();
  const groups = useGroups();
  const codes = [...new Set([...countries, f.country ?? ''])].filter(Boolean);
  return (
    <>
      <Select
        {...look}
        label="Channel"
        placeholder="Any"
        value={f.source ?? null}
        onChange={(v) => set({ source: (v ?? undefined) as Filters['source'] })}
        data={optionsOf(channels)}
      />
      <Select
        {...look}
        label="Site, number or bot"
        placeholder="Any"
        value={f.at ?? null}
        onChange={(v) => set({ at: v ?? undefined })}
        data={places}
      />
      {!byWaiting(queue) && (
        <Select
          {...look}
          label="Person"
          placeholder="Anybody"
          searchable
          value={f.assignee ?? null}
          onChange={(v) => set({ assignee: v ?? undefined })}
          data={members.map((m) => ({ value: m.id, label: nameOf(m) }))}
        />
      )}
      {labels.length > 0 && (
        <Select
          {...look}
          label="Label"
          placeholder="Any"
          searchable
          value={f.label ?? null}
          onChange={(v) => set({ label: v ?? undefined })}
          data={labels.map((l) => ({ value: l.id!, label: l.name }))}
        />
      )}
      {groups.length > 0 && (
        <Select
          {...look}
          label="Group"
          placeholder="Any"
          searchable
          value={f.group ?? null}
          onChange={(v) => set({ group: v ?? undefined })}
          data={groups.map((g) => ({ value: g.id!, label: g.name }))}
        />
      )}
      <Select
        {...look}
        label="Country"
        placeholder="Any"
        searchable
        value={f.country ?? null}
        onChange={(v) => set({ country: v ?? undefined })}
        data={codes
          .map((value) => ({ value, label: countryName(value) }))
          .sort((a, b) => a.label.localeCompare(b.label))}
      />
      <Select
        {...look}
        label="WhatsApp’s 24 hours end"
        placeholder="Any time"
        value={f.ending ? String(f.ending) : null}
        onChange={(v) => set({ ending: v ? Number(v) : undefined })}
        data={optionsOf(ending)}
      />
      <Select
        {...look}
        label="Priority"
        placeholder="Any"
        value={f.priority ?? null}
        onChange={(v) => set({ priority: (v ?? undefined) as Filters['priority'] })}
        data={optionsOf(priorities)}
      />
      <Select
        {...look}
        label="Language"
        placeholder="Any"
        searchable
        value={f.language ?? null}
        onChange={(v) => set({ language: v ?? undefined })}
        data={spoken(f.language)}
      />
      {byWaiting(queue) && (
        <Select
          {...look}
          label="First answer due"
          placeholder="Any time"
          value={f.target ?? null}
          onChange={(v) => set({ target: (v ?? undefined) as Filters['target'] })}
          data={optionsOf(targets)}
        />
      )}
      <Switch
        label="Only with an unanswered question"
        checked={!!f.missed}
        onChange={(e) => set({ missed: e.currentTarget.checked || undefined })}
      />
      <Switch
        ref={last}
        label="Only what I have not read"
        checked={!!f.unread}
        onChange={(e) => set({ unread: e.currentTarget.checked || undefined })}
      />
      <Select
        {...look}
        label="Order"
        clearable={false}
        allowDeselect={false}
        value={f.sort ?? 'latest'}
        onChange={(v) => set({ sort: v === 'latest' ? undefined : ((v ?? undefined) as Filters['sort']) })}
        data={optionsOf(byWaiting(queue) ? waitingOrders : orders)}
      />
    </>
  );
}
