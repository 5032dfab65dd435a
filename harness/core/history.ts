import type { Json } from './json.js';
import { NEMESIS, type Op, type OpError, type OpType, type Process } from './op.js';

const TYPES: readonly OpType[] = ['invoke', 'ok', 'fail', 'info'];
const TYPE_CODE: Readonly<Record<OpType, number>> = { invoke: 0, ok: 1, fail: 2, info: 3 };
const NEMESIS_CODE = -1;
const UNPAIRED = -1;
const FIRST_CAPACITY = 1024;

/** Strings as small integers: a history names few fs and few nodes, but very often. */
class Names {
  readonly #codes = new Map<string, number>();
  readonly #names: string[] = [];

  code(name: string): number {
    let code = this.#codes.get(name);
    if (code === undefined) {
      code = this.#names.length;
      this.#codes.set(name, code);
      this.#names.push(name);
    }
    return code;
  }

  name(code: number): string {
    return this.#names[code] as string;
  }
}

function grown<T extends Int32Array | Float64Array | Uint8Array>(
  column: T,
  make: (length: number) => T,
): T {
  const larger = make(column.length * 2);
  larger.set(column);
  return larger;
}

/**
 * What every client saw, in the order the interpreter saw it: append-only, held as columns, so
 * that a million ops fit in memory. Rows are made on demand by {@link History.op}.
 */
export class History {
  #length = 0;
  #process = new Float64Array(FIRST_CAPACITY);
  #type = new Uint8Array(FIRST_CAPACITY);
  #f = new Int32Array(FIRST_CAPACITY);
  #node = new Int32Array(FIRST_CAPACITY);
  #time = new Float64Array(FIRST_CAPACITY);
  #pair = new Int32Array(FIRST_CAPACITY);
  readonly #values: (Json | undefined)[] = [];
  readonly #errors = new Map<number, OpError>();
  /** Empty where no event was imported. */
  #line = new Int32Array(0);
  readonly #fs = new Names();
  readonly #nodes = new Names();
  readonly #open = new Map<number, number>();

  /** A history of the given ops; their indices are their positions. */
  static of(ops: Iterable<Omit<Op, 'index'>>): History {
    const history = new History();
    for (const op of ops) history.append(op);
    return history;
  }

  get length(): number {
    return this.#length;
  }

  /** Adds an event and returns its index. A completion is paired with its process' open invocation. */
  append(op: Omit<Op, 'index'>): number {
    const index = this.#length;
    if (index === this.#type.length) this.#grow();
    const process = op.process === NEMESIS ? NEMESIS_CODE : op.process;
    this.#process[index] = process;
    this.#type[index] = TYPE_CODE[op.type];
    this.#f[index] = this.#fs.code(op.f);
    this.#node[index] = op.node === undefined ? -1 : this.#nodes.code(op.node);
    this.#time[index] = op.time;
    this.#values.push(op.value);
    if (op.error !== undefined) this.#errors.set(index, op.error);
    if (op.line !== undefined) this.#setLine(index, op.line);
    this.#pair[index] = UNPAIRED;
    if (op.type === 'invoke') {
      this.#open.set(process, index);
    } else {
      const invocation = this.#open.get(process);
      if (invocation !== undefined) {
        this.#pair[invocation] = index;
        this.#pair[index] = invocation;
        this.#open.delete(process);
      }
    }
    this.#length = index + 1;
    return index;
  }

  /** The event at an index. @throws RangeError outside of `[0, length)`. */
  op(index: number): Op {
    this.#check(index);
    const node = this.#node[index] as number;
    const error = this.#errors.get(index);
    const line = this.line(index);
    return {
      index,
      process: this.process(index),
      type: this.type(index),
      f: this.f(index),
      value: this.#values[index],
      time: this.#time[index] as number,
      ...(node < 0 ? {} : { node: this.#nodes.name(node) }),
      ...(error === undefined ? {} : { error }),
      ...(line === undefined ? {} : { line }),
    };
  }

  process(index: number): Process {
    const process = this.#process[index] as number;
    return process === NEMESIS_CODE ? NEMESIS : process;
  }

  isNemesis(index: number): boolean {
    return this.#process[index] === NEMESIS_CODE;
  }

  type(index: number): OpType {
    return TYPES[this.#type[index] as number] as OpType;
  }

  f(index: number): string {
    return this.#fs.name(this.#f[index] as number);
  }

  value(index: number): Json | undefined {
    return this.#values[index];
  }

  node(index: number): string | undefined {
    const node = this.#node[index] as number;
    return node < 0 ? undefined : this.#nodes.name(node);
  }

  /** Nanoseconds since the start of the run. */
  time(index: number): number {
    return this.#time[index] as number;
  }

  error(index: number): OpError | undefined {
    return this.#errors.get(index);
  }

  /** Of an event that was imported: its line in the file, from 1. */
  line(index: number): number | undefined {
    const line = this.#line[index] ?? 0;
    return line === 0 ? undefined : line;
  }

  /** The completion of an invocation, or the invocation of a completion; `null` when there is none. */
  pairOf(index: number): number | null {
    const pair = this.#pair[index] as number;
    return pair === UNPAIRED ? null : pair;
  }

  *[Symbol.iterator](): IterableIterator<Op> {
    for (let index = 0; index < this.#length; index += 1) yield this.op(index);
  }

  #check(index: number): void {
    if (!Number.isInteger(index) || index < 0 || index >= this.#length) {
      throw new RangeError(`no op at index ${index}: the history has ${this.#length}`);
    }
  }

  #setLine(index: number, line: number): void {
    if (index >= this.#line.length) {
      const larger = new Int32Array(this.#type.length);
      larger.set(this.#line);
      this.#line = larger;
    }
    this.#line[index] = line;
  }

  #grow(): void {
    this.#process = grown(this.#process, (length) => new Float64Array(length));
    this.#type = grown(this.#type, (length) => new Uint8Array(length));
    this.#f = grown(this.#f, (length) => new Int32Array(length));
    this.#node = grown(this.#node, (length) => new Int32Array(length));
    this.#time = grown(this.#time, (length) => new Float64Array(length));
    this.#pair = grown(this.#pair, (length) => new Int32Array(length));
  }
}
