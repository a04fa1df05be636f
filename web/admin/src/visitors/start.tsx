import { Anchor, Button, Modal, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { prevented } from '../../../lib/events';
import { ulid } from '../../../lib/ulid';
import { ok } from '../app/api';
import { useApp } from '../app/context';
import { useRefresh } from '../app/reads';

// StartChat asks for the first words to a visitor who is on a website and has said nothing.
export function StartChat({ visitor, close }: { visitor: string; close: () => void }) {
  const { api } = useApp();
  const refresh = useRefresh();
  const navigate = useNavigate(); // a notification is outside of the router
  const [text, setText] = useState('');
  const [id] = useState(() => ulid(Date.now())); // one for all tries: they are said once
  const send = useMutation({
    mutationFn: () =>
      ok(api.POST('/v1/visitors/{visitor}/chat', { params: { path: { visitor } }, body: { id, text: text.trim() } })),
    onSuccess: (made) => {
      close();
      notifications.show({
        color: 'teal',
        title: 'Sent',
        message: (
          <>
            Their answer comes to your inbox.{' '}
            <Anchor
              component="button"
              type="button"
              size="sm"
              onClick={() =>
                void navigate({ to: '/inbox/$queue/$conversation', params: { queue: 'human', conversation: made.id } })
              }
            >
              Open the conversation
            </Anchor>
          </>
        ),
      });
      void refresh('/v1/sessions');
      void refresh('/v1/visitors/{visitor}', { path: { visitor } });
    },
  });
  return (
    <Modal opened onClose={close} title="Start a chat" centered>
      <form onSubmit={prevented(() => send.mutate())}>
        <Stack gap="sm">
          <Textarea
            label="Your first words"
            data-autofocus
            required
            autosize
            minRows={3}
            maxLength={1000}
            value={text}
            error={send.error?.message}
            onChange={(e) => setText(e.currentTarget.value)}
          />
          <Text size="sm" c="dimmed">
            They show in a bubble beside the chat’s button, once in this visit. Nothing opens and nothing sounds; while
            the visitor fills in a form of the page, the bubble waits.
          </Text>
          <Button type="submit" loading={send.isPending} disabled={!text.trim()}>
            Send
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
