import { ActionIcon, Alert, Button, Group, NativeSelect, Stack, Switch, Text, Textarea, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Another } from '../parts/another-language';
import { Confirm } from '../parts/confirm';
import { direction, languageName, offered } from '../parts/languages';
import type { Editing, Script } from './script-text';
import { attached, type Left, lacking, leftOver, type Said, textsOf, translated } from './script-texts';

// ScriptLanguages edits a script's texts in other languages, one at a time beside the script's own.
export function ScriptLanguages({ script, change, readOnly, first }: Editing & { readOnly: boolean; first?: string }) {
  const codes = Object.keys(script.translations ?? {});
  const [picked, pick] = useState(first && codes.includes(first) ? first : codes[0]);
  const code = picked && codes.includes(picked) ? picked : codes[0];
  const texts = useMemo(() => textsOf(script), [script]);
  const add = (language: string) => {
    change({ ...script, translations: { ...script.translations, [language]: {} } });
    pick(language);
  };
  return (
    <Stack component="fieldset" className="bare" {...({ disabled: readOnly } as object)}>
      <Text size="sm" c="dimmed">
        A visitor gets an answer in their language if all of its texts are here, and else in the script’s own: no answer
        mixes two.
      </Text>
      <Own script={script} change={change} />
      {code && (
        <NativeSelect
          label="Translation"
          value={code}
          onChange={(e) => pick(e.currentTarget.value)}
          data={codes.map((value) => ({ value, label: named(value, lacking(texts, script.translations?.[value])) }))}
        />
      )}
      {code && <Language key={code} code={code} texts={texts} script={script} change={change} />}
      {codes.length < 14 && <Another taken={[...codes, script.language ?? '']} add={add} />}
    </Stack>
  );
}

const named = (code: string, missing: Said[]) =>
  `${languageName(code)}: ${missing.length ? `${missing.length} missing` : 'all there'}`;

function Own({ script, change }: Editing) {
  return (
    <NativeSelect
      label="The script is written in"
      value={script.language ?? ''}
      onChange={(e) => {
        const language = (e.currentTarget.value || undefined) as Script['language'];
        change({ ...script, language });
      }}
      data={[
        { value: '', label: 'As its texts tell' },
        ...offered.map((value) => ({ value, label: languageName(value) })),
      ]}
    />
  );
}

interface LanguageProps extends Editing {
  code: string;
  texts: Said[];
}

function Language({ code, texts, script, change }: LanguageProps) {
  const words = script.translations?.[code] ?? {};
  const missing = lacking(texts, words);
  const [only, setOnly] = useState<Set<string>>(); // what was missing when the filter was set: a row stays while one types
  const [asks, setAsks] = useState(false);
  const shown = only ? texts.filter((t) => only.has(t.text) || missing.includes(t)) : texts;
  const drop = () => {
    const { [code]: _, ...rest } = script.translations ?? {};
    change({ ...script, translations: Object.keys(rest).length ? rest : undefined });
  };
  return (
    <>
      <Group justify="space-between">
        <Switch
          label={`Only missing texts (${missing.length})`}
          checked={!!only}
          onChange={(e) => setOnly(e.currentTarget.checked ? new Set(missing.map((t) => t.text)) : undefined)}
        />
        <Button variant="subtle" color="red" size="xs" onClick={() => setAsks(true)}>
          Take {languageName(code)} away
        </Button>
      </Group>
      <LeftOvers code={code} texts={texts} script={script} change={change} />
      {!shown.length && <Text size="sm">Nothing is missing.</Text>}
      <div className="side-by-side">
        {shown.map((t) => (
          <Row
            key={t.text}
            said={t}
            code={code}
            own={script.language}
            words={words[t.text] ?? ''}
            put={(to) => change(translated(script, code, t.text, to))}
          />
        ))}
      </div>
      <Confirm
        opened={asks}
        close={() => setAsks(false)}
        title={`Take ${languageName(code)} away?`}
        stay="Keep it"
        go="Take it away"
        busy={false}
        act={drop}
      >
        All of its texts leave the script, once you save it.
      </Confirm>
    </>
  );
}

interface RowProps {
  said: Said;
  code: string;
  own?: string;
  words: string;
  put: (to: string) => void;
}

function Row({ said: { place, text, most }, code, own, words, put }: RowProps) {
  const length = [...words].length;
  return (
    <div className="pair">
      <div>
        <Text size="xs" c="dimmed">
          {placeName(place)}
        </Text>
        <p className="words" dir="auto" lang={own}>
          {text}
        </p>
      </div>
      <Textarea
        aria-label={`${languageName(code)} for: ${text}`}
        dir={direction(code)}
        lang={code}
        autosize
        minRows={1}
        maxRows={10}
        value={words}
        onChange={(e) => put(e.currentTarget.value)}
        error={length > most && `There is room for ${most} characters; this has ${length}.`}
      />
    </div>
  );
}

// placeName is a place of the script for people.
function placeName(place: string): string {
  const [kind = '', ...rest] = place.split('.');
  const name = rest.join('.');
  if (kind === 'steps') return `Step ${name}`;
  if (kind === 'faq') return `Question ${name}`;
  return places[place] ?? place;
}

const places: Record<string, string> = {
  greeting: 'Greeting',
  fallback: 'When no answer fits',
  'person.say': 'When somebody wants a person',
  received: 'Thanks for a file',
  'smalltalk.hello': 'Reply to a greeting',
  'smalltalk.thanks': 'Reply to thanks',
  'smalltalk.other': 'Reply to small talk',
};

// LeftOvers are translations of texts that the script does not say any more.
function LeftOvers({ code, texts, script, change }: LanguageProps) {
  const all = leftOver(texts, script.translations?.[code]);
  if (!all.length) return null;
  return (
    <Alert color="yellow" className="stays">
      <Title order={3} size="h6">
        Left over
      </Title>
      <Text size="sm">The script does not say these texts any more.</Text>
      {all.map((left) => (
        <LeftOver
          key={left.text}
          left={left}
          code={code}
          attach={(to) => change(attached(script, code, left, to))}
          drop={() => change(translated(script, code, left.text))}
        />
      ))}
    </Alert>
  );
}

interface LeftOverProps {
  left: Left;
  code: string;
  attach: (to: string) => void;
  drop: () => void;
}

function LeftOver({ left, code, attach, drop }: LeftOverProps) {
  return (
    <Group justify="space-between" mt="xs" wrap="nowrap" align="flex-start">
      <div className="grow">
        <p className="words" dir="auto">
          {left.text}
        </p>
        <p className="words" dir={direction(code)} lang={code}>
          {left.words}
        </p>
        {left.now && (
          <Button size="compact-sm" variant="default" className="wraps" onClick={() => attach(left.now!)}>
            Attach to “<bdi>{left.now.length > 60 ? `${left.now.slice(0, 60)}…` : left.now}</bdi>”
          </Button>
        )}
      </div>
      <ActionIcon variant="subtle" color="gray" aria-label={`Drop: ${left.text}`} onClick={drop}>
        <IconTrash size={18} />
      </ActionIcon>
    </Group>
  );
}
