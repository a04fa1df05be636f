import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { Confirm } from '../parts/confirm';
import { Wrong } from '../settings/parts';
import type { Editing } from './editing';
import type { Entry } from './words';

// Fate deletes an entry.
export function Fate({ entry: e, editing: { drop, reload } }: { entry: Entry; editing: Editing }) {
  const [asking, setAsking] = useState(false);
  if (e.state === 'removed') return null;
  return (
    <>
      <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
        Delete this entry
      </Button>
      <Confirm
        opened={asking}
        title="Delete this entry?"
        stay="Keep it"
        go="Delete it"
        busy={drop.isPending}
        close={() => setAsking(false)}
        act={() => drop.mutate()}
      >
        <Text size="sm">
          {e.state === 'draft'
            ? 'It was never published. It cannot be brought back.'
            : 'Visitors get it until the next publication. An earlier edition can bring it back.'}
        </Text>
        <Wrong error={drop.error} reload={reload} />
      </Confirm>
    </>
  );
}
