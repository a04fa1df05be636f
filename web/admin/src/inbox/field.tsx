import { Combobox, Text, Textarea } from '@mantine/core';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import type { Conversation } from '../../../lib/wire';
import { useSuggestion } from './suggest';
import type { Writing } from './writing';

const most = 4096; // characters of a message

// tooLong tells whether a text has more characters than a message may have.
export const tooLong = (text: string) => [...text].length > most;

interface Props {
  conversation: Conversation;
  draft: Writing;
  field: RefObject<HTMLTextAreaElement | null>;
  attach: (file: File) => void;
  onKeyDown: (e: KeyboardEvent<HTMLTextAreaElement>) => void;
}

// Field is where the words are written. A slash at the beginning of a line opens the canned replies, an @ in a note the
// colleagues.
export function Field({ conversation, draft, field, attach, onKeyDown }: Props) {
  const { text, note, shut, held, write } = draft;
  const [focused, setFocused] = useState(false);
  const list = useSuggestion(conversation, draft, field, focused);
  return (
    <Combobox
      store={list.box}
      position="top-start"
      width="target"
      keepMounted
      onOptionSubmit={list.pick}
      middlewares={{ flip: false, shift: true }}
    >
      <Combobox.Target withKeyboardNavigation={list.open} autoComplete="off">
        <Textarea
          ref={field}
          aria-label={note ? 'Note for the team' : 'Reply to the visitor'}
          placeholder={note ? 'Only your team reads this. @ tells a colleague' : 'Write a reply, or / for a canned one'}
          autosize
          minRows={2}
          maxRows={9}
          value={text}
          disabled={!!shut && !text && !focused}
          readOnly={held}
          error={tooLong(text) && `At most ${most} characters; this has ${[...text].length}.`}
          dir="auto"
          onChange={(e) => {
            write(e.currentTarget.value);
            list.moved(e.currentTarget);
          }}
          onSelect={(e) => list.moved(e.currentTarget)}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onKeyDown={(e) => {
            if (!list.open || !list.keys.includes(e.key)) onKeyDown(e);
          }}
          onPaste={(e) => {
            const file = e.clipboardData.files[0];
            if (!file || note || shut || held) return;
            e.preventDefault();
            attach(file);
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!list.open}>
        <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label={list.now?.label}>
          {list.now?.options}
          {list.now?.empty && <Combobox.Empty>{list.now.empty}</Combobox.Empty>}
        </Combobox.Options>
        {list.now && !list.now.empty && (
          <Combobox.Footer>
            <Text size="xs" c="dimmed">
              {list.now.hint}
            </Text>
          </Combobox.Footer>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}
