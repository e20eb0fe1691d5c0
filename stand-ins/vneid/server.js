import { readFileSync } from 'node:fs';
import { readCitizens } from './citizens.js';
import { cancel, choose, show } from './sign-in.js';
import { makeProvider } from './provider.js';
import { readSettings } from './settings.js';

const style = readFileSync(new URL('./style.css', import.meta.url));

try {
  const settings = readSettings(process.env);
  const citizens = readCitizens(settings.citizens);
  const provider = makeProvider(settings, citizens);
  provider.use(async (ctx, next) => {
    const [, place, uid, act] = ctx.path.split('/');
    if (ctx.path === '/style.css') {
      ctx.type = 'css';
      ctx.body = style;
    } else if (place !== 'interaction' || !uid) await next();
    else if (ctx.method === 'GET' && !act) await show(provider, citizens, ctx);
    else if (ctx.method === 'POST' && act === 'choose') await choose(provider, citizens, ctx);
    else if (ctx.method === 'POST' && act === 'cancel') await cancel(provider, ctx);
    else ctx.status = 404;
  });
  const server = provider.listen(settings.port, '127.0.0.1', () =>
    console.log(`VNeID stand-in with ${citizens.size} invented citizens at ${settings.issuer}`));
  server.on('error', (error) => fail(error.message));
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => {
      server.close(() => process.exit(0));
      server.closeAllConnections();
    });
} catch (error) {
  fail(error.message);
}

function fail(message) {
  console.error(`VNeID stand-in: ${message}`);
  process.exit(1);
}
