import { DATA_FOLDER, type Node, type NodeAddress, type Processes } from 'faultline';

const CONFIGURATION = `${DATA_FOLDER}/nats.conf`;
const PID_FILE = `${DATA_FOLDER}/nats.pid`;
export const LOG = `${DATA_FOLDER}/nats.log`;
export const PROGRAM = 'nats-server';

/** Writes the configuration of the server on one node. */
export function configure(
  node: Node,
  nodes: readonly NodeAddress[],
  syncInterval: string,
): Promise<void> {
  const routes = nodes.map(({ address }) => `nats://${address}:6222`);
  return node.writeFile(
    CONFIGURATION,
    `server_name: ${node.name}
listen: 0.0.0.0:4222
http: 0.0.0.0:8222
jetstream { store_dir: ${DATA_FOLDER}, sync_interval: ${syncInterval} }
cluster { name: faultline, listen: 0.0.0.0:6222, routes: [${routes.join(', ')}] }
`,
  );
}

/** Prints the state, the number and the start of the server's process, if it is there. */
const LOOK = `
pid=$(cat ${PID_FILE}) && [ "$(cat "/proc/$pid/comm")" = ${PROGRAM} ] || exit 0
echo "$(sed 's/.*) //' "/proc/$pid/stat" | cut -d ' ' -f 1,20) $pid"
`;

/** The server of each node, which faults kill, pause and start. */
export function processesOf(nodes: readonly Node[]): Processes {
  const at = (name: string): Node => {
    const node = nodes.find((one) => one.name === name);
    if (node === undefined) throw new Error(`there is no node ${name}`);
    return node;
  };
  const look = async (name: string): Promise<readonly string[]> =>
    (await at(name).exec(['sh', '-c', LOOK])).stdout.trim().split(' ');
  return {
    list: () => [PROGRAM],
    async start(name) {
      const script = `echo $$ > ${PID_FILE} && exec ${PROGRAM} --config ${CONFIGURATION}`;
      await at(name).spawn(['sh', '-c', script], { logFile: LOG });
    },
    async signal(name, _process, signal) {
      const sent = await at(name).exec(['sh', '-c', `kill -${signal} "$(cat ${PID_FILE})"`]);
      if (sent.exitCode !== 0) throw new Error(`SIG${signal} on ${name}: ${sent.stderr}`);
    },
    async state(name) {
      const [state = ''] = await look(name);
      if (state === '' || state === 'Z' || state === 'X') return 'gone';
      return state === 'T' ? 'stopped' : 'running';
    },
    async incarnation(name) {
      const [state = '', tick = '', pid = ''] = await look(name);
      return state === '' ? null : `process ${pid}, tick ${tick}`;
    },
  };
}

async function monitor(node: NodeAddress, path: string): Promise<unknown> {
  const url = `http://${node.address}:8222/${path}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(1000) });
  return response.json();
}

/** What the server says is missing before it can serve; nothing where it can. */
export async function missingAt(node: NodeAddress): Promise<readonly string[]> {
  try {
    const { status, error } = (await monitor(node, 'healthz')) as {
      status: string;
      error?: string;
    };
    return status === 'ok' ? [] : [`${node.name}: ${error ?? status}`];
  } catch (thrown) {
    return [`${node.name} does not answer: ${String(thrown)}`];
  }
}

export async function versionOf(node: NodeAddress): Promise<string> {
  return ((await monitor(node, 'varz')) as { version: string }).version;
}

interface Streams {
  readonly account_details?: readonly {
    readonly stream_detail?: readonly { readonly cluster?: { readonly leader?: string } }[];
  }[];
}

/** Which node leads the one stream that there is, as a node sees it: empty where it sees none. */
export async function leaderSeenBy(node: NodeAddress): Promise<string> {
  const { account_details: [account] = [] } = (await monitor(node, 'jsz?streams=1')) as Streams;
  return account?.stream_detail?.[0]?.cluster?.leader ?? '';
}
