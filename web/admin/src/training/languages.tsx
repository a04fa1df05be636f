import { ActionIcon, Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Another } from '../parts/another-language';
import { direction, languageName } from '../parts/languages';
import { fault } from '../settings/parts';
import type { Editing } from './editing';
import { Taught } from './taught';
import type { Entry, Words } from './words';

// Languages edits the wordings and the answers, side by side.
export function Languages({ editing, taught }: { editing: Editing; taught: Entry['taught'] }) {
  const { content, change } = editing;
  const codes = Object.keys(content.languages);
  const put = (code: string, words?: Words) => {
    const { [code]: _, ...rest } = content.languages;
    change({ languages: words ? { ...content.languages, [code]: words } : rest });
  };
  return (
    <>
      <div className="tongues">
        {codes.map((code) => (
          <Language
            key={code}
            code={code}
            editing={editing}
            taught={taught?.[code]}
            put={(words) => put(code, words)}
            drop={codes.length > 1 ? () => put(code) : undefined}
          />
        ))}
      </div>
      <Another taken={codes} add={(code) => put(code, { wordings: [], answer: [] })} />
    </>
  );
}

interface LanguageProps {
  code: string;
  editing: Editing;
  taught?: string[];
  put: (words: Words) => void;
  drop?: () => void;
}

const lines = (text: string) => text.split('\n');
// A blank line parts the messages of an answer.
const messages = (text: string) => text.split(/\n[ \t]*\n/);

function Language({ code, editing, taught, put, drop }: LanguageProps) {
  const { content, save } = editing;
  const words = content.languages[code]!;
  const name = languageName(code);
  const [answer, setAnswer] = useState((words.answer ?? []).join('\n\n'));
  const own = useRef<HTMLTextAreaElement>(null);
  const [edited, edit] = useState<{ text: string }>(); // the taught wording that has just become one of the entry's own
  useEffect(() => {
    const end = own.current?.value.length ?? 0;
    if (!edited) return;
    own.current?.focus();
    own.current?.setSelectionRange(end - edited.text.length, end);
  }, [edited]);
  const instead = content.people || content.step;
  return (
    <Stack component="fieldset" className="bare" gap="xs" aria-label={name}>
      <Group justify="space-between">
        <Title order={2} size="h6">
          {name}
        </Title>
        {drop && (
          <ActionIcon variant="subtle" color="gray" aria-label={`Take ${name} away`} onClick={drop}>
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </Group>
      <Textarea
        ref={own}
        label="How people ask"
        description="One wording a line, the plainest first"
        dir={direction(code)}
        lang={code}
        autosize
        minRows={3}
        maxRows={14}
        value={(words.wordings ?? []).join('\n')}
        onChange={(e) => put({ ...words, wordings: lines(e.currentTarget.value) })}
        error={fault(save.error, `languages.${code}.wordings`)}
      />
      <Taught code={code} wordings={taught} editing={editing} edit={(text) => edit({ text })} />
      {!instead && (
        <Textarea
          label="Answer"
          description="A blank line begins another message"
          dir={direction(code)}
          lang={code}
          autosize
          minRows={4}
          maxRows={18}
          value={answer}
          onChange={(e) => {
            setAnswer(e.currentTarget.value);
            put({ ...words, answer: messages(e.currentTarget.value), older: undefined });
          }}
          error={fault(save.error, `languages.${code}.answer`)}
        />
      )}
      {words.older && !instead && (
        <Group justify="space-between">
          <Text size="sm" c="orange">
            This answer is older than its source
          </Text>
          <Button size="compact-xs" variant="default" onClick={() => put({ ...words, older: undefined })}>
            It still holds
          </Button>
        </Group>
      )}
    </Stack>
  );
}
