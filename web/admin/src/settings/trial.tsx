import { Button, Card, Group, NativeSelect, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { components } from '../../../../api/gen/schemas.gen';
import { prevented } from '../../../lib/events';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { languageName } from '../parts/languages';
import { Wrong } from './parts';
import { parse } from './script-text';

type Answer = components['schemas']['TrialAnswer'];
interface Turn {
  mine?: string;
  bubbles?: Answer['bubbles'];
  told?: string;
}

interface Asked {
  say?: string;
  option?: string;
  form?: string;
  values?: Record<string, string>;
  shown?: string;
}

// toldBy describes the effects of an answer.
function toldBy({ effects: e }: Answer): string {
  const told = [
    e?.gap && 'No answer known',
    e?.handOver && `Asks for a person (${e.handOver})`,
    ...(e?.goals ?? []).map((g) => `Goal: ${g.name}`),
  ];
  return told.filter(Boolean).join('. ');
}

// useTrial asks a script that is not saved yet. Nothing of it is stored.
function useTrial({ bot, text, found }: Props) {
  const { api } = useApp();
  const [turns, setTurns] = useState<Turn[]>([]);
  const [state, setState] = useState<unknown>();
  const [language, setLanguage] = useState<string>(); // the visitor's, as the bot told it
  const [locale, setLocale] = useState('');
  const ask = useMutation({
    mutationFn: ({ shown: _, ...what }: Asked) =>
      ok(
        api.POST('/v1/bots/{bot}/try', { params: { path: { bot } }, body: { text, state, language, locale, ...what } }),
      ),
    onSuccess: (a, what) => {
      found(a.problems);
      if (a.problems.length) return;
      setState(a.state);
      setLanguage((had) => a.language ?? had);
      const mine = what.shown ?? what.say;
      setTurns((t) => [...(mine ? [...t, { mine }] : []), { bubbles: a.bubbles, told: toldBy(a) }]);
    },
  });
  const again = () => {
    setTurns([]);
    setState(undefined);
    setLanguage(undefined);
    ask.mutate({});
  };
  return { turns, ask, again, locale, setLocale };
}

interface Props {
  bot: string;
  text: string;
  found: (p: Answer['problems']) => void;
}

// Trial is a chat with a script that is not saved yet.
export function Trial(props: Props) {
  const { turns, ask, again, locale, setLocale } = useTrial(props);
  const languages = Object.keys(parse(props.text)?.translations ?? {});
  const end = useRef<HTMLDivElement>(null);
  // Newer browsers answer with a promise, which is no clean-up.
  useEffect(() => void end.current?.lastElementChild?.scrollIntoView({ block: 'nearest' }), [turns]);
  return (
    <Card withBorder className="trial">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          Try it
        </Title>
        <Button size="xs" variant="light" onClick={again}>
          {turns.length ? 'Start again' : 'Greet'}
        </Button>
      </Group>
      {languages.length > 0 && (
        <NativeSelect
          size="xs"
          mb="xs"
          label="The page is in"
          value={locale}
          onChange={(e) => setLocale(e.currentTarget.value)}
          data={[
            { value: '', label: 'The script’s language' },
            ...languages.map((value) => ({ value, label: languageName(value) })),
          ]}
        />
      )}
      <div ref={end} className="turns" role="log" aria-label="Trial">
        {turns.map((t, i) => (
          <TurnView key={i} turn={t} ask={ask.mutate} />
        ))}
        {!turns.length && (
          <Text size="sm" c="dimmed">
            Say something, or let the bot greet. It uses the script that is in the editor now.
          </Text>
        )}
      </div>
      <Wrong error={ask.error} />
      <Say busy={ask.isPending} say={(say) => ask.mutate({ say })} />
    </Card>
  );
}

function TurnView({ turn: t, ask }: { turn: Turn; ask: (what: Asked) => void }) {
  return (
    <div className={t.mine ? 'mine' : undefined}>
      {t.mine && <Tried text={t.mine} />}
      {t.bubbles?.map((b, n) => (
        <div key={n}>
          {b.text && <Tried text={b.text} />}
          {b.form && (
            <FormTrial
              form={b.form}
              send={(values) => ask({ form: b.form!.id, values, shown: Object.values(values).join(', ') })}
            />
          )}
          {[...(b.options ?? []), ...(b.cards ?? []).flatMap((c) => c.options ?? [])].map((o) => (
            <Button
              key={o.id}
              size="compact-sm"
              variant="default"
              me={4}
              mt={4}
              onClick={() => ask({ option: o.id, shown: o.title })}
            >
              {o.title}
            </Button>
          ))}
        </div>
      ))}
      {t.told && (
        <Text size="xs" c="dimmed" mt={4}>
          {t.told}
        </Text>
      )}
    </div>
  );
}

function Tried({ text }: { text: string }) {
  return (
    <p className="tried words" dir="auto">
      {text}
    </p>
  );
}

function Say({ busy, say }: { busy: boolean; say: (words: string) => void }) {
  const [words, setWords] = useState('');
  const submit = () => {
    if (words.trim()) say(words);
    setWords('');
  };
  return (
    <form onSubmit={prevented(submit)}>
      <Group gap="xs" mt="sm" wrap="nowrap">
        <TextInput
          className="grow"
          aria-label="What a visitor says"
          placeholder="What a visitor says"
          value={words}
          onChange={(e) => setWords(e.currentTarget.value)}
        />
        <Button type="submit" loading={busy}>
          Say
        </Button>
      </Group>
    </form>
  );
}

function FormTrial({
  form,
  send,
}: {
  form: NonNullable<Answer['bubbles'][number]['form']>;
  send: (values: Record<string, string>) => void;
}) {
  const [values, setValues] = useState<Record<string, string>>({});
  return (
    <form className="tried" onSubmit={prevented(() => send(values))}>
      {form.fields.map((f) =>
        f.type === 'choice' ? (
          <NativeSelect
            key={f.name}
            size="xs"
            label={f.label}
            required={f.required}
            value={values[f.name] ?? ''}
            data={['', ...(f.choices ?? []).map((value, i) => ({ value, label: f.titles?.[i] ?? value }))]}
            onChange={(e) => setValues({ ...values, [f.name]: e.currentTarget.value })}
          />
        ) : (
          <TextInput
            key={f.name}
            size="xs"
            label={f.label}
            required={f.required}
            value={values[f.name] ?? ''}
            onChange={(e) => setValues({ ...values, [f.name]: e.currentTarget.value })}
          />
        ),
      )}
      <Button type="submit" size="xs" mt="xs">
        {form.submit || 'Send'}
      </Button>
    </form>
  );
}
