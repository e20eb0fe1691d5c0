import { page } from './page.js';
import { languageOf } from './text.js';

/** Shows whom one can be. */
export async function show(provider, citizens, ctx, problem) {
  const { uid, params } = await provider.interactionDetails(ctx.req, ctx.res);
  const language = languageOf(ctx.query.lang ?? params.ui_locales);
  // A browser checks form-action also for the redirect that follows the post.
  const { origin } = new URL(params.redirect_uri);
  ctx.set('Content-Security-Policy', `default-src 'none'; style-src 'self'; img-src data:; form-action 'self' ${origin}; base-uri 'none'; frame-ancestors 'none'`);
  ctx.set('Cache-Control', 'no-store');
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.status = problem ? 422 : 200;
  ctx.type = 'html';
  ctx.body = page({ uid, language, citizens: [...citizens.values()], problem });
}

/** Signs in as the chosen citizen at the chosen level, never above the level of the account. */
export async function choose(provider, citizens, ctx) {
  const form = await read(ctx.req);
  const citizen = citizens.get(form.get('citizen'));
  const level = Number(form.get('level'));
  ctx.query = { lang: form.get('lang') ?? undefined };
  if (!citizen) return show(provider, citizens, ctx, 'noCitizen');
  if (![1, 2, 3, 4].includes(level)) return show(provider, citizens, ctx, 'noLevel');
  if (level > citizen.level) return show(provider, citizens, ctx, 'tooHigh');
  await answer(provider, ctx, { login: { accountId: citizen.id, acr: String(level), remember: false } });
}

/** The citizen changed their mind. */
export const cancel = (provider, ctx) => answer(provider, ctx, { error: 'access_denied', error_description: 'cancelled' });

async function answer(provider, ctx, result) {
  ctx.status = 303;
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: false }));
}

async function read(request) {
  let body = '';
  for await (const part of request) {
    body += part;
    if (body.length > 10_000) throw new Error('form too large');
  }
  return new URLSearchParams(body);
}
