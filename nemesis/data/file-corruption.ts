import { z } from 'zod';
import type { BitPlace, FileState } from '../../harness/core/storage.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { FaultContext } from '../../harness/core/fault.js';
import type { JsonObject } from '../../harness/core/json.js';
import { poll } from '../../harness/core/poll.js';
import { Random } from '../../harness/core/random.js';
import { offered } from '../../harness/core/capability.js';
import type { Finding, Note, OnNode } from '../frames/node-fault/kind.js';
import { nodeFault } from '../frames/node-fault/node-fault.js';
import { awaitRunning, awaitStates } from '../frames/process-states.js';
import { startMended } from './start-mended.js';

const LOADED_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 100;

type Degree = {
  readonly file?: string | undefined;
  readonly damage: 'truncate' | 'flip';
  readonly bytes: number;
  /** Fixes which bits are turned over; drawn when the fault begins. */
  readonly seed: number;
};

/** The process that keeps the data of a node. @throws RangeError where none does. */
function keeperOn(context: FaultContext, node: string): string {
  const keeper = offered(context.capabilities, 'dataFiles').process(node);
  if (keeper === null) throw new RangeError(`${node} keeps no data`);
  return keeper;
}

/** Kills the process that writes the files of a node, so that they change no more by themselves. */
async function killWriter({ context, node }: OnNode<Degree>): Promise<void> {
  const processes = offered(context.capabilities, 'processes');
  const process = keeperOn(context, node);
  if ((await processes.state(node, process)) !== 'gone') {
    await processes.signal(node, process, 'KILL');
  }
  await awaitStates(context, node, [process], 'gone');
}

/** The file that is meant, as it is. @throws EnvironmentError where there is none, or it is empty. */
async function meant({ context, node, degree }: OnNode<Degree>) {
  const dataFiles = offered(context.capabilities, 'dataFiles');
  const kind = degree.file ?? dataFiles.kinds[0] ?? '';
  const path = dataFiles.kinds.includes(kind) ? await dataFiles.find(node, kind) : null;
  const before =
    path === null ? null : await offered(context.capabilities, 'files').look(node, path);
  if (path !== null && before !== null && before.size_bytes > 0) return { path, before };
  throw new EnvironmentError({
    code: 'E_FAULT_FILE',
    expected: `a file of the kind ${kind} on ${node} that holds something`,
    actual: path === null ? 'there is none' : `${path} is empty`,
    advice: `name one of ${dataFiles.kinds.join(', ')}, and let clients write before this fault`,
  });
}

/** So many places of a file, each a bit of another byte. */
function placesOf({ bytes, seed }: Degree, { size_bytes }: FileState): readonly BitPlace[] {
  const places = new Map<number, BitPlace>();
  let random = Random.fromSeed(seed);
  while (places.size < Math.min(bytes, size_bytes)) {
    const [offset, afterOffset] = random.integer(size_bytes);
    const [bit, next] = afterOffset.integer(8);
    if (!places.has(offset)) places.set(offset, { offset, bit });
    random = next;
  }
  return [...places.values()].sort((a, b) => a.offset - b.offset);
}

async function begin(on: OnNode<Degree>): Promise<Note> {
  const { context, node, degree } = on;
  const files = offered(context.capabilities, 'files');
  await killWriter(on);
  const { path, before } = await meant(on);
  let changed: JsonObject = {};
  if (degree.damage === 'truncate') {
    await files.truncate(node, path, Math.max(0, before.size_bytes - degree.bytes));
  } else {
    const bytes = await files.flip(node, path, placesOf(degree, before));
    changed = { changed: bytes.map((one) => ({ ...one })) };
  }
  const after = await files.look(node, path);
  const measured = { path, before: { ...before }, after: after === null ? null : { ...after } };
  return { words: [], measured: { ...measured, ...changed } };
}

async function bites(on: OnNode<Degree>): Promise<Finding> {
  const { context, node, begun } = on;
  const { path = '', before = null } = begun as { path?: string; before?: FileState };
  const process = keeperOn(context, node);
  const now = await offered(context.capabilities, 'files').look(node, path);
  const state = await offered(context.capabilities, 'processes').state(node, process);
  const inWords = (file: FileState | null): string =>
    file === null ? 'none' : `${file.size_bytes} bytes (SHA-256 ${file.sha256.slice(0, 12)}…)`;
  return {
    asExpected: state === 'gone' && now?.sha256 !== before?.sha256,
    words: [
      `${path} on ${node} had ${inWords(before)}, and has ${inWords(now)}`,
      `${process} on ${node} is ${state}`,
    ],
  };
}

/** Nobody but the process, which is gone, touches the file. */
async function holds({ context, node }: OnNode<Degree>): Promise<Finding> {
  const process = keeperOn(context, node);
  const state = await offered(context.capabilities, 'processes').state(node, process);
  return { asExpected: state === 'gone', words: [`${process} on ${node} is ${state}`] };
}

/** Starts the process with what it finds; says whether it took that. */
async function end({ context, node }: OnNode<Degree>): Promise<Note> {
  const { words, measured } = await startMended(context, node);
  const process = keeperOn(context, node);
  const silent = `${process} on ${node} loaded its files without refusing them`;
  return { words: words.length === 0 ? [silent] : words, ...(measured && { measured }) };
}

async function healed({ context, node }: OnNode<Degree>): Promise<Finding> {
  const { clock, signal, capabilities } = context;
  const dataFiles = offered(capabilities, 'dataFiles');
  const running = await awaitRunning(context, node);
  const bounds = { within_ms: LOADED_WITHIN_MS, every_ms: LOOK_EVERY_MS, signal };
  const { reached } = await poll(clock, bounds, async () =>
    (await dataFiles.loaded(node)).state === 'loaded' ? true : null,
  );
  const loaded = `${keeperOn(context, node)} on ${node} has ${reached ? '' : 'not '}loaded its files`;
  return { asExpected: running.asExpected && reached, words: [...running.words, loaded] };
}

/**
 * Damages a file in which a server keeps its data, while the server is down: its end is cut off, as
 * after a crash, or single bits are turned over, as by a failing disk.
 */
export const fileCorruption = nodeFault<Degree>({
  name: 'file-corruption',
  summary: 'kills servers, damages a file of their data, and starts them with it',
  provenBy: 'the checksum of the file before and after; then a server that has loaded its files',
  presets: [
    {
      name: 'file-truncation',
      summary:
        'a server, chosen at random, is killed, and starts with data files whose end is cut off',
      values: [{ target: 'any', damage: 'truncate' }],
      mixes: ['disk-mix'],
    },
    {
      name: 'bit-flips',
      summary:
        'a server, chosen at random, is killed, and starts with bits of its data files turned over',
      values: [{ target: 'any', damage: 'flip' }],
      mixes: ['disk-mix'],
    },
  ],
  needs: ['dataFiles', 'files', 'processes'],
  harm: { costs: 'memory' },
  overlap: { disturbs: ['processes', 'data'], relies: ['node', 'processes', 'data', 'reach'] },
  on: 'data',
  schema: z.strictObject({
    target: z.string().default('any'),
    file: z.string().optional(),
    damage: z.enum(['truncate', 'flip']).default('truncate'),
    bytes: z.number().int().min(1).max(1000).default(64),
    seed: z.number().int().min(0).default(0),
  }),
  resolve: (_context, _node, degree, random) =>
    Promise.resolve({ ...degree, seed: degree.seed || random.integer(2 ** 31)[0] }),
  begin,
  bites,
  holds,
  end,
  healed,
});
