import { Tooltip } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { IconLink } from './links';

// SearchLink leads to the search of messages, with words that were typed elsewhere.
export function SearchLink({ q }: { q?: string }) {
  return (
    <Tooltip label="Search messages (Ctrl+K)" openDelay={500}>
      <IconLink
        to="/search"
        search={{ q: q?.trim() || undefined }}
        variant="default"
        size={36}
        aria-label="Search messages"
      >
        <IconListSearch size={18} />
      </IconLink>
    </Tooltip>
  );
}
