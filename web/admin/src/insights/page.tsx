import '@mantine/charts/styles.css';
import './figures.css';
import { Group, Tabs, Text, Title } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { dayName } from '../parts/format';
import { Broken, Loading } from '../parts/states';
import { Behind } from './behind';
import { Bot } from './bot';
import { Goals } from './goals';
import { Leads } from './leads';
import { Overview } from './overview';
import { Period } from './period';
import { Places } from './places';
import { type Question, questions } from './search';
import { Team } from './team';
import { useFigures, useRange } from './use-figures';

const route = getRouteApi('/insights/$question');

const pages = { overview: Overview, bot: Bot, goals: Goals, team: Team, places: Places, leads: Leads };

// InsightsPage answers one question at a time; the period that is chosen rules all of it.
export function InsightsPage() {
  const { question } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/insights/$question' });
  const range = useRange();
  const figures = useFigures(search.by, { latest: true });
  const old = figures.isPlaceholderData; // of another period, or by something else
  const chosen: Question = question in questions ? (question as Question) : 'overview';
  const Shown = pages[chosen];
  return (
    <div className="page insights">
      <Group justify="space-between" p="md" pb="xs" align="flex-start">
        <div>
          <Title order={1} size="h3">
            Insights
          </Title>
          <Text c="dimmed" size="sm">
            {questions[chosen][1]} <bdi>{range.from}</bdi> to <bdi>{range.to}</bdi>
            {figures.data && `, days of ${figures.data.zone}`}
            {figures.data?.zones?.map((z) => ` · days of ${z.zone || 'UTC'} from ${dayName(z.from ?? '')} on`)}
            {figures.data?.more && ' · the latest visits are still being counted'}
            {figures.data?.anew && ' · some days are being counted anew: figures may be too low until then'}
            {!!figures.data?.all.full &&
              ' · some days were too full to count all of their visits: figures are at least these'}
          </Text>
        </div>
        <Period zone={figures.data?.zone} />
      </Group>
      <Tabs
        value={chosen}
        px="md"
        mb="md"
        className="unprinted"
        onChange={(to) =>
          void navigate({
            to: '/insights/$question',
            params: { question: to ?? 'overview' },
            search: (s) => ({ ...s, list: undefined }),
          })
        }
      >
        <Tabs.List>
          {Object.entries(questions).map(([name, [label]]) => (
            <Tabs.Tab key={name} value={name}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {figures.isPending ? (
        <Loading />
      ) : figures.error ? (
        <Broken error={figures.error} retry={() => void figures.refetch()} />
      ) : (
        <div className="cards2" aria-busy={old}>
          <Shown figures={old ? { ...figures.data, by: [] } : figures.data} />
        </div>
      )}
      {search.list && <Behind key={JSON.stringify(search)} />}
    </div>
  );
}
