/** Everything the stand-in is told, from the environment. */
export function readSettings(env) {
  if (env.NODE_ENV === 'production' || env.ASPNETCORE_ENVIRONMENT === 'Production')
    throw new Error('this is a stand-in for VNeID: it lets anybody be anybody, so it does not start in production');
  const port = Number(env.VNEID_PORT ?? 8081);
  return {
    port,
    issuer: env.VNEID_ISSUER ?? `http://localhost:${port}`,
    citizens: required(env, 'VNEID_CITIZENS'),
    clientId: env.VNEID_CLIENT_ID ?? 'sen',
    clientSecret: required(env, 'VNEID_CLIENT_SECRET'),
    // Loopback addresses are always allowed; name others here, separated by spaces.
    origins: (env.VNEID_ORIGINS ?? '').split(/\s+/).filter(Boolean),
  };
}

function required(env, name) {
  if (!env[name]) throw new Error(`${name} is not set`);
  return env[name];
}
