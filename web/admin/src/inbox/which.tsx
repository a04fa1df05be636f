import { Group, Modal, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Loading } from '../parts/states';
import { countOf, fitting } from './filter';
import { FilterButton, useFilters } from './filters';
import { type Queue, queues, useAllCounts, useCounts } from './queries';
import { filtersIn, shows, useViewCounts, useViews, type View } from './views';

const Edit = lazy(() => import('./views-edit').then((m) => ({ default: m.EditViews })));

// Which chooses the queue or a view, and the filters in it.
export function Which({ queue, countries }: { queue: Queue; countries: string[] }) {
  const navigate = useNavigate();
  const [filters] = useFilters(queue);
  const [opened, { open, close }] = useDisclosure();
  const [editing, edit] = useDisclosure();
  const saved = useViews();
  const views = [...(saved?.own.views ?? []), ...(saved?.team.views ?? [])];
  const counts = { ...useAllCounts(opened), ...useCounts() } as Partial<Counts>;
  const few = useViewCounts(views, opened);
  const keyOf = (v: View) => `view ${views.indexOf(v)}`;
  const go = (to: string) => {
    const view = views.find((v) => keyOf(v) === to);
    const at = view?.queue ?? to;
    void navigate({
      to: '/inbox/$queue',
      params: { queue: at },
      search: view ? filtersIn(view) : fitting(filters, at),
    });
  };
  const shown = views.find((v) => shows(v, queue, filters));
  const label = (v: View) => {
    const count = few.get(v);
    return count ? `${v.name} (${count})` : countOf(filtersIn(v)) ? v.name : numbered(v.name, counts, v.queue);
  };
  const group = (name: string, of: View[] = []) =>
    of.length ? [{ group: name, items: of.map((v) => ({ value: keyOf(v), label: label(v) })) }] : [];
  const all = Object.entries(queues).map(([value, name]) => ({ value, label: numbered(name, counts, value) }));
  return (
    <Group gap="xs" wrap="nowrap">
      <Select
        aria-label="Queue"
        value={shown ? keyOf(shown) : queue}
        allowDeselect={false}
        maxDropdownHeight={420}
        onDropdownOpen={open}
        onDropdownClose={close}
        onChange={(v) => v && go(v)}
        data={
          views.length
            ? [
                ...group('Your views', saved?.own.views),
                ...group('The team’s views', saved?.team.views),
                { group: 'Queues', items: all },
              ]
            : all
        }
      />
      <FilterButton queue={queue} countries={countries} views={edit.open} />
      <Modal opened={editing} onClose={edit.close} title="Views">
        <Suspense fallback={<Loading />}>
          <Edit queue={queue} filters={filters} close={edit.close} />
        </Suspense>
      </Modal>
    </Group>
  );
}

const mostCounted = 100; // of queues in which nobody waits for the team

// numbered is a queue's name with the number of its conversations, where that is counted.
function numbered(label: string, counts: Partial<Counts>, queue: string): string {
  const count = counts[queue as keyof Counts];
  if (count === undefined) return label;
  const capped = count >= mostCounted && (queue === 'human' || queue === 'bot' || queue === 'snoozed');
  return `${label} (${capped ? `${mostCounted - 1}+` : count})`;
}

type Counts = NonNullable<ReturnType<typeof useCounts>>;
