import { Combobox, Group, Text, useCombobox } from '@mantine/core';
import { type ReactNode, type RefObject, useEffect, useState } from 'react';
import type { Conversation } from '../../../lib/wire';
import { useApp } from '../app/context';
import { Face, nameOf, useMembers } from '../parts/team';
import { Options, useCanned } from './canned';
import { slash } from './fill';
import { naming } from './naming';
import type { Writing } from './writing';

// Suggestion is a list that the text before the caret opens.
interface Suggestion {
  from: number; // where that begins
  query: string;
  words: Map<string, string>; // that each option puts in its place
  options: ReactNode;
  picks?: boolean; // an option is a colleague, whose id the draft keeps
  label: string;
  hint: string;
  empty?: string; // said where there is nothing to choose from
  chosen?: (id: string) => void; // an option does more than to write its words
  loading?: boolean; // what there is to choose from is not read yet: Enter waits for it
}

// useSuggestion is the list that is open while a slash and the beginning of a canned reply stand before the caret, or,
// in a note, an @ and the beginning of a name.
export function useSuggestion(
  c: Conversation,
  draft: Writing,
  field: RefObject<HTMLTextAreaElement | null>,
  focused: boolean,
) {
  const [caret, setCaret] = useState(0);
  const [dismissed, dismiss] = useState<number>(); // the beginning of the text on which the list was closed
  const canned = useSlash(c, draft);
  const people = useNames();
  const suggest = (text: string, at: number) => canned(text, at) ?? (draft.note ? people(text, at) : undefined);
  const now = draft.shut || draft.held ? undefined : suggest(draft.text, caret);
  const open = focused && !!now && now.from !== dismissed && (now.words.size > 0 || !!now.empty);
  const box = useCombobox({ opened: open, onOpenedChange: (on) => !on && dismiss(now?.from) });
  const query = open ? `${now.label} ${now.query} ${!!now.loading}` : undefined; // it is chosen from once it is read
  const first = box.selectFirstOption;
  useEffect(() => void (query !== undefined && first()), [query, first]); // Enter takes the best match
  const moved = (at: HTMLTextAreaElement) => {
    setCaret(at.selectionStart);
    const next = suggest(at.value, at.selectionStart);
    if (next?.from !== dismissed || next?.query === '') dismiss(undefined);
  };
  const pick = (id: string) => {
    const words = now?.words.get(id);
    if (!now || words === undefined) return;
    const picked = now.picks ? [{ id, name: words.trim().slice(1) }] : [];
    draft.write(draft.text.slice(0, now.from) + words + draft.text.slice(caret), ...picked);
    now.chosen?.(id);
    const end = now.from + words.length;
    setCaret(end);
    setTimeout(() => field.current?.setSelectionRange(end, end));
  };
  return { box, open, now, moved, pick, keys: now?.words.size || now?.loading ? ['Enter', 'Escape'] : ['Escape'] };
}

function useSlash(c: Conversation, draft: Writing) {
  const { loading, none, find } = useCanned(c);
  const yet = none && 'There are no canned replies yet. The button below the field adds some.';
  return (text: string, caret: number): Suggestion | undefined => {
    const typed = slash(text, caret);
    if (!typed) return undefined;
    const found = find(typed.query);
    return {
      ...typed,
      words: new Map(found.map((f) => [f.reply.id, f.text])),
      options: <Options found={found} />,
      chosen: (id) => {
        const one = found.find((f) => f.reply.id === id);
        if (one) draft.enclose(one.reply);
      },
      label: 'Canned replies',
      hint: 'Enter inserts it, Escape closes the list',
      empty: (loading && 'Loading …') || (typed.query === '' && yet) || undefined,
      loading,
    };
  };
}

function useNames() {
  const { me } = useApp();
  const members = useMembers();
  return (text: string, caret: number): Suggestion | undefined => {
    const typed = naming(text, caret);
    if (!typed) return undefined;
    const begins = (name: string) => ` ${name}`.toLowerCase().includes(` ${typed.query.toLowerCase()}`);
    const found = members.filter((m) => m.id !== me.id && begins(nameOf(m)));
    return {
      ...typed,
      words: new Map(found.map((m) => [m.id, `@${nameOf(m)} `])),
      options: found.map((m) => (
        <Combobox.Option key={m.id} value={m.id} className="canned">
          <Group gap="xs" wrap="nowrap">
            <Face look={{ name: nameOf(m), picture: m.picture }} size={26} />
            <Text size="sm" className="cut">
              <bdi>{nameOf(m)}</bdi>
            </Text>
          </Group>
        </Combobox.Option>
      )),
      picks: true,
      label: 'Colleagues',
      hint: 'They are told of this note',
    };
  };
}
