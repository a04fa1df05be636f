import { CloseButton, Group, Text } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { Size } from './media';
import type { Writing } from './writing';

// Enclosed are the files that go after the words. Each can be removed until it leaves, also while it is uploaded.
export function Enclosed({ draft: { files, held, remove }, stop }: { draft: Writing; stop: (of: string) => void }) {
  if (!files.length) return null;
  return (
    <Group component="ul" className="enclosed" aria-label="Files to send" gap="xs" mt="xs">
      {files.map((f) => (
        <Group component="li" key={f.upload} gap={4} wrap="nowrap">
          <IconPaperclip size={16} aria-hidden />
          <Text size="sm" className="cut">
            <bdi>{f.name}</bdi> <Size of={f.size} />
          </Text>
          <CloseButton
            size="sm"
            aria-label={`Remove ${f.name}`}
            disabled={held && !!f.message}
            onClick={() => {
              remove(f.upload);
              stop(f.upload);
            }}
          />
        </Group>
      ))}
    </Group>
  );
}
