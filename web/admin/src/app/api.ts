import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from '../../../../api/gen/openapi.gen';
import type { Auth } from './auth';

// ApiError is the server's refusal, in words for people.
export class ApiError extends Error {
  constructor(
    public status: number,
    public code: string,
    message: string,
    public fields: { name: string; message: string }[] = [],
  ) {
    super(message);
  }
}

export type Api = ReturnType<typeof newApi>;

export function newApi(auth: Auth) {
  const client = createClient<paths>({ baseUrl: location.origin, signal: undefined });
  const signed: Middleware = {
    async onRequest({ request }) {
      const token = await auth.token();
      if (token) request.headers.set('Authorization', 'Bearer ' + token);
      return request;
    },
    async onResponse({ response }) {
      const said =
        response.status === 403
          ? ((await response
              .clone()
              .json()
              .catch(() => ({}))) as { code?: string })
          : {};
      if (response.status === 401 || said.code === 'signed_out') auth.expire();
      return undefined;
    },
  };
  client.use(signed);
  return client;
}

// Reply is the result of a call.
export interface Reply<T> {
  data?: T;
  error?: { code?: string; message?: string; fields?: { name: string; message: string }[] };
  response: Response;
}

// ok is the answer of a call, or its error as an exception.
export async function ok<T>(call: Promise<Reply<T>>): Promise<T> {
  let got: Reply<T>;
  try {
    got = await call;
  } catch {
    throw new ApiError(0, 'offline', 'The server cannot be reached. Check your connection.');
  }
  if (got.response.ok) return got.data as T;
  const { status } = got.response;
  const said =
    got.error?.message ?? (status === 401 ? 'Your sign-in has ended. Sign in again.' : 'This did not work. Try again.');
  throw new ApiError(status, got.error?.code ?? 'unknown', said + report(got.response), got.error?.fields);
}

// report is the id under which the operator finds a failure of ours in the log.
function report({ status, headers }: Response): string {
  const id = headers.get('X-Request-Id');
  return status >= 500 && id ? ` (Report id: ${id})` : '';
}

// okText is the answer of a call that is asked for as a text.
export const okText = (call: Promise<{ response: Response }>) => ok(call as Promise<Reply<string>>);
