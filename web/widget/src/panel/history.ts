import type { Client } from '../client';

// fetchEarlier loads the messages before the first one of the log.
export async function fetchEarlier(client: Client): Promise<void> {
  const first = client.log.rows[0];
  const answer = await client.ask({ action: 'history', ...(first && { before: first.id }) });
  client.log.more(answer.messages?.length);
}
