import { createNodePool } from '../index.js';

// A harness process for tests to kill: makes a pool with two nodes with disks, one of them full,
// the other off, says its address, and waits. Its one argument is the folder for claims.
const pool = await createNodePool({ run: 'holder', stateFolder: process.argv[2] ?? '' });
const { capabilities } = await pool.acquire(
  { names: ['n1', 'n2'], image: 'redis', disks: true },
  new AbortController().signal,
);
await capabilities.disks?.fill('n1');
await capabilities.power?.cut('n2', 'lost');
process.stdout.write(`${pool.clientsAddress()}\n`);
setInterval(() => undefined, 1000);
