import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { filtersOf, type Filters as Narrowed } from '../inbox/filter';
import { readSearch } from '../insights/search';
import { Loading, NotFound, RouteBroken } from '../parts/states';
import type { Sought } from '../search/queries';
import type { Filters as Trained } from '../training/queries';
import { sources, states } from '../training/words';
import { type Filters, type Shown, shown } from '../visitors/filter';
import { type Whose, whose } from '../visitors/goals';
import { Shell } from './shell';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
const parent = () => root;

const home = createRoute({
  getParentRoute: parent,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/visitors' });
  },
});
const signedIn = createRoute({
  getParentRoute: parent,
  path: '/signed-in',
  beforeLoad: () => {
    throw redirect({ to: '/visitors' });
  },
});

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
const visitors = createRoute({
  getParentRoute: parent,
  path: '/visitors',
  validateSearch: (s: Record<string, unknown>): Filters => ({
    show: s.show === 'past' ? 'past' : undefined,
    map: s.map === true ? true : undefined,
    source: s.source === 'web' || s.source === 'whatsapp' ? s.source : undefined,
    state: typeof s.state === 'string' && s.state in shown ? (s.state as Shown) : undefined,
    at: text(s.at),
    device: text(s.device),
    network: text(s.network),
    country: text(s.country),
    goal: text(s.goal),
    by: typeof s.by === 'string' && s.by in whose ? (s.by as Whose) : undefined,
    from: text(s.from),
    to: text(s.to),
    sort: text(s.sort),
  }),
  component: lazyRouteComponent(() => import('../visitors/page'), 'VisitorsPage'),
});
const visitor = createRoute({
  getParentRoute: parent,
  path: '/visitors/$visitor',
  component: lazyRouteComponent(() => import('../visitors/visitor'), 'VisitorPage'),
});

const inbox = createRoute({
  getParentRoute: parent,
  path: '/inbox',
  beforeLoad: () => {
    throw redirect({ to: '/inbox/$queue', params: { queue: 'waiting' } });
  },
});
const queue = createRoute({
  getParentRoute: parent,
  path: '/inbox/$queue',
  validateSearch: filtersOf,
  component: lazyRouteComponent(() => import('../inbox/page'), 'InboxPage'),
});
const conversation = createRoute({
  getParentRoute: parent,
  path: '/inbox/$queue/$conversation',
  validateSearch: (s: Record<string, unknown>): Narrowed & { message?: string; brief?: true; template?: true } => ({
    ...filtersOf(s),
    message: text(s.message),
    brief: s.brief === true ? true : undefined,
    template: s.template === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('../inbox/page'), 'InboxPage'),
});
const deck = createRoute({
  getParentRoute: parent,
  path: '/deck',
  component: lazyRouteComponent(() => import('../deck/page'), 'DeckPage'),
});
const search = createRoute({
  getParentRoute: parent,
  path: '/search',
  validateSearch: (s: Record<string, unknown>): Sought => ({
    q: s.q === undefined ? undefined : text(String(s.q)),
    source: s.source === 'web' || s.source === 'whatsapp' ? s.source : undefined,
    bot: text(s.bot),
    author: s.author === 'visitor' || s.author === 'bot' || s.author === 'agent' ? s.author : undefined,
    assignee: text(s.assignee),
    label: text(s.label),
    place: text(s.place),
    file: s.file === true ? true : undefined,
    from: text(s.from),
    to: text(s.to),
  }),
  component: lazyRouteComponent(() => import('../search/page'), 'SearchPage'),
});
const printed = createRoute({
  getParentRoute: parent,
  path: '/print/$conversation',
  component: lazyRouteComponent(() => import('../inbox/print'), 'PrintPage'),
});

const insights = createRoute({
  getParentRoute: parent,
  path: '/insights',
  beforeLoad: () => {
    throw redirect({ to: '/insights/$question', params: { question: 'overview' } });
  },
});
const figures = createRoute({
  getParentRoute: parent,
  path: '/insights/$question',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('../insights/page'), 'InsightsPage'),
});
const training = createRoute({
  getParentRoute: parent,
  path: '/training',
  validateSearch: (
    s: Record<string, unknown>,
  ): Trained & { show?: 'questions' | 'editions' | 'coverage'; question?: string } => ({
    show: s.show === 'questions' || s.show === 'editions' || s.show === 'coverage' ? s.show : undefined,
    question: text(s.question),
    q: text(s.q),
    state: typeof s.state === 'string' && s.state in states ? (s.state as Trained['state']) : undefined,
    tag: text(s.tag),
    missing: text(s.missing),
    bot: text(s.bot),
    source: typeof s.source === 'string' && s.source in sources ? (s.source as Trained['source']) : undefined,
  }),
  component: lazyRouteComponent(() => import('../training/page'), 'TrainingPage'),
});
const entry = createRoute({
  getParentRoute: parent,
  path: '/training/$entry',
  validateSearch: (s: Record<string, unknown>): { question?: string } => ({ question: text(s.question) }),
  component: lazyRouteComponent(() => import('../training/entry'), 'EntryPage'),
});
const settings = createRoute({
  getParentRoute: parent,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'you' } });
  },
});
const section = createRoute({
  getParentRoute: parent,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('../settings/page'), 'SettingsPage'),
});
const script = createRoute({
  getParentRoute: parent,
  path: '/settings/bots/$bot',
  validateSearch: (s: Record<string, unknown>): { language?: string } => ({ language: text(s.language) }),
  component: lazyRouteComponent(() => import('../settings/script'), 'ScriptPage'),
});
const privacy = createRoute({
  getParentRoute: parent,
  path: '/privacy',
  component: lazyRouteComponent(() => import('../privacy/page'), 'PrivacyPage'),
});
const usage = createRoute({
  getParentRoute: parent,
  path: '/usage',
  component: lazyRouteComponent(() => import('../usage/page'), 'UsagePage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    signedIn,
    visitors,
    visitor,
    inbox,
    queue,
    conversation,
    deck,
    search,
    printed,
    insights,
    figures,
    training,
    entry,
    settings,
    section,
    script,
    privacy,
    usage,
  ]),
  basepath: '/admin',
  defaultPendingComponent: Loading,
  defaultErrorComponent: RouteBroken,
  defaultPreload: 'intent',
  trailingSlash: 'never',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
