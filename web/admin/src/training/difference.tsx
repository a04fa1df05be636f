import { Alert, List, Text } from '@mantine/core';
import { count, counted } from '../parts/format';
import { languageName } from '../parts/languages';
import type { Plan } from './importing';
import type { Content, Words } from './words';

const shown = 10;

// shortened is the path of an address: all pages of an import are of one site.
const shortened = (address: string) => {
  const { pathname, search } = new URL(address);
  return pathname + search;
};

const place = (at: { line?: number; page?: number; address?: string }) =>
  at.address ? shortened(at.address) : at.line ? `line ${count(at.line)}` : at.page ? `page ${count(at.page)}` : '';

// Difference shows the changes that an import would make, and the rows that it cannot take.
export function Difference({ plan: p }: { plan: Plan }) {
  const all = p.added + p.changed + p.gone;
  return (
    <div role="status">
      {p.refused.length > 0 && (
        <Alert
          color="red"
          mb="sm"
          title={all ? 'Nothing is imported while these rows are wrong' : 'These rows are wrong'}
        >
          <List size="sm">
            {p.refused.slice(0, shown).map((r, i) => (
              <List.Item key={i}>
                {place(r) && <span className="at">{place(r)}: </span>}
                {r.reason}
              </List.Item>
            ))}
            {p.refusals > shown && <List.Item>and {count(p.refusals - shown)} more</List.Item>}
          </List>
        </Alert>
      )}
      <Text size="sm" fw={600}>
        {count(p.added)} new, {count(p.changed)} changed, {p.gone > 0 && `${count(p.gone)} gone, `}
        {counted(p.same, 'as it is', 'as they are')}
      </Text>
      <List size="sm">
        {p.steps.slice(0, shown).map((s, i) => (
          <List.Item key={i}>
            <bdi>{s.after.title}</bdi>{' '}
            <Text span size="xs" c="dimmed">
              {[place(s), s.gone ? 'gone, leaves with the next publication' : s.before ? 'changed' : 'new']
                .filter(Boolean)
                .join(', ')}
            </Text>
            {s.before && !s.gone && <Changed before={s.before} after={s.after} />}
          </List.Item>
        ))}
        {all > shown && <List.Item>and {count(all - shown)} more</List.Item>}
      </List>
    </div>
  );
}

const said = (w?: Words) => [...(w?.wordings ?? []), ...(w?.answer ?? [])];
const without = (these: string[], others: string[]) => these.filter((text) => !others.includes(text));

// wordsOf are the words that an entry would lose, and those that it would gain.
function wordsOf(before: Content, after: Content) {
  const was = Object.values(before.languages).flatMap(said);
  const is = Object.values(after.languages).flatMap(said);
  return { lost: without(was, is), gained: without(is, was) };
}

const fields = {
  people: 'Only people answer this',
  bots: 'Bots',
  sites: 'Sites',
  from: 'From',
  until: 'Until',
  tags: 'Tags',
};

// differences are the lines in which two states of an entry differ, and the names of its other fields that do.
export function differences(before: Content, after: Content) {
  const differs = (name: keyof typeof fields) => JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  return {
    ...wordsOf(before, after),
    fields: (Object.keys(fields) as (keyof typeof fields)[]).filter(differs).map((name) => fields[name]),
  };
}

// Changed shows the words that an entry would lose, and those that it would gain.
export function Changed({ before, after }: { before: Content; after: Content }) {
  const { lost, gained } = wordsOf(before, after);
  return (
    <>
      {lost.map((text, i) => (
        <Text key={i} size="xs" c="dimmed" component="del" display="block">
          <bdi>{text}</bdi>
        </Text>
      ))}
      {gained.map((text, i) => (
        <Text key={i} size="xs" component="ins" display="block">
          <bdi>{text}</bdi>
        </Text>
      ))}
      {Object.entries(after.languages).map(
        ([code, words]) =>
          words.older && (
            <Text key={code} size="xs" c="orange">
              The answer in {languageName(code)} is older than its source
            </Text>
          ),
      )}
    </>
  );
}
