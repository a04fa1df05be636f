import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { direction } from '../parts/languages';
import type { Editing } from './editing';

interface Props {
  code: string; // the language
  wordings?: string[];
  editing: Editing;
}

// Taught shows the wordings in a language that a language model wrote for an entry. They can be taken away, and come
// back; nobody reads them as an answer.
export function Taught({ code, wordings = [], editing: { content, change } }: Props) {
  const away = content.untaught ?? [];
  const found = wordings.filter((text) => !away.includes(text));
  if (!wordings.length) return null;
  return (
    <section aria-label="Taught by the model">
      <Text size="sm" fw={500}>
        Taught by the model
      </Text>
      <Text size="xs" c="dimmed">
        Questions are compared with these, too. Visitors never read them.
      </Text>
      <ul className="taught" lang={code} dir={direction(code)}>
        {found.map((text) => (
          <li key={text}>
            <bdi>{text}</bdi>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`Take “${text}” away`}
              onClick={() => change({ untaught: [...away, text] })}
            >
              <IconX size={14} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {found.length < wordings.length && (
        <Group gap="xs">
          <Text size="xs" c="dimmed">
            {wordings.length - found.length} taken away
          </Text>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => change({ untaught: away.filter((text) => !wordings.includes(text)) })}
          >
            Bring back
          </Button>
        </Group>
      )}
    </section>
  );
}
