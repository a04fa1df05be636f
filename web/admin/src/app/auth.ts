import { type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { Config } from './config';
import { forgetBegun } from './kept';

export type Role = 'owner' | 'lead' | 'agent' | 'viewer';
const roles: Role[] = ['viewer', 'agent', 'lead', 'owner'];

// Me is the signed-in person, from the ID token.
export interface Me {
  id: string;
  name: string;
  email: string;
  role: Role;
  tenant?: string; // none: in no team yet
  picture?: string;
}

// Auth signs people in by the code flow with PKCE, and keeps their sign-in young. Tokens
// live in this tab's session storage: closing the tab ends them here.
export class Auth {
  #users: UserManager;
  #config: Config;
  #ended = false;
  #expired = new Set<() => void>();

  // leaving is what a sign-out does first, while the person is still signed in.
  leaving = async (): Promise<void> => undefined;

  constructor(config: Config) {
    const home = location.origin + '/admin/';
    this.#config = config;
    this.#users = new UserManager({
      authority: config.issuer,
      client_id: config.client,
      redirect_uri: home + 'signed-in',
      response_type: 'code',
      scope: 'openid email profile',
      userStore: new WebStorageStateStore({ store: sessionStorage }),
      stateStore: new WebStorageStateStore({ store: sessionStorage }),
      automaticSilentRenew: true,
      accessTokenExpiringNotificationTimeInSeconds: 120,
      monitorSession: false,
      requestTimeoutInSeconds: 10, // signing out waits for the revocation, and must not wait for ever
      metadata: {
        issuer: config.issuer,
        authorization_endpoint: config.signIn + '/oauth2/authorize',
        token_endpoint: config.signIn + '/oauth2/token',
        revocation_endpoint: config.signIn + '/oauth2/revoke',
      },
    });
    this.#users.events.addSilentRenewError(() => this.expire());
    this.#users.events.addAccessTokenExpired(() => this.expire());
  }

  // enter gives the signed-in person; without one it leaves for the sign-in page.
  async enter(): Promise<Me | undefined> {
    if (location.pathname === '/admin/signed-in') return this.#back();
    const user = await this.#users.getUser();
    if (user && !user.expired && user.id_token) return meOf(user);
    await this.signIn();
    return undefined;
  }

  async #back(): Promise<Me | undefined> {
    const asked = new URLSearchParams(location.search);
    if (asked.has('error')) throw new Error(asked.get('error_description') ?? 'Signing in did not work. Try again.');
    const user = await this.#users.signinCallback().catch(() => undefined);
    if (!user) {
      await this.signIn(); // an old address, or a page that was reloaded: start again
      return undefined;
    }
    history.replaceState(null, '', String(user.state ?? '/admin/'));
    return meOf(user);
  }

  signIn(): Promise<void> {
    const here = location.pathname === '/admin/signed-in' ? '/admin/' : location.pathname + location.search;
    return this.#users.signinRedirect({ state: here });
  }

  // Cognito's own sign-out takes client_id and logout_uri, unlike OpenID Connect's.
  // https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
  async signOut(): Promise<void> {
    await this.leaving().catch(() => undefined);
    await this.#users.revokeTokens(['refresh_token']).catch(() => undefined); // without a network it runs out by itself
    await this.#users.removeUser();
    forgetBegun();
    const back = encodeURIComponent(location.origin + '/admin/');
    location.assign(`${this.#config.signIn}/logout?client_id=${this.#config.client}&logout_uri=${back}`);
  }

  // token is an ID token that is still good, renewed if need be.
  async token(): Promise<string | undefined> {
    let user = await this.#users.getUser();
    if (user?.expired) user = await this.#users.signinSilent().catch(() => null);
    return user?.id_token;
  }

  // anew signs in once more, for a token that knows of a team that was just joined. The sign-in
  // page remembers a sign-in of a moment ago.
  async anew(): Promise<void> {
    await this.#users.removeUser();
    await this.#users.signinRedirect({ state: '/admin/' });
  }

  expire(): void {
    this.#ended = true;
    for (const tell of this.#expired) tell();
  }

  // onExpired announces the end, also to listeners that come after it.
  onExpired(tell: () => void): () => void {
    this.#expired.add(tell);
    if (this.#ended) tell();
    return () => this.#expired.delete(tell);
  }
}

function meOf(user: User): Me {
  const p = user.profile as Record<string, unknown>;
  const groups = (p['cognito:groups'] as string[] | undefined) ?? [];
  const role = [...roles].reverse().find((r) => groups.includes(r)) ?? 'viewer';
  return {
    id: String(p.sub),
    name: String(p.name || p.email || ''),
    email: String(p.email ?? ''),
    role,
    tenant: p['custom:tenant'] as string | undefined,
  };
}

// may tells whether a role includes another.
export const may = (role: Role, needs: Role) => roles.indexOf(role) >= roles.indexOf(needs);
