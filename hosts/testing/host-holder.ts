import { createHostPool } from '../index.js';

// A harness process for tests to kill: takes hosts, begins all there is to begin on them, says so, and
// waits. Its arguments are the folder for claims, the configuration of ssh, and the hosts.
const [stateFolder = '', configuration = '', ...hosts] = process.argv.slice(2);
const pool = await createHostPool({ hosts, options: ['-F', configuration] }, { stateFolder });
const names = hosts.map((_, index) => `n${String(index + 1)}`);
const signal = new AbortController().signal;
const { nodes, capabilities } = await pool.acquire({ names }, signal);
for (const { programs } of nodes) {
  await programs?.put({
    name: 'store',
    command: ['sleep', '1000'],
    files: { '/srv/faultline-test.conf': 'a file' },
    dataFolders: ['/srv/faultline-test'],
  });
  await programs?.start('store');
  await programs?.writeFile('store', '/srv/faultline-test/data', 'what a store has written');
}
await capabilities.links?.cut({ n1: ['n2', 'clients'], clients: ['n1'] }, 'drop');
await capabilities.traffic?.lose(['n1'], 10);
await capabilities.traffic?.slow(['n2'], 1000);
process.stdout.write('all begun\n');
setInterval(() => undefined, 1000);
