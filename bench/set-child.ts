import { lostWrites } from '../checkers/lost-writes/checker.js';
import { FINAL_READ, SCAN_ENDS } from '../harness/core/final-read.js';
import { History } from '../harness/core/history.js';
import type { Json } from '../harness/core/json.js';
import type { TestPlan } from '../harness/core/plan.js';

/**
 * Judges a set of as many elements as the argument says, with a scan of each of three nodes and a
 * tenth of the elements lost. Prints the verdict, its processor time and the peak memory in MB.
 */
const elements = Number(process.argv[2]);
const nodes = ['n1', 'n2', 'n3'];
const PIECE_SIZE = 10_000;
/** Prime to every number of elements that is a power of ten: scans give elements in no order. */
const STRIDE = 7_919;

function recorded(): History {
  const history = new History();
  let time = 0;
  const op = (by: number, f: string, value: Json, result = value): void => {
    const common = { process: by, f, node: nodes[by % nodes.length] };
    history.append({ ...common, type: 'invoke', value, time: (time += 1000) });
    history.append({ ...common, type: 'ok', value: result, time: (time += 1000) });
  };
  for (let element = 0; element < elements; element += 1) op(element % 50, 'add', element);
  for (const by of nodes.keys()) {
    for (let from = 0; from < elements; from += PIECE_SIZE) {
      const to = Math.min(from + PIECE_SIZE, elements);
      const piece: number[] = [];
      for (let i = from; i < to; i += 1) {
        const element = (i * STRIDE) % elements;
        if (element >= elements / 10) piece.push(element);
      }
      const cursor = to === elements ? SCAN_ENDS : String(to);
      op(by, FINAL_READ, { cursor: String(from) }, { cursor, elements: piece });
    }
  }
  return history;
}

const plan = { nodes } as unknown as TestPlan;
const history = recorded();
const before = process.cpuUsage();
const outcome = lostWrites.check(plan, history).outcome;
const { user, system } = process.cpuUsage(before);
const peak_MB = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ outcome, processor_s: (user + system) / 1e6, peak_MB }));
