import { Group, Switch } from '@mantine/core';
import { usePreferences } from '../app/preferences';

// Duties are a person's own switches of the deck.
export function Duties({ agent }: { agent: boolean }) {
  const [mine, change] = usePreferences();
  return (
    <Group gap="lg" mt={6}>
      {agent && (
        <Switch
          size="xs"
          label="Alert me on other pages too"
          checked={!!mine.alertMe}
          onChange={(e) => change({ ...mine, alertMe: e.currentTarget.checked })}
        />
      )}
      <Switch
        size="xs"
        label="Most at stake first"
        checked={!!mine.byStakes}
        onChange={(e) => change({ ...mine, byStakes: e.currentTarget.checked })}
      />
    </Group>
  );
}
