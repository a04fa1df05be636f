import { type Mutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

// useLeaving has the browser ask before the page goes while it uploads a file to a conversation, or while an act waits
// for its turn there: both end with the page.
export function useLeaving(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const ask = (e: BeforeUnloadEvent) => {
      if (queries.isMutating({ predicate: endsHere })) e.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [queries]);
}

// endsHere tells it of an act in the turn of a conversation. Others are with the server before anybody has left.
function endsHere({ options: { scope, mutationKey }, state }: Mutation): boolean {
  const holds = (state.variables as { holds?: boolean } | undefined)?.holds;
  return !!scope && (state.isPaused || mutationKey?.[0] === 'attach' || !!holds);
}
