import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { useScriptDraft } from '../settings/script-draft';
import { drafted, note } from './from-question';
import { useRenew } from './queries';
import { type Content, type Entry, lent, marksOf, type Question, resumed, textOf } from './words';

export type Editing = ReturnType<typeof useEntry>;

// useEntry holds an entry as it is being written, saves it, and keeps unsaved text in this browser.
export function useEntry(e: Entry, question?: Question) {
  const { api } = useApp();
  const [content, setContent] = useState<Content>(() => (question ? drafted(question, e.content) : e.content));
  const [replaced, setReplaced] = useState(0); // how often: fields with text that is being typed begin anew
  const first = textOf(e.content);
  const now = textOf(content);
  const draft = useScriptDraft(`entry-${e.version ? e.id : 'new'}`, e.version, first, now, marksOf(content));
  const queries = useQueryClient();
  const key = read(api, '/v1/knowledge/entries/{entry}', { path: { entry: e.id } }).queryKey;
  const { save, drop } = useSave(e, content, draft.drop, question);
  const replace = (to: Content) => {
    setContent(to);
    setReplaced(replaced + 1);
  };
  return {
    content,
    replace,
    replaced,
    change: (to: Partial<Content>) => setContent({ ...content, ...to }),
    changed: now !== first,
    save,
    drop,
    submit: prevented(() => save.mutate()),
    conflicts: useShared(e.id, content, now),
    found: draft.found,
    take: () => {
      replace(resumed(draft.found!, content));
      draft.taken();
    },
    forget: draft.drop,
    reload: () => void queries.invalidateQueries({ queryKey: key }),
  };
}

// useSave saves an entry, and deletes it as it is seen here. A saved entry is not saved over once more if only its
// question was not noted.
function useSave(e: Entry, content: Content, saved: () => void, question?: Question) {
  const { api } = useApp();
  const renew = useRenew();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const params = { path: { entry: e.id } };
  const stored = useRef(e);
  const save = useMutation({
    mutationFn: async () => {
      const { version } = stored.current;
      stored.current = await ok(
        api.PUT('/v1/knowledge/entries/{entry}', { params, body: { version, content: lent(content, e.content) } }),
      );
      if (question) await note(api, question, stored.current.id);
      return stored.current;
    },
    onSuccess: async (now) => {
      saved();
      queries.setQueryData(read(api, '/v1/knowledge/entries/{entry}', params).queryKey, now);
      if (!e.version || question)
        await navigate({ to: '/training/$entry', params: { entry: now.id }, ignoreBlocker: true });
      await renew();
    },
  });
  const drop = useMutation({
    mutationFn: () => {
      const query = { version: stored.current.version };
      return ok(api.DELETE('/v1/knowledge/entries/{entry}', { params: { ...params, query } }));
    },
    onSuccess: async () => {
      saved();
      await navigate({ to: '/training', ignoreBlocker: true });
      await renew();
    },
  });
  return { save, drop };
}

// useShared finds the wordings that the entry, as it is being written, shares with others.
function useShared(id: string, content: Content, now: string) {
  const { api } = useApp();
  const [asked] = useDebouncedValue(now, 500);
  const worded = Object.values(content.languages).some((w) => w.wordings?.some((text) => text.trim()));
  const found = useQuery({
    queryKey: ['conflicts', id, asked],
    queryFn: () =>
      ok(api.POST('/v1/knowledge/conflicts', { body: { entry: id, content: JSON.parse(asked) as Content } })),
    enabled: worded,
    gcTime: 0,
    placeholderData: (was) => was,
  });
  return worded ? (found.data?.rows ?? []) : [];
}
