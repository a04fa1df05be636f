import { notifications } from '@mantine/notifications';
import { type FetchQueryOptions, type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../app/api';

// Stored says where settings with a version are stored, and which part of them a form edits.
export interface Stored<Settings, Draft, Key extends QueryKey> {
  query: Pick<FetchQueryOptions<Settings, Error, Settings, Key>, 'queryKey' | 'queryFn'>;
  draftOf: (settings: Settings) => Draft;
  put: (draft: Draft, version: number) => Promise<Settings>;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

// useSettingsDraft is a form's draft of settings, and the settings that it began with (had). Settings that a colleague
// saved meanwhile take the place of a draft without changes only. Other drafts stay: if the colleague changed another
// part of the settings, they are saved all the same, and else they are refused until load gives them up for theirs.
export function useSettingsDraft<Settings extends { version: number }, Draft, Key extends QueryKey>(
  now: Settings,
  stored: Stored<Settings, Draft, Key>,
) {
  const { query, put, draftOf } = stored;
  const queries = useQueryClient();
  const [had, setHad] = useState(now);
  const [draft, setDraft] = useState(() => draftOf(now));
  const take = (settings: Settings) => {
    setHad(settings);
    setDraft(draftOf(settings));
  };
  const changed = !same(draft, draftOf(had));
  if (now.version > had.version && !changed) take(now);
  const save = useMutation({
    mutationFn: () =>
      put(draft, had.version).catch(async (error) => {
        if (!(error instanceof ApiError) || error.code !== 'changed_meanwhile') throw error;
        const theirs = await queries.fetchQuery({ ...query, staleTime: 0 });
        if (same(draftOf(theirs), draft)) return theirs; // the answer to a save of it was lost, or they chose the same
        if (!same(draftOf(theirs), draftOf(had))) throw error;
        return put(draft, theirs.version);
      }),
    onSuccess: (saved) => {
      notifications.show({ color: 'teal', message: 'Saved' });
      queries.setQueryData<Settings>(query.queryKey as QueryKey, saved);
      take(saved);
      void queries.invalidateQueries(); // other settings lie in the same row: their versions are outdated now
    },
  });
  const load = () => {
    save.reset();
    take(had);
    void queries.invalidateQueries({ queryKey: query.queryKey });
  };
  return { had, draft, setDraft, changed, save, load };
}
