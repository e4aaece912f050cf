/** Speaks OpenID Connect with the identity provider: discovery, PKCE, state, nonce. Knows no account of ours. */
import * as client from 'openid-client';
import type { OidcSettings } from './settings';

/** What the browser keeps, sealed, until it comes back. */
export interface OidcFlow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Asked to prove again who they are. */
  readonly fresh: boolean;
}

/** Who the provider says it is. */
export interface OidcIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  /** The provider asked for more than a password. */
  readonly secondFactor: boolean;
}

export interface OidcClient {
  readonly name: string;
  /** @param fresh the person must prove again who they are. */
  begin(callback: string, fresh: boolean): Promise<{ location: string; flow: OidcFlow }>;
  /** @throws when anything about the answer is not as it must be. */
  finish(current: URL, flow: OidcFlow): Promise<OidcIdentity>;
}

/** Authentication methods (RFC 8176) that are, or say that there were, two factors. */
const STRONG = new Set(['mfa', 'otp', 'hwk', 'swk', 'fpt', 'face', 'iris']);
const LIMIT_SECONDS = 10;
/** How long ago a proof may be that was asked for anew: the time of the provider's own pages. */
const FRESH_SECONDS = 300;

const isHere = (issuer: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(issuer).hostname);

export function openOidc(settings: OidcSettings): OidcClient {
  let known: Promise<client.Configuration> | undefined;
  /** Asked at the first sign-in and kept; a provider that is down is asked again next time. */
  const configuration = () => {
    known ??= discover(settings).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    name: settings.name,
    async begin(callback, fresh) {
      const config = await configuration();
      const flow = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        fresh,
      };
      const location = client.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: 'openid email',
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
        ...(fresh ? { prompt: 'login', max_age: '0' } : {}),
      });
      return { location: location.href, flow };
    },
    async finish(current, flow) {
      const config = await configuration();
      const tokens = await client.authorizationCodeGrant(config, current, {
        pkceCodeVerifier: flow.verifier,
        expectedState: flow.state,
        expectedNonce: flow.nonce,
        idTokenExpected: true,
        ...(flow.fresh ? { maxAge: FRESH_SECONDS } : {}),
      });
      const claims = tokens.claims();
      if (!claims) throw new Error('The identity provider sent no ID token.');
      const more =
        claims['email'] === undefined && config.serverMetadata().userinfo_endpoint !== undefined
          ? await client.fetchUserInfo(config, tokens.access_token, claims.sub)
          : claims;
      const { email, email_verified: verified } = more;
      const methods = Array.isArray(claims['amr']) ? claims['amr'] : [];
      return {
        issuer: claims.iss,
        subject: claims.sub,
        email: typeof email === 'string' ? email : null,
        emailVerified: verified === true,
        secondFactor: methods.some((method) => typeof method === 'string' && STRONG.has(method)),
      };
    },
  };
}

function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<client.Configuration> {
  const url = new URL(issuer);
  // Unencrypted only to this machine itself, as in tests.
  const insecure = url.protocol === 'http:' && isHere(issuer) ? [client.allowInsecureRequests] : [];
  // The signature of the ID token counts on top of the TLS it came by.
  return client.discovery(url, clientId, clientSecret ?? undefined, clientSecret === null ? client.None() : undefined, {
    execute: [client.enableNonRepudiationChecks, ...insecure],
    timeout: LIMIT_SECONDS,
  });
}
