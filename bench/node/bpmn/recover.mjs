// npm bpmn-engine in recover mode: at each wait the state is stored, at each answer it is read, recovered and resumed.
// Usage: node recover.mjs file.bpmn INSTANCES memory|file|CONNECTION. Writes instances a second, milliseconds a command, bytes of state.
import { EventEmitter } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from 'bpmn-engine';
import pg from 'pg';

const [file, count, where] = process.argv.slice(2);
const source = await readFile(file, 'utf8');
const folder = await mkdtemp(join(tmpdir(), 'sen-bench-'));
const socket = /Host=([^;]+).*Database=([^;]+).*Username=([^;]+)/.exec(where);
const pool = socket && new pg.Pool({ host: socket[1], database: socket[2], user: socket[3], max: 16 });
if (pool) await pool.query('create table if not exists node_state (id int primary key, state jsonb not null)');
const bytes = [];
const times = [];

async function store(id, state) {
  const text = JSON.stringify(state);
  bytes.push(text.length);
  if (pool) {
    await pool.query('insert into node_state values ($1, $2) on conflict (id) do update set state = excluded.state', [id, text]);
  } else {
    // As durable as a database: on the disk before the answer.
    const handle = await open(join(folder, `${id}.json`), 'w');
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
  }
}

async function load(id) {
  return pool ? (await pool.query('select state from node_state where id = $1', [id])).rows[0].state
    : JSON.parse(await readFile(join(folder, `${id}.json`), 'utf8'));
}

/** Runs until all waits; the ids of what waits, none when it has ended. */
async function run(begin) {
  const waiting = [];
  const listener = new EventEmitter();
  listener.on('activity.wait', api => waiting.push(api));
  const execution = await begin(listener);
  await new Promise(resolve => setImmediate(resolve));
  return { execution, waiting };
}

async function command(act) {
  const from = performance.now();
  const result = await act();
  times.push(performance.now() - from);
  return result;
}

const variables = id => ({ amount: id % 20, high: id % 20 > 10 });

async function instance(id) {
  await command(async () => {
    const { execution } = await run(listener => new Engine({ name: 'route', source, listener, variables: variables(id) }).execute());
    await store(id, await execution.getState());
    await execution.stop();
  });
  for (const task of ['receive', 'examine', 'consult']) {
    await command(async () => {
      const state = await load(id);
      const { execution, waiting } = await run(listener => new Engine().recover(state, { listener }).resume({ listener }));
      const api = waiting.find(one => one.id === task);
      if (!api) throw new Error(`${task} does not wait`);
      api.signal();
      await new Promise(resolve => setImmediate(resolve));
      await store(id, await execution.getState());
      if (task === 'consult' && execution.state !== 'idle') throw new Error('the instance has not ended');
      if (execution.state !== 'idle') await execution.stop();
    });
  }
}

for (let warm = 0; warm < 30; warm++) await instance(1_000_000 + warm);
bytes.length = times.length = 0;
const clients = 16;
let next = 0;
const from = performance.now();
await Promise.all(Array.from({ length: clients }, async () => {
  while (next < Number(count)) await instance(next++);
}));
const seconds = (performance.now() - from) / 1000;
times.sort((a, b) => a - b);
bytes.sort((a, b) => a - b);
console.log(JSON.stringify({
  instances: Number(count), perSecond: Number(count) / seconds, p50: times[times.length >> 1], p99: times[Math.floor(times.length * 0.99)], bytes: bytes.at(-1),
}));
await pool?.end();
await rm(folder, { recursive: true });
