import type { Baseline } from './baseline.js';
import type { Mutant } from './mutants.js';
import type { Coverage, Selection } from './protocol.js';

/** A test that takes this many times its usual processor time, and at least this, hangs. */
const LIMIT = { times: 30, least_ms: 1000 };

/** Start-up of a file of tests, in the order of which comes first. */
const START_MS = 20;

type Range = readonly [start: number, end: number];

/** Chooses, for a mutant, the tests that call the function it is in. */
export class Selector {
  private readonly baselines: ReadonlyMap<string, Baseline>;
  private readonly functions = new Map<string, readonly Range[]>();

  constructor(baselines: ReadonlyMap<string, Baseline>) {
    this.baselines = baselines;
  }

  /** What to run, the cheapest file first, or the one that noticed the mutant before. */
  select(mutant: Mutant, noticed?: string): Selection[] {
    const around = this.functionOf(mutant);
    const costs: { readonly selection: Selection; readonly cost_ms: number }[] = [];
    for (const [file, { run }] of this.baselines) {
      const isStatic = calls(run.imported, mutant.file, around);
      const chosen = run.tests
        .map((test, index) => ({ test, index }))
        .filter(({ test }) => isStatic || calls(test, mutant.file, around))
        .toSorted((a, b) => a.test.cpu_ms - b.test.cpu_ms);
      if (chosen.length > 0) {
        const spent_ms = chosen.reduce((sum, { test }) => sum + test.cpu_ms, START_MS);
        costs.push({
          cost_ms: file === noticed ? 0 : spent_ms + run.imported.cpu_ms,
          selection: {
            file,
            import_ms: limit(run.imported.cpu_ms),
            tests: chosen.map(({ test, index }) => ({ index, limit_ms: limit(test.cpu_ms) })),
          },
        });
      }
    }
    return costs.toSorted((a, b) => a.cost_ms - b.cost_ms).map(({ selection }) => selection);
  }

  /** The innermost function around a mutant. */
  private functionOf(mutant: Mutant): Range {
    return this.functionsOf(mutant.file)
      .filter(([start, end]) => start <= mutant.start && mutant.end <= end)
      .reduce<Range>((a, b) => (b[1] - b[0] < a[1] - a[0] ? b : a), [-1, Infinity]);
  }

  private functionsOf(file: string): readonly Range[] {
    let ranges = this.functions.get(file);
    if (ranges === undefined) {
      const unique = new Map<string, Range>();
      for (const { run } of this.baselines.values()) {
        for (const { covered } of [run.imported, ...run.tests]) {
          covered[file]?.forEach(([start, end]) => unique.set(`${start} ${end}`, [start, end]));
        }
      }
      ranges = [...unique.values()];
      this.functions.set(file, ranges);
    }
    return ranges;
  }
}

function calls({ covered }: Omit<Coverage, 'name'>, file: string, [start, end]: Range): boolean {
  return (covered[file] ?? []).some(
    ([from, to, called]) => from === start && to === end && called > 0,
  );
}

function limit(cpu_ms: number): number {
  return Math.max(LIMIT.least_ms, LIMIT.times * cpu_ms);
}
