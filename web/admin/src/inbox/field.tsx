import { Combobox, Text, Textarea, useCombobox } from '@mantine/core';
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import type { Conversation } from '../../../lib/wire';
import { Options, useCanned } from './canned';
import { slash } from './fill';
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

// Field is where the words are written. A slash at the beginning of a line opens the canned replies.
export function Field({ conversation, draft, field, attach, onKeyDown }: Props) {
  const { text, note, shut, write } = draft;
  const [focused, setFocused] = useState(false);
  const list = useSlash(conversation, draft, field, focused);
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
          placeholder={note ? 'Only your team reads this' : 'Write a reply, or / for a canned one'}
          autosize
          minRows={2}
          maxRows={9}
          value={text}
          disabled={!!shut && !text && !focused}
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
            if (!file || note || shut) return;
            e.preventDefault();
            attach(file);
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!list.open}>
        <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label="Canned replies">
          <Options found={list.found} />
          {list.none && (
            <Combobox.Empty>There are no canned replies yet. The button below the field adds some.</Combobox.Empty>
          )}
        </Combobox.Options>
        {!list.none && (
          <Combobox.Footer>
            <Text size="xs" c="dimmed">
              Enter inserts it, Escape closes the list
            </Text>
          </Combobox.Footer>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}

// useSlash is the list that is open while a slash and the beginning of a canned reply stand before the caret.
function useSlash(c: Conversation, draft: Writing, field: RefObject<HTMLTextAreaElement | null>, focused: boolean) {
  const { none, find } = useCanned(c);
  const [caret, setCaret] = useState(0);
  const [dismissed, dismiss] = useState<number>(); // the beginning of the line on which the list was closed
  const typed = draft.shut ? undefined : slash(draft.text, caret);
  const found = typed ? find(typed.query) : [];
  const empty = none && typed?.query === '';
  const open = focused && !!typed && typed.from !== dismissed && (found.length > 0 || empty);
  const box = useCombobox({ opened: open, onOpenedChange: (on) => !on && dismiss(typed?.from) });
  const query = open ? typed.query : undefined;
  const first = box.selectFirstOption;
  useEffect(() => void (query !== undefined && first()), [query, first]); // Enter takes the best match
  const moved = (at: HTMLTextAreaElement) => {
    setCaret(at.selectionStart);
    const now = slash(at.value, at.selectionStart);
    if (now?.from !== dismissed || now?.query === '') dismiss(undefined);
  };
  const pick = (id: string) => {
    const words = found.find((f) => f.reply.id === id)?.text;
    if (!typed || words === undefined) return;
    draft.write(draft.text.slice(0, typed.from) + words + draft.text.slice(caret));
    const end = typed.from + words.length;
    setCaret(end);
    setTimeout(() => field.current?.setSelectionRange(end, end));
  };
  return { box, open, found, none: empty, moved, pick, keys: found.length ? ['Enter', 'Escape'] : ['Escape'] };
}
