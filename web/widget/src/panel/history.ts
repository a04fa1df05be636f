import type { Client } from '../client';

// fetchEarlier asks for what was said before the first words of the log.
export async function fetchEarlier(client: Client): Promise<void> {
  const first = client.log.rows[0];
  const answer = await client.ask({ action: 'history', ...(first && { before: first.id }) });
  client.log.more(answer.messages?.length);
}
