import { useQuery } from '@tanstack/react-query';
import type { components } from '../../../../api/gen/schemas.gen';
import { useApp } from '../app/context';
import { read } from '../app/reads';

type Entry = components['schemas']['AuditEntry'];
type Member = components['schemas']['Member'];

// The subjects of entries, by the API's names and in plain words.
const kinds: Record<string, string> = {
  member: 'Team member',
  bot: 'Bot',
  script: 'Script',
  knowledge: 'Knowledge',
  question: 'Unanswered question',
  site: 'Site',
  goals: 'Goals',
  labels: 'Labels',
  groups: 'Groups of the team',
  general: 'General settings',
  channels: 'Channels that are told',
  hours: 'Opening hours',
  number: 'WhatsApp number',
  templates: 'Templates',
  flow: 'Flow',
  key: 'API key',
  retention: 'Retention',
  contacts: 'Contact data',
  visitor: 'Visitor',
  tenant: 'All data',
  account: 'Account',
  export: 'Export',
  audit: 'Audit',
};
const deeds: Record<string, string> = {
  portrayed: 'given a picture',
  invitation_withdrawn: 'no longer invited',
  picture_removed: 'without a picture',
  digest_on: 'mailed once a week',
  digest_off: 'not mailed any more once a week',
  device_on: 'told on a device while the app is closed',
  device_off: 'not told on a device any more',
  insider: 'said to be one of the team',
  no_insider: 'said not to be one of the team',
  linked: 'joined with another',
  unlinked: 'taken apart from another',
  opted_in: 'said to have agreed to be written to',
  quieted: 'not to be written to',
  unquieted: 'to be written to again',
  stop_lifted: 'said to have written no STOP',
  made: 'created',
  bound: 'connected',
  unbound: 'disconnected',
  secret_rotated: 'given a new secret',
  login_made: 'given a secret for signed logins',
  login_replaced: 'given another secret for signed logins',
  login_off: 'without signed logins',
  push_on: 'with notifications for visitors',
  push_off: 'without notifications for visitors',
  fetched: 'downloaded',
  hidden: 'hidden from viewers',
  shown: 'shown to viewers',
  adopted: 'taken over',
  rolled_back: 'brought back',
  answered: 'given an entry',
  answers_changed: 'published with other answers',
  answers_kept: 'not published, for its other answers',
  no_question: 'said to be no question',
  model_set: 'asks a language model',
  model_removed: 'asks no language model',
  hold_set: 'has unsure answers wait for a person',
  hold_removed: 'has no answer wait for a person',
};

export const subjects = Object.entries(kinds).map(([value, label]) => ({ value, label }));

// deed is an action in words: "key.made" is "API key created".
export function deed(action: string): string {
  const [kind = '', done = ''] = action.split('.');
  return `${kinds[kind] ?? kind} ${deeds[done] ?? done.replaceAll('_', ' ')}`.trim();
}

// useNames gives the current name of a bot, a site or a member by its id.
export function useNames(members: Member[] = []): Map<string, string> {
  const { api } = useApp();
  const bots = useQuery(read(api, '/v1/bots'));
  const sites = useQuery(read(api, '/v1/sites'));
  return new Map([
    ...members.map((m) => [m.id, m.name || m.email] as const),
    ...(bots.data?.rows ?? []).map((b) => [b.id, b.name] as const),
    ...(sites.data?.rows ?? []).map((s) => [s.site.key, s.site.name] as const),
  ]);
}

// Subject is the subject of an entry: its name, with the id at hand.
export function Subject({ entry: e, called }: { entry: Entry; called: Map<string, string> }) {
  const name = called.get(e.object ?? '');
  if (name && e.details?.includes(name)) return <span title={e.object}>{e.details}</span>;
  if (name)
    return (
      <span title={e.object}>
        <bdi>{name}</bdi>
        {e.details && `, ${e.details}`}
      </span>
    );
  if (e.details) return <span title={e.object}>{e.details}</span>;
  return <span className="mono">{e.object}</span>;
}
