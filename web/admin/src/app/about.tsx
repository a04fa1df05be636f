import { Text } from '@mantine/core';

// The release and commit of this build.
declare const VERSION: string;

// About names the product and its version.
export function About() {
  return (
    <>
      <Text fw={600}>Botifire Visitors &amp; Live Chat</Text>
      <Text size="sm" c="dimmed">
        Version {VERSION}
      </Text>
    </>
  );
}
