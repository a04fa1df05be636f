import { ActionIcon, Badge, Button, Combobox, Group, Modal, Text, useCombobox } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMessages } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { CannedReply, Conversation } from '../../../lib/wire';
import { useApp } from '../app/context';
import { read } from '../app/reads';
import { direction, languageName } from '../parts/languages';
import { Loading } from '../parts/states';
import { fill, search, type Values, wordsFor } from './fill';

const Replies = lazy(() => import('../settings/canned').then((m) => ({ default: m.Replies })));

const hidden = '▇▇▇'; // contact data that one's role may not see
const most = 30; // shown at once

export interface Fitted {
  reply: CannedReply;
  text: string;
  language?: string;
}

// useCanned gives the replies that match a query, as they would read in this conversation.
export function useCanned(c: Conversation) {
  const { api } = useApp();
  const list = useQuery({ ...read(api, '/v1/canned-replies'), staleTime: 300_000 });
  const values = useValues(c);
  const fit = (reply: CannedReply): Fitted => {
    const { text, language } = wordsFor(reply, c.preview ?? '');
    return { reply, text: fill(text, values ?? {}), language };
  };
  const rows = (values && list.data?.rows) ?? []; // none while a name may still come
  return {
    loading: list.isLoading || !values,
    none: list.data?.rows.length === 0,
    find: (query: string) => search(rows, query).slice(0, most).map(fit),
  };
}

// useValues are the variables' values, of data that this person of the team may see. There are none before they were
// read.
function useValues(c: Conversation): Values | undefined {
  const { api, me } = useApp();
  const long = { staleTime: 300_000 };
  const visitor = useQuery(read(api, '/v1/visitors/{visitor}', { path: { visitor: c.visitor } }));
  const bots = useQuery({ ...read(api, '/v1/bots'), ...long });
  const sites = useQuery({ ...read(api, '/v1/sites'), ...long, enabled: !!c.site });
  if (visitor.isLoading || bots.isLoading || sites.isLoading) return;
  const known = (field: string) => {
    const value = visitor.data?.visitor.profile?.[field]?.value;
    return value?.includes(hidden) ? undefined : value;
  };
  const name = known('name');
  return {
    'visitor.name': name,
    'visitor.first_name': first(name),
    'visitor.email': known('email'),
    'visitor.phone': known('phone') ?? known('whatsapp'),
    'agent.name': me.name,
    'agent.first_name': first(me.name),
    'bot.name': bots.data?.rows.find((b) => b.id === c.bot)?.name,
    'site.name': sites.data?.rows.find((s) => s.site.key === c.site)?.site.name,
  };
}

const first = (name?: string) => name?.trim().split(/\s+/)[0];

// Options are canned replies to choose from.
export function Options({ found }: { found: Fitted[] }) {
  return found.map(({ reply, text, language }) => (
    <Combobox.Option key={reply.id} value={reply.id} className="canned">
      <Group gap={6} wrap="nowrap">
        <Text size="sm" fw={600} className="cut">
          <bdi>{reply.title}</bdi>
        </Text>
        {reply.texts && language && (
          <Badge size="xs" variant="light" color="gray" tt="none">
            {languageName(language)}
          </Badge>
        )}
        {reply.owner && (
          <Badge size="xs" variant="light" tt="none">
            Yours
          </Badge>
        )}
        {!!reply.files?.length && (
          <Badge size="xs" variant="light" color="gray" tt="none">
            <bdi>{reply.files.length === 1 ? '1 file' : `${reply.files.length} files`}</bdi>
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed" lineClamp={2} dir={language ? direction(language) : 'auto'}>
        {text}
      </Text>
    </Combobox.Option>
  ));
}

interface Props {
  conversation: Conversation;
  choose: (one: Fitted) => void;
  disabled: boolean;
}

// Canned is the button with the list of canned replies, and leads to where they are edited.
export function Canned({ conversation, choose, disabled }: Props) {
  const { loading, none, find } = useCanned(conversation);
  const [query, setQuery] = useState('');
  const [editing, edit] = useDisclosure();
  const box = useCombobox({
    onDropdownOpen: () => box.focusSearchInput(),
    onDropdownClose: () => setQuery(''),
  });
  const found = find(query);
  const pick = (id: string) => {
    const one = found.find((f) => f.reply.id === id);
    if (one) choose(one);
    box.closeDropdown();
  };
  return (
    <>
      <Combobox store={box} width={340} position="top-start" onOptionSubmit={pick}>
        <Combobox.Target targetType="button">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label="Canned replies"
            disabled={disabled}
            onClick={() => box.toggleDropdown()}
          >
            <IconMessages size={20} />
          </ActionIcon>
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Search
            aria-label="Find a canned reply"
            placeholder="Find a reply"
            maxLength={60}
            value={query}
            onChange={(e) => {
              setQuery(e.currentTarget.value);
              box.selectFirstOption();
            }}
          />
          <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label="Canned replies">
            <Options found={found} />
            {!found.length && (
              <Combobox.Empty>
                {loading ? 'Loading …' : none ? 'There are none yet.' : 'No canned reply has these words.'}
              </Combobox.Empty>
            )}
          </Combobox.Options>
          <Combobox.Footer>
            <Group justify="space-between">
              <Text size="xs" c="dimmed">
                Or type / in an empty line
              </Text>
              <Button
                size="compact-xs"
                variant="subtle"
                onClick={() => {
                  box.closeDropdown();
                  edit.open();
                }}
              >
                Add or edit
              </Button>
            </Group>
          </Combobox.Footer>
        </Combobox.Dropdown>
      </Combobox>
      <Modal opened={editing} onClose={edit.close} title="Canned replies" size="lg">
        <Suspense fallback={<Loading />}>
          <Replies />
        </Suspense>
      </Modal>
    </>
  );
}
