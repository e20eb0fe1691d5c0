import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider, { interactionPolicy } from 'oidc-provider';
import { claimsOf } from './citizens.js';

/** An OpenID provider with one confidential client, PKCE always, and a sign-in asked anew each time. */
export function makeProvider(settings, citizens) {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  const provider = new Provider(settings.issuer, {
    clients: [{
      client_id: settings.clientId,
      client_secret: settings.clientSecret,
      redirect_uris: ['http://localhost/dang-nhap/vneid'],
      default_acr_values: ['1', '2', '3', '4'],
    }],
    jwks: { keys: [{ ...key, kid: randomBytes(8).toString('hex'), use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    pkce: { required: () => true },
    // Decree 69/2024: four authentication levels.
    acrValues: ['1', '2', '3', '4'],
    scopes: ['openid', 'profile', 'email', 'phone', 'personal_id'],
    claims: {
      openid: ['sub'],
      profile: ['name', 'birthdate', 'gender'],
      email: ['email', 'email_verified'],
      phone: ['phone_number', 'phone_number_verified'],
      personal_id: ['personal_id'],
    },
    // The identity token carries the claims too; a client may but need not ask userinfo.
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { policy: askEachTime(), url: (_, interaction) => `/interaction/${interaction.uid}` },
    ttl: { Interaction: 900, Session: 900, Grant: 900, AccessToken: 900, IdToken: 900, AuthorizationCode: 60 },
    findAccount: (_, id) => {
      const citizen = citizens.get(id);
      return citizen && { accountId: id, claims: () => claimsOf(citizen) };
    },
    loadExistingGrant: grantEverything,
    renderError: (ctx, out) => {
      ctx.type = 'text/plain; charset=utf-8';
      ctx.body = `Mô phỏng VNeID (stand-in): ${out.error}\n${out.error_description ?? ''}\n`;
    },
  });
  allowLoopback(provider, settings.origins);
  return provider;
}

/** Demonstrations change persons often: no sign-in is remembered. */
function askEachTime() {
  const policy = interactionPolicy.base();
  policy.get('login').checks.add(new interactionPolicy.Check('always', 'a person is chosen each time', 'login_required', (ctx) =>
    ctx.oidc.result?.login ? interactionPolicy.Check.NO_NEED_TO_PROMPT : interactionPolicy.Check.REQUEST_PROMPT));
  return policy;
}

/** The client is ours: consent to what it asks is implied. */
async function grantEverything(ctx) {
  const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
  grant.addOIDCScope('openid profile email phone personal_id');
  await grant.save();
  return grant;
}

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** Tests and `./run --port` choose ports freely, and each language has its own path. */
function allowLoopback(provider, origins) {
  provider.Client.prototype.redirectUriAllowed = (value) => {
    if (!URL.canParse(value)) return false;
    const url = new URL(value);
    return url.hash === '' && (loopback.includes(url.hostname) || origins.includes(url.origin));
  };
}
