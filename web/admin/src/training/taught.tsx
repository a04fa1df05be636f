import { ActionIcon, Button, Text } from '@mantine/core';
import { IconPencil, IconX } from '@tabler/icons-react';
import { direction } from '../parts/languages';
import type { Editing } from './editing';
import { mostWordings, owned } from './from-question';

interface Props {
  code: string; // the language
  wordings?: string[];
  editing: Editing;
  edit: (text: string) => void; // it stands among the entry's own from now on
}

// Taught shows the wordings in a language that a language model wrote for an entry. Each can be taken away, comes back,
// or becomes one of the entry's own; nobody reads them as an answer.
export function Taught({ code, wordings = [], editing: { content, change }, edit }: Props) {
  if (!wordings.length) return null;
  const away = content.untaught ?? [];
  const own = content.languages[code]?.wordings ?? [];
  const gone = wordings.filter((text) => away.includes(text) && !own.includes(text));
  return (
    <section aria-label="Taught by the model">
      <Text size="sm" fw={500}>
        Taught by the model
      </Text>
      <Text size="xs" c="dimmed">
        Questions are compared with these, too. Visitors never read them.
      </Text>
      <ul className="taught" lang={code} dir={direction(code)}>
        {wordings
          .filter((text) => !away.includes(text))
          .map((text) => (
            <li key={text}>
              <bdi className="grow">{text}</bdi>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={`Edit “${text}”`}
                disabled={own.length >= mostWordings}
                onClick={() => {
                  change(owned(content, code, text));
                  edit(text);
                }}
              >
                <IconPencil size={14} />
              </ActionIcon>
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
      {gone.length > 0 && (
        <details>
          <summary>
            <Text size="xs" c="dimmed" span>
              {gone.length} taken away
            </Text>
          </summary>
          <ul className="taught" lang={code} dir={direction(code)}>
            {gone.map((text) => (
              <li key={text}>
                <bdi className="grow">{text}</bdi>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Bring back “${text}”`}
                  onClick={() => change({ untaught: away.filter((other) => other !== text) })}
                >
                  Bring back
                </Button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
