import { Progress, Stack, Text } from '@mantine/core';
import { count } from '../parts/format';
import { languageName } from '../parts/languages';
import { AnchorLink } from '../parts/links';
import { Empty } from '../parts/states';
import type { Overview } from './words';

// Coverage shows how many entries answer in each language, and leads to those that do not.
export function Coverage({ overview: o }: { overview: Overview }) {
  const languages = Object.entries(o.languages).sort((a, b) => b[1] - a[1]);
  if (!languages.length) return <Empty title="There are no entries yet" />;
  return (
    <Stack gap="sm">
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
          <Progress value={(100 * n) / o.total} aria-label={`${languageName(code)}, answered`} />
        </div>
      ))}
      <Text size="sm" c="dimmed">
        A visitor who asks in a language that an entry lacks gets its answer in another one.
      </Text>
    </Stack>
  );
}
