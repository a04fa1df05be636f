import { Alert, Button, Center, Loader, Stack, Text, Title } from '@mantine/core';
import { IconAlertCircle, IconLock, IconTools } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ApiError } from '../app/api';

// The states that every page shares: nothing yet, nothing there, not allowed, broken.
export function Loading() {
  return (
    <Center h="60vh">
      <Loader role="status" aria-label="Loading" />
    </Center>
  );
}

export function Empty({ title, children, icon }: { title: string; children?: ReactNode; icon?: ReactNode }) {
  return (
    <Center mih={260} p="lg" flex="none">
      <Stack align="center" gap="xs" maw={420} ta="center">
        {icon && (
          <Text c="dimmed" component="span">
            {icon}
          </Text>
        )}
        <Title order={2} size="h4">
          {title}
        </Title>
        {children && (
          <Text c="dimmed" size="sm" component="div">
            {children}
          </Text>
        )}
      </Stack>
    </Center>
  );
}

export function Broken({ error, retry }: { error: Error; retry?: () => void }) {
  if (error instanceof ApiError && error.code === 'suspended')
    return (
      <Empty title="This account is suspended" icon={<IconLock size={32} />}>
        {error.message}
      </Empty>
    );
  if (error instanceof ApiError && error.code === 'closed')
    return (
      <Empty title="Back soon" icon={<IconTools size={32} />}>
        {error.message}
      </Empty>
    );
  if (error instanceof ApiError && error.status === 403) {
    return (
      <Empty title="Not for your role" icon={<IconLock size={32} />}>
        {error.message} An owner of your team can change what you may do.
      </Empty>
    );
  }
  if (error instanceof ApiError && error.status === 410)
    return <Empty title="It no longer exists">{error.message}</Empty>;
  if (error instanceof ApiError && error.status === 404)
    return <Empty title="It was not found">{error.message} It may have been deleted, or the address is wrong.</Empty>;
  return (
    <Center mih={260} p="lg" flex="none">
      <Alert role="alert" color="red" icon={<IconAlertCircle />} title="This did not work" maw={460}>
        <Text size="sm">{error.message}</Text>
        {retry && (
          <Button mt="sm" size="xs" variant="light" color="red" onClick={retry}>
            Try again
          </Button>
        )}
      </Alert>
    </Center>
  );
}

export function RouteBroken({ error, reset }: { error: unknown; reset: () => void }) {
  return <Broken error={error instanceof Error ? error : new Error('This page broke. Reload it.')} retry={reset} />;
}

export function NotFound() {
  return (
    <Empty title="There is no such page">
      <Link to="/visitors">Go to Visitors</Link>
    </Empty>
  );
}
