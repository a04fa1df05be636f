import { useMutation } from '@tanstack/react-query';
import type { Conversation, ConversationRow } from '../../../lib/wire';
import { type Api, ok } from '../app/api';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';
import { idsOf } from '../parts/labels';

// BulkAct is an act on several conversations: closing them, giving them to somebody ('' for the team) or to a group of
// it with a note, or adding a label.
export type BulkAct = 'close' | { to: string; group?: string; note: string } | { label: string };

// Changed is a conversation before and after an act.
export interface Changed {
  what: BulkAct;
  row: ConversationRow; // before
  now: Conversation;
}

// Failure is why something was not done to one of several.
interface Failure<T> {
  one: T;
  error: Error;
}

const atOnce = 4; // calls side by side

// each does the same to all. It goes on past those that fail.
async function each<T, U>(all: T[], act: (one: T) => Promise<U>) {
  const left = [...all];
  const outcome = { done: [] as U[], failed: [] as Failure<T>[] };
  const work = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift())
      await act(one).then(
        (done) => outcome.done.push(done),
        (error: Error) => outcome.failed.push({ one, error }),
      );
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcome;
}

const at = (c: Conversation) => ({ params: { path: { conversation: c.id } } });
const seen = (c: Conversation) => ({ epoch: c.epoch, from: c.assignee });

const give = (api: Api, c: Conversation, to: string, group?: string, note = '') =>
  ok(
    api.POST('/v1/conversations/{conversation}/assign', {
      ...at(c),
      body: { ...seen(c), to: to || undefined, group, note: note.trim() || undefined },
    }),
  );
const close = (api: Api, c: Conversation) =>
  ok(api.POST('/v1/conversations/{conversation}/close', { ...at(c), body: { ...seen(c), bulk: true } }));

const label = (api: Api, c: Conversation, body: { add?: string[]; remove?: string[] }) =>
  ok(api.POST('/v1/conversations/{conversation}/labels', { ...at(c), body }));

function does(api: Api, what: BulkAct, c: Conversation): Promise<Conversation> {
  if (what === 'close') return close(api, c);
  return 'label' in what ? label(api, c, { add: [what.label] }) : give(api, c, what.to, what.group, what.note);
}

// changes tells whether an act changes a conversation at all.
export function changes(what: BulkAct, c: Conversation): boolean {
  if (what === 'close') return c.status !== 'closed';
  if ('label' in what) return !idsOf(c).includes(what.label);
  if (c.owner === 'team' && !what.to) return c.group !== what.group;
  return c.owner === 'bot' || (c.assignee ?? '') !== what.to;
}

// isOurs tells whether it was our call that closed or gave a conversation, as it is now, and not one of a colleague
// from before ours began: the server takes ours as done then. Of labels it does not name the person who added them.
export function isOurs(what: BulkAct, now: Conversation, began: number): boolean {
  if (typeof what === 'object' && 'label' in what) return true;
  return Date.parse((what === 'close' ? now.closedAt : now.ownedAt) ?? '') >= began;
}

async function restore(api: Api, changed: Changed): Promise<void> {
  if (typeof changed.what === 'object' && 'label' in changed.what)
    await label(api, changed.now, { remove: [changed.what.label] });
  else await giveBack(api, changed);
}

// giveBack gives a conversation back to its owner and its state of before. It is refused if the conversation has
// changed hands since.
async function giveBack(api: Api, { row: { conversation: was }, now }: Changed): Promise<void> {
  let c = now;
  if (now.status === 'closed') {
    const body = { epoch: c.epoch, to: was.owner, agent: was.owner === 'agent' ? was.assignee : undefined };
    c = await ok(api.POST('/v1/conversations/{conversation}/reopen', { ...at(c), body }));
  }
  if (was.owner === 'agent' && c.assignee !== was.assignee) c = await give(api, c, was.assignee!);
  else if (was.owner === 'team' && (c.owner !== 'team' || c.group !== was.group)) c = await give(api, c, '', was.group);
  else if (was.owner === 'bot' && c.owner !== 'bot')
    c = await ok(api.POST('/v1/conversations/{conversation}/hand-back', { ...at(c), body: seen(c) }));
  if (was.status === 'closed') await close(api, c);
  else if (was.status === 'snoozed' && was.due && Date.parse(was.due) > Date.now())
    await ok(api.POST('/v1/conversations/{conversation}/snooze', { ...at(c), body: { ...seen(c), until: was.due } }));
}

// useBulk acts on several conversations, and takes that back. already is how many needed no act of ours.
export function useBulk() {
  const { api, live } = useApp();
  const refresh = useRefresh();
  const onSettled = () =>
    Promise.all([
      refresh('/v1/conversations'),
      refresh('/v1/conversations/{conversation}'),
      refresh('/v1/queues'),
      refresh('/v1/presence'),
    ]);
  return {
    act: useMutation({
      mutationFn: async ({ what, of }: { what: BulkAct; of: ConversationRow[] }) => {
        const asked = of.filter((row) => changes(what, row.conversation));
        const { done, failed } = await each(asked, async (row) => {
          const began = live.now();
          const now = await does(api, what, row.conversation);
          return { what, row, now, ours: isOurs(what, now, began) };
        });
        const ours = done.filter((c) => c.ours);
        return { done: ours, failed, already: of.length - ours.length - failed.length };
      },
      onSettled,
    }),
    undo: useMutation({
      mutationFn: (changed: Changed[]) => each(changed, (c) => restore(api, c)),
      onSettled,
    }),
  };
}
