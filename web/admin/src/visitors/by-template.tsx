import { IconTemplate } from '@tabler/icons-react';
import type { VisitorDetail } from '../../../lib/wire';
import { may } from '../app/auth';
import { useApp } from '../app/context';
import { ButtonLink } from '../parts/links';

// ByTemplate leads to the templates for a customer on WhatsApp, from their conversation. The server judges whether one
// may be sent.
export function ByTemplate({ conversation: c }: { conversation: VisitorDetail['conversations'][number] }) {
  const { me } = useApp();
  if (c.source !== 'whatsapp' || !may(me.role, 'agent')) return null;
  return (
    <ButtonLink
      to="/inbox/$queue/$conversation"
      params={{ queue: c.owner === 'bot' ? 'bot' : 'human', conversation: c.id }}
      search={{ template: true }}
      variant="light"
      leftSection={<IconTemplate size={18} />}
    >
      Write by template
    </ButtonLink>
  );
}
