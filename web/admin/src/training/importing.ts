import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { nameOf, put } from '../../../lib/files';
import { ulid } from '../../../lib/ulid';
import { type Api, ok } from '../app/api';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { useRenew } from './queries';

export type Import = components['schemas']['Import'];
export type Plan = components['schemas']['ImportPlan'];
type Act = components['schemas']['ImportAct'];

const lookEvery = 800; // ms, while something is done for the import

export const works = (i?: Import) => i?.state === 'reading' || i?.state === 'writing';

// ended tells whether an import can no longer be cancelled.
export const ended = (i?: Import) => !!i && ['writing', 'done', 'failed', 'cancelled'].includes(i.state);

// isSite tells whether an import is of the pages of a site, and not of a file.
export const isSite = (i?: Import) => /^https?:\/\//.test(i?.name ?? '');

// useImport uploads a file, or begins with a site, and has it read, looks how far that is, and has it written or
// dropped. A new one drops the one before it. An import that is being written goes on without anybody looking, and so does
// one that was taken up again: it is left.
export function useImport() {
  const { api } = useApp();
  const refresh = useRefresh();
  const renew = useRenew();
  const [id, setId] = useState('');
  const [taken, setTaken] = useState(false);
  const [sent, setSent] = useState(0);
  const params = { path: { import: id } };
  const look = useQuery({
    ...read(api, '/v1/knowledge/imports/{import}', params),
    enabled: !!id,
    gcTime: 0,
    refetchInterval: (query) => (works(query.state.data) ? lookEvery : false),
  });
  const begin = useBegin(setSent);
  const latest = useRef<AbortController>(undefined);
  const act = useMutation({
    mutationFn: (body: Act) => ok(api.POST('/v1/knowledge/imports/{import}', { params, body })),
    onSuccess: () => Promise.all([refresh('/v1/knowledge/imports/{import}', params), refresh('/v1/knowledge/imports')]),
  });
  const now = id ? look.data : undefined;
  const done = now?.state === 'done';
  useEffect(() => {
    if (done) void renew();
  }, [done]);
  useEffect(() => () => latest.current?.abort(), []);
  const leave = () => {
    latest.current?.abort();
    setId('');
    setTaken(false);
    begin.reset();
    act.reset();
  };
  const drop = () => {
    if (id && !ended(now)) void cancel(api, id).then(() => refresh('/v1/knowledge/imports'));
    leave();
  };
  const take = (one: string) => {
    leave();
    setId(one);
    setTaken(true);
  };
  const start = (from: File | string, language: string) => {
    drop();
    latest.current = new AbortController();
    begin.mutate({ from, language, stop: latest.current.signal }, { onSuccess: setId });
  };
  return { now, taken, sent, look, begin, act, start, take, leave, drop };
}

const cancel = (api: Api, id: string) =>
  api
    .POST('/v1/knowledge/imports/{import}', { params: { path: { import: id } }, body: { act: 'cancel' } })
    .catch(() => {}); // an import that nobody goes on with changes nothing

interface Begin {
  from: File | string; // or the address of a site's first page
  language: string;
  stop: AbortSignal; // nobody wants it any more
}

// useBegin uploads a file and has it read, or has a site read from an address on. An import that is stopped on the way
// is cancelled.
function useBegin(sent: (percent: number) => void) {
  const { api, live } = useApp();
  return useMutation({
    mutationFn: async ({ from, language, stop }: Begin) => {
      sent(0);
      const id = ulid(live.now()).toLowerCase();
      const named = typeof from === 'string' ? { name: from } : { name: nameOf(from), bytes: from.size };
      const place = await ok(api.POST('/v1/knowledge/imports', { body: { id, ...named, language } }));
      try {
        if (typeof from !== 'string') {
          await put(from, place.upload!, sent, stop).catch(() => {
            throw new Error('The file could not be uploaded. Look at your connection, then choose it again.');
          });
          stop.throwIfAborted();
          const params = { path: { import: id } };
          await ok(api.POST('/v1/knowledge/imports/{import}', { params, body: { act: 'read' } }));
        }
        stop.throwIfAborted();
        return id;
      } catch (error) {
        void cancel(api, id);
        throw error;
      }
    },
  });
}
