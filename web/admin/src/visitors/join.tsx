import { Alert, Button, Loader, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import type { Visitor } from '../../../lib/wire';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { read, useRefresh } from '../app/reads';
import { called, detailOf, someoneOf } from '../parts/names';
import { fault } from '../settings/parts';

const sources = { web: 'website', whatsapp: 'WhatsApp' };

// Join asks which other profile is the same person, and how one knows.
export function Join({ visitor: v, not, close }: { visitor: Visitor; not: string[]; close: () => void }) {
  const { api } = useApp();
  const refresh = useRefresh();
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 250);
  const [other, setOther] = useState('');
  const [reason, setReason] = useState('');
  const found = useQuery({ ...read(api, '/v1/visitors', { query: { q } }), enabled: q.length > 1 });
  const rows = (found.data?.rows ?? []).filter(({ visitor }) => !not.includes(visitor.id));
  const join = useMutation({
    mutationFn: () =>
      ok(
        api.POST('/v1/visitors/{visitor}/links', {
          params: { path: { visitor: v.id } },
          body: { visitor: other, reason: reason.trim() },
        }),
      ),
    onSuccess: () => {
      close();
      return refresh('/v1/visitors/{visitor}');
    },
  });
  const atReason = fault(join.error, 'reason');
  return (
    <Modal opened onClose={close} title="Join with another profile" centered>
      <Stack component="form" onSubmit={prevented(() => join.mutate())}>
        <Text size="sm">
          The two are shown as one person, with all conversations. What they can read themselves stays as it is. The
          audit keeps your reason, and you can take them apart again.
        </Text>
        <TextInput
          label="The other profile"
          description="By name, e-mail address, phone number or Cookie ID"
          data-autofocus
          maxLength={100}
          value={words}
          rightSection={found.isFetching && <Loader size={14} />}
          onChange={(e) => {
            setWords(e.currentTarget.value);
            setOther('');
          }}
        />
        {q.length > 1 && found.data && (
          <Radio.Group value={other} onChange={setOther} label={rows.length ? 'Found' : 'No other profile was found.'}>
            <Stack gap={6} mt={4}>
              {rows.map(({ visitor }) => (
                <Radio
                  key={visitor.id}
                  value={visitor.id}
                  label={`${called(someoneOf(visitor))} ${detailOf(someoneOf(visitor))} (${sources[visitor.source]})`}
                />
              ))}
              {found.data.next && <Text size="sm">There are more. Write more of the name.</Text>}
            </Stack>
          </Radio.Group>
        )}
        <TextInput
          label="How do you know?"
          placeholder="She gave me her order number in both chats"
          maxLength={300}
          value={reason}
          error={atReason}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        {(found.error ?? (atReason ? null : join.error)) && (
          <Alert color="red" role="alert">
            {(found.error ?? join.error)?.message}
          </Alert>
        )}
        <Button type="submit" disabled={!other || !reason.trim()} loading={join.isPending}>
          Join
        </Button>
      </Stack>
    </Modal>
  );
}
