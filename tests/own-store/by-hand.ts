import { fileURLToPath } from 'node:url';
import { clientSource, DATA_FOLDER, poll, type Health, type SystemDefinition } from 'faultline';
import { Line, PORT, tinyClient } from './tiny-client.js';

const LOG = `${DATA_FOLDER}/server.log`;
const COMMAND = ['redis-server', '--port', String(PORT), '--dir', DATA_FOLDER, '--save', ''];
const SYNCED = ['--appendonly', 'yes', '--appendfsync', 'always', '--protected-mode', 'no'];
const WITHIN = { within_ms: 10_000, every_ms: 50 };

async function healthOf(address: string): Promise<Health> {
  const line = new Line(address);
  try {
    const answer = await line.ask('PING');
    return answer === 'PONG'
      ? { healthy: true }
      : { healthy: false, reasons: [`it said ${answer}`] };
  } catch {
    return { healthy: false, reasons: ['n1 does not answer'] };
  } finally {
    line.close();
  }
}

/** One server that is started in its node, with its data on a disk of the node's own. */
export const byHand: SystemDefinition = {
  name: 'by-hand',
  summary: 'one server that syncs every write to a disk of its own',
  runsOn: 'containers',
  image: { folder: fileURLToPath(new URL('../../docker/images/redis', import.meta.url)) },
  defaultNodeCount: 1,
  client: tinyClient,
  clientModes: ['pinned'],
  capabilities: ['links', 'traffic', 'disks', 'primaries'],
  defaults: {},
  create({ nodes, options, clock, signal }) {
    const health = () => healthOf(nodes[0]?.address ?? '');
    return {
      async setup() {
        await nodes[0]?.spawn([...COMMAND, ...SYNCED], { logFile: LOG });
        const healthy = async () => ((await health()).healthy ? true : null);
        const { reached } = await poll(clock, { ...WITHIN, signal }, healthy);
        if (!reached) throw new Error(`it does not answer: ${await nodes[0]?.readFile(LOG)}`);
      },
      health,
      roles: async () => nodes.map(({ name }) => ({ node: name, role: 'primary' })),
      versions: async () => ({}),
      clients: (dataType, mode) =>
        clientSource({
          client: tinyClient,
          dataType,
          mode,
          nodes,
          options,
          store: undefined,
          clock,
        }),
      logs: () =>
        nodes.map((node) => ({
          node: node.name,
          file: 'server.log',
          read: (tail_bytes) => node.readFile(LOG, tail_bytes),
        })),
      capabilities: { primaries: { primary: async () => 'n1' } },
      teardown: async () => undefined,
    };
  },
};
