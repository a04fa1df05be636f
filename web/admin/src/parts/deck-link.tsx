import { Tooltip } from '@mantine/core';
import { IconRadar2 } from '@tabler/icons-react';
import { IconLink } from './links';

// DeckLink leads to the flight deck from a list, also where the navigation has no room for it.
export function DeckLink() {
  return (
    <Tooltip label="Flight deck (g d)" openDelay={500}>
      <IconLink to="/deck" variant="default" size={36} aria-label="Flight deck">
        <IconRadar2 size={18} />
      </IconLink>
    </Tooltip>
  );
}
