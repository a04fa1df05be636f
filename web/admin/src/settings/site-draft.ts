import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Site } from '../../../lib/wire';
import { ok } from '../app/api';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { fault } from './parts';

export type Look = Site['look'];

const draftOf = (site?: Site) => ({
  bot: site?.bot ?? '',
  name: site?.name ?? '',
  origins: (site?.origins ?? []).join('\n'),
  consent: site?.consent,
  paused: !!site?.paused,
  look: site?.look ?? {},
  version: site?.version,
});
export type SiteDraft = ReturnType<typeof draftOf>;

const bodyOf = (draft: SiteDraft, bot: string) => ({
  bot,
  name: draft.name,
  origins: draft.origins.split(/\s+/).filter(Boolean),
  consent: !!draft.consent,
  paused: draft.paused,
  look: { ...draft.look, pages: draft.look.pages?.filter(Boolean) },
});

// SiteFields are the props of each group of fields.
export type SiteFields = ReturnType<typeof useSiteDraft>;

// useSiteDraft holds a site as it stands in the form, and saves it.
export function useSiteDraft(site: Site | undefined, done: (key?: string) => void) {
  const { api, me } = useApp();
  const refresh = useRefresh();
  const bots = useQuery(read(api, '/v1/bots')).data?.rows.map((b) => ({ value: b.id, label: b.name })) ?? [];
  const [draft, setDraft] = useState(() => draftOf(site));
  const [kept, setKept] = useState(draft);
  const bot = draft.bot || bots[0]?.value || '';
  const change = (to: Partial<SiteDraft>) => setDraft({ ...draft, ...to });
  const look = (to: Partial<Look>) =>
    change({ look: Object.fromEntries(Object.entries({ ...draft.look, ...to }).filter(([, v]) => v)) });
  const save = useMutation({
    mutationFn: () => {
      const body = bodyOf(draft, bot);
      if (!site) return ok(api.POST('/v1/sites', { body }));
      const params = { path: { site: site.key } };
      return ok(api.PUT('/v1/sites/{site}', { params, body: { ...body, version: draft.version } }));
    },
    onSuccess: (saved) => {
      const now = { ...draft, version: saved.version, origins: saved.origins.join('\n') };
      setDraft(now);
      setKept(now);
      void refresh('/v1/sites');
      if (!site) done(saved.key);
    },
  });
  const unsaved = JSON.stringify(draft) !== JSON.stringify(kept);
  const error = (field: string) => fault(save.error, field);
  return { draft, change, look, save, error, unsaved, bots, bot, fixed: !may(me.role, 'owner') };
}
