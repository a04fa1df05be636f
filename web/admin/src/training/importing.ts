import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { nameOf, put } from '../../../lib/files';
import { ulid } from '../../../lib/ulid';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { useRenew } from './queries';

export type Import = components['schemas']['Import'];
export type Plan = components['schemas']['ImportPlan'];
type Act = components['schemas']['ImportAct'];

const lookEvery = 800; // ms, while something is done for the import

export const works = (i?: Import) => i?.state === 'reading' || i?.state === 'writing';

// useImport uploads a file, or begins with a site, and has it read, looks how far that is, and has it written or dropped.
export function useImport() {
  const { api } = useApp();
  const refresh = useRefresh();
  const renew = useRenew();
  const [id, setId] = useState('');
  const [sent, setSent] = useState(0);
  const params = { path: { import: id } };
  const look = useQuery({
    ...read(api, '/v1/knowledge/imports/{import}', params),
    enabled: !!id,
    gcTime: 0,
    refetchInterval: (query) => (works(query.state.data) ? lookEvery : false),
  });
  const begin = useBegin(setId, setSent);
  const act = useMutation({
    mutationFn: (body: Act) => ok(api.POST('/v1/knowledge/imports/{import}', { params, body })),
    onSuccess: () => refresh('/v1/knowledge/imports/{import}', params),
  });
  const now = id ? look.data : undefined;
  const done = now?.state === 'done';
  useEffect(() => {
    if (done) void renew();
  }, [done]);
  const drop = () => {
    if (id && now && !['writing', 'done', 'failed', 'cancelled'].includes(now.state))
      void api.POST('/v1/knowledge/imports/{import}', { params, body: { act: 'cancel' } });
    setId('');
    begin.reset();
    act.reset();
  };
  return { now, sent, look, begin, act, drop };
}

// useBegin uploads a file and has it read, or has a site read from an address on.
function useBegin(begun: (id: string) => void, sent: (percent: number) => void) {
  const { api, live } = useApp();
  return useMutation({
    mutationFn: async ({ from, language }: { from: File | string; language: string }) => {
      sent(0);
      const id = ulid(live.now()).toLowerCase();
      if (typeof from === 'string') {
        await ok(api.POST('/v1/knowledge/imports', { body: { id, name: from, language } }));
        return id;
      }
      const place = await ok(
        api.POST('/v1/knowledge/imports', { body: { id, name: nameOf(from), bytes: from.size, language } }),
      );
      await put(from, place.upload!, sent).catch(() => {
        throw new Error('The file could not be uploaded. Look at your connection, then choose it again.');
      });
      const params = { path: { import: id } };
      await ok(api.POST('/v1/knowledge/imports/{import}', { params, body: { act: 'read' } }));
      return id;
    },
    onSuccess: begun,
  });
}
