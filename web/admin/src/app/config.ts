// Config describes the stack to its admin; the door serves it.
export interface Config {
  issuer: string;
  client: string;
  signIn: string; // origin of the hosted sign-in page
  files: string; // origin of people's files
}

export async function readConfig(): Promise<Config> {
  const answer = await fetch('/admin/config.json', { cache: 'no-store' });
  if (!answer.ok)
    throw new Error(
      `The settings of this page cannot be read (${answer.status}). ` +
        'Reload it; if that does not help, it is not deployed as it should be.',
    );
  return (await answer.json()) as Config;
}
