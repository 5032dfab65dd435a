import { createAttachedPool } from '../index.js';

// A harness process for tests to kill: attaches itself to containers, begins all there is to begin, says
// so, and waits. Its arguments are the names of the containers.
const containers = process.argv.slice(2);
const pool = await createAttachedPool({ containers });
const names = containers.map((_, index) => `n${String(index + 1)}`);
const { capabilities } = await pool.acquire({ names }, new AbortController().signal);
await capabilities.links?.cut({ n1: ['n2', 'clients'], clients: ['n1'] }, 'drop');
await capabilities.traffic?.lose(['n1'], 10);
await capabilities.traffic?.slow(['n2'], 1000);
process.stdout.write('all begun\n');
setInterval(() => undefined, 1000);
