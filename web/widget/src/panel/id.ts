import { ulid } from '../../../lib/ulid';
import type { Client } from '../client';

// newId is minted when the visitor presses send, on the server's clock.
export const newId = (client: Client) => ulid(client.now());
