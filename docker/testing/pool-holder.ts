import { join } from 'node:path';
import { imagesFolder } from '../build/images-folder.js';
import { createNodePool } from '../index.js';
import { ownImage } from '../build/image.js';

// A harness process for tests to kill: makes a pool with two nodes with disks, one of them full,
// with a program that is stopped; the other off; says its address, and waits. Its one argument is the folder for claims.
const pool = await createNodePool({ run: 'holder', stateFolder: process.argv[2] ?? '' });
const { nodes, capabilities } = await pool.acquire(
  { names: ['n1', 'n2'], image: ownImage('redis'), disks: true },
  new AbortController().signal,
);
const programs = nodes[0]?.programs;
await programs?.put({
  name: 'idle',
  image: { folder: join(imagesFolder(), 'redis') },
  command: ['sleep', '1000'],
  dataFolders: ['/srv/store'],
});
await programs?.start('idle');
await programs?.signal('idle', 'STOP');
await capabilities.disks?.fill('n1');
await capabilities.power?.cut('n2', 'lost');
process.stdout.write(`${pool.clientsAddress()}\n`);
setInterval(() => undefined, 1000);
