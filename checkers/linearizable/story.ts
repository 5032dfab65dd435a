import { describeValue, type Key } from 'ts-linearizability';
import { faultWindows, type FaultWindow } from '../../harness/core/fault-window.js';
import { metInWords } from '../../harness/core/fault-words.js';
import type { History } from '../../harness/core/history.js';
import { nemesisRecords } from '../../harness/core/nemesis-record.js';
import type { TestPlan } from '../../harness/core/plan.js';
import { RoleTimeline } from '../../harness/core/role-timeline.js';
import { listInWords, seconds } from '../../harness/core/words.js';
import type { NamedOp } from '../../harness/core/verdict.js';
import { historyOp } from '../history-op.js';
import type { Touch } from './touches.js';

/** What a story says of an op. */
type Told = Pick<Touch, 'op' | 'outcome' | 'start_ns' | 'end_ns' | 'node' | 'words'> & {
  readonly does?: Touch['does'];
};

/** Tells what ops did: who, when, on which node, under which fault. */
export class Storyteller {
  readonly #windows: readonly FaultWindow[];
  readonly #roles: RoleTimeline;
  readonly #history: History;

  constructor(plan: Pick<TestPlan, 'roles' | 'reads'>, history: History) {
    const records = nemesisRecords(history);
    this.#windows = faultWindows(history, records);
    this.#roles = new RoleTimeline(plan, history, records);
    this.#history = history;
  }

  /** A line for each value, in the order in which they came; in it, who brought it and who saw it. */
  lines(touches: readonly Touch[]): string[] {
    const values = new Map<Key, Touch[]>();
    for (const touch of touches.toSorted((a, b) => a.op - b.op)) {
      values.set(touch.key, [...(values.get(touch.key) ?? []), touch]);
    }
    return [...values.values()].map((ofValue) => {
      const inOrder = ofValue.toSorted((a, b) => rank(a) - rank(b) || a.op - b.op);
      const value = describeValue(ofValue[0]?.value ?? null);
      const told: string[] = [];
      let before = '';
      for (const touch of inOrder) {
        // What was said of the op before it is not said again.
        const during = this.#during(touch);
        told.push(this.#told(touch, during === before ? '' : during));
        before = during;
      }
      return `${value}: ${told.join('; ')}`;
    });
  }

  /** A line for each op, in the order of their invocations. */
  ops(named: readonly NamedOp[]): string[] {
    return named.map(({ op, words }) => {
      const { completion, op: found } = historyOp(this.#history, op);
      const end = found.outcome === 'info' ? null : completion;
      const told = {
        op,
        words,
        outcome: found.outcome,
        start_ns: this.#history.time(op),
        end_ns: end === null ? Infinity : this.#history.time(end),
        node: this.#history.node(end ?? op) ?? this.#history.node(op),
      };
      return this.#told(told, this.#during(told));
    });
  }

  /** The faults that were active, as a clause; empty where none was. */
  #during({ start_ns, end_ns }: Told): string {
    const until_ns = Number.isFinite(end_ns) ? end_ns : start_ns;
    const faults = this.#windows.filter(
      (window) => window.from_ns <= until_ns && window.to_ns >= start_ns,
    );
    return faults.length === 0
      ? ''
      : `, while ${listInWords(faults.map((window) => metInWords(window, start_ns, until_ns)))}`;
  }

  #told(touch: Told, during: string): string {
    const { op, node, start_ns, end_ns, outcome, words } = touch;
    const when = Number.isFinite(end_ns)
      ? `from ${seconds(start_ns)} to ${seconds(end_ns)}`
      : `from ${seconds(start_ns)} on, without an answer`;
    const role = node === undefined ? null : this.#roles.roleAt(node, start_ns);
    const where = node === undefined ? '' : ` on ${node}${role === null ? '' : ` (${role})`}`;
    const acknowledged = touch.does === 'brings' && outcome === 'ok' ? ', acknowledged' : '';
    const failed = touch.does !== 'sees' && outcome === 'fail' ? ', which failed' : '';
    const process = String(this.#history.process(op));
    return `${words} by process ${process}${where} ${when}${acknowledged}${failed}${during} (op ${op})`;
  }
}

/** Who brings a value is told before who sees it. */
function rank({ does }: Touch): number {
  return does === 'brings' ? 0 : 1;
}
