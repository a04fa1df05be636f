import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { Loading, NotFound } from '../parts/states';
import { SettingsLayout } from './layout';

const pages: Record<string, React.LazyExoticComponent<() => React.ReactNode>> = {
  you: lazy(() => import('./you').then((m) => ({ default: m.You }))),
  general: lazy(() => import('./general').then((m) => ({ default: m.GeneralSettings }))),
  hours: lazy(() => import('./hours').then((m) => ({ default: m.OpeningSettings }))),
  team: lazy(() => import('./team').then((m) => ({ default: m.Team }))),
  groups: lazy(() => import('./groups').then((m) => ({ default: m.GroupSettings }))),
  bots: lazy(() => import('./bots').then((m) => ({ default: m.Bots }))),
  sites: lazy(() => import('./sites').then((m) => ({ default: m.Sites }))),
  goals: lazy(() => import('./goals').then((m) => ({ default: m.Goals }))),
  labels: lazy(() => import('./labels').then((m) => ({ default: m.LabelSettings }))),
  whatsapp: lazy(() => import('./whatsapp').then((m) => ({ default: m.WhatsApp }))),
  keys: lazy(() => import('./keys').then((m) => ({ default: m.Keys }))),
  audit: lazy(() => import('./audit').then((m) => ({ default: m.Audit }))),
};

const route = getRouteApi('/settings/$section');

// SettingsPage is one section of the settings.
export function SettingsPage() {
  const { section } = route.useParams();
  const Section = pages[section];
  return (
    <SettingsLayout>
      {Section ? (
        <Suspense fallback={<Loading />}>
          <Section />
        </Suspense>
      ) : (
        <NotFound />
      )}
    </SettingsLayout>
  );
}
