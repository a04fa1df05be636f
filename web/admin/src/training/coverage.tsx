import { Progress, Stack, Text, Title } from '@mantine/core';
import { count, counted } from '../parts/format';
import { languageName } from '../parts/languages';
import { AnchorLink } from '../parts/links';
import { Empty } from '../parts/states';
import type { Overview } from './words';

type ScriptLanguages = NonNullable<Overview['scriptLanguages']>[number];

// Coverage shows how many entries answer in each language, and which texts of scripts lack, and leads to those.
export function Coverage({ overview: o }: { overview: Overview }) {
  return (
    <Stack gap="lg">
      <Stack gap="sm">
        <Entries overview={o} />
      </Stack>
      {o.scriptLanguages?.map((s) => (
        <Spoken key={s.bot} script={s} />
      ))}
    </Stack>
  );
}

function Entries({ overview: o }: { overview: Overview }) {
  const languages = Object.entries(o.languages).sort((a, b) => b[1] - a[1]);
  if (!languages.length) return <Empty title="There are no entries yet" />;
  return (
    <>
      {languages.map(([code, n]) => (
        <div key={code}>
          <Text size="sm">
            {languageName(code)}: {count(n)} of {count(o.total)} entries
            {n < o.total && (
              <>
                {'. '}
                <AnchorLink to="/training" search={{ missing: code }} size="sm">
                  Show the {count(o.total - n)} without an answer
                </AnchorLink>
              </>
            )}
          </Text>
          {!!o.older?.[code] && (
            <Text size="sm" c="orange">
              {counted(o.older[code], 'answer is older than its source', 'answers are older than their sources')}
            </Text>
          )}
          <Progress value={(100 * n) / o.total} aria-label={`${languageName(code)}, answered`} />
        </div>
      ))}
      <Text size="sm" c="dimmed">
        A visitor who asks in a language that an entry lacks gets its answer in another one.
      </Text>
    </>
  );
}

// Spoken shows which texts of a bot's script each language lacks, and leads to them.
function Spoken({ script: s }: { script: ScriptLanguages }) {
  return (
    <section aria-label={`Script of ${s.name}`}>
      <Title order={2} size="h6">
        Script of <bdi>{s.name}</bdi>
      </Title>
      <Text size="sm" c="dimmed">
        Written in {languageName(s.language)}; {count(s.texts)} texts.{' '}
        <AnchorLink to="/settings/bots/$bot" params={{ bot: s.bot }} search={{ language: s.language }} size="sm">
          Add a language
        </AnchorLink>
      </Text>
      {s.lacking.map((l) => (
        <Lacking key={l.language} script={s} lacking={l} />
      ))}
    </section>
  );
}

function Lacking({ script: s, lacking: l }: { script: ScriptLanguages; lacking: ScriptLanguages['lacking'][number] }) {
  const name = languageName(l.language);
  return (
    <div>
      <Text size="sm">
        {name}: {count(s.texts - l.count)} of {count(s.texts)} texts
        {l.count > 0 && (
          <>
            {'. '}
            <AnchorLink to="/settings/bots/$bot" params={{ bot: s.bot }} search={{ language: l.language }} size="sm">
              Show the {count(l.count)} missing
            </AnchorLink>
          </>
        )}
      </Text>
      <Progress
        value={s.texts ? (100 * (s.texts - l.count)) / s.texts : 100}
        aria-label={`${name}, texts of ${s.name}`}
      />
      {l.first.map((t) => (
        <Text key={t.text} size="xs" c="dimmed" className="words">
          <bdi>{t.text}</bdi>
        </Text>
      ))}
    </div>
  );
}
