import { Group, SegmentedControl, Switch, TextInput } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type Search, today } from './search';
import { useRange } from './use-figures';

const route = getRouteApi('/insights/$question');

// compared are the pages that show the period before.
const compared = ['overview', 'goals', 'team', 'places', 'leads'];

// Period chooses the days that all of the page is about. They stand in the address.
export function Period({ zone }: { zone?: string }) {
  const { question } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/insights/$question' });
  const range = useRange();
  const narrow = (to: Partial<Search>) =>
    void navigate({ search: (s) => ({ ...s, ...to, list: undefined }), replace: true });
  const chosen = search.from && search.to ? 'other' : (search.days ?? '30');
  return (
    <Group gap="xs" className="unprinted" align="flex-end">
      <SegmentedControl
        className="period"
        aria-label="Period"
        value={chosen}
        onChange={(days) =>
          narrow(days === 'other' ? { ...range, days: undefined } : { days, from: undefined, to: undefined })
        }
        data={[
          { value: '1', label: 'Today' },
          { value: '7', label: '7 days' },
          { value: '30', label: '30 days' },
          { value: '365', label: 'Year' },
          { value: 'other', label: 'Other' },
        ]}
      />
      {chosen === 'other' && (
        <>
          <Day label="From" value={range.from} max={range.to} set={(from) => narrow({ from, to: range.to })} />
          <Day label="Until" value={range.to} max={today(zone)} set={(to) => narrow({ from: range.from, to })} />
        </>
      )}
      {compared.includes(question) && (
        <Switch
          label="Compare with the period before"
          checked={!!search.before}
          onChange={(e) => narrow({ before: e.currentTarget.checked || undefined })}
        />
      )}
    </Group>
  );
}

function Day({ label, value, max, set }: { label: string; value: string; max: string; set: (day: string) => void }) {
  return (
    <TextInput
      label={label}
      type="date"
      value={value}
      min="2026-01-01"
      max={max}
      onChange={(e) => e.currentTarget.value && set(e.currentTarget.value)}
    />
  );
}
