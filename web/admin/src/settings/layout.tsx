import './kit-settings.css';
import { Tabs, Title } from '@mantine/core';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { Sideways } from '../parts/sideways';

const route = getRouteApi('/settings/$section');

// sections are the pages of settings, each with the least role that sees it.
export const sections = [
  ['you', 'You', 'viewer'],
  ['general', 'General', 'viewer'],
  ['hours', 'Hours', 'viewer'],
  ['team', 'Team', 'viewer'],
  ['groups', 'Groups', 'viewer'],
  ['bots', 'Bots', 'viewer'],
  ['sites', 'Sites', 'viewer'],
  ['goals', 'Goals', 'viewer'],
  ['labels', 'Labels', 'viewer'],
  ['whatsapp', 'WhatsApp', 'owner'],
  ['keys', 'API keys', 'owner'],
  ['audit', 'Audit', 'owner'],
] as const;

// show brings a tab into view. Where the tabs do not fit, the chosen one may stand beside them.
const show = (tab: HTMLElement | null) => tab?.scrollIntoView({ block: 'nearest', inline: 'center' });

// SettingsLayout is the head of every page of settings.
export function SettingsLayout({ children }: { children?: React.ReactNode }) {
  const { section } = route.useParams();
  const { me } = useApp();
  return (
    <div className="page">
      <Title order={1} size="h3" px="md" pt="md" pb="xs">
        Settings
      </Title>
      <Sideways label="Sections">
        <Tabs value={section} px="md" pb="md" keepMounted={false}>
          <Tabs.List style={{ flexWrap: 'nowrap', minWidth: 'max-content' }}>
            {sections
              .filter(([, , role]) => may(me.role, role))
              .map(([id, label]) => (
                <Tabs.Tab
                  key={id}
                  value={id}
                  ref={id === section ? show : undefined}
                  renderRoot={(props) => (
                    <Link to="/settings/$section" params={{ section: id }} {...(props as object)} />
                  )}
                >
                  {label}
                </Tabs.Tab>
              ))}
          </Tabs.List>
        </Tabs>
      </Sideways>
      {children ?? <Outlet />}
    </div>
  );
}
