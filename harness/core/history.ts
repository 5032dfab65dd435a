import type { Json } from './json.js';
import { NEMESIS, type Op, type OpError, type OpType, type Process } from './op.js';
import { type PackedValues, ValueColumn } from './value-column.js';

const TYPES: readonly OpType[] = ['invoke', 'ok', 'fail', 'info'];
const TYPE_CODE: Readonly<Record<OpType, number>> = { invoke: 0, ok: 1, fail: 2, info: 3 };
/** Beside the code of a type: the value of the event is not known. */
const VALUE_UNKNOWN = 4;
const NEMESIS_CODE = -1;
const UNPAIRED = -1;
const FIRST_CAPACITY = 1024;

/** Strings as small integers: a history names few fs and few nodes, but very often. */
class Names {
  readonly #codes = new Map<string, number>();
  readonly #names: string[] = [];

  constructor(names: readonly string[] = []) {
    for (const name of names) this.code(name);
  }

  get all(): readonly string[] {
    return this.#names;
  }

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

type Column = Int32Array | Float64Array | Uint8Array;
interface ColumnType<T extends Column> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer): T;
}

/** A column in memory that threads can share. */
function columnOf<T extends Column>(type: ColumnType<T>, length: number): T {
  return new type(new SharedArrayBuffer(length * type.BYTES_PER_ELEMENT));
}

function grown<T extends Column>(column: T, type: ColumnType<T>, length: number): T {
  const larger = columnOf(type, length);
  larger.set(column);
  return larger;
}

/** A history as plain data and shared memory: other threads read it without a copy being sent. */
export interface PackedHistory {
  readonly length: number;
  readonly process: Float64Array;
  readonly type: Uint8Array;
  readonly f: Int32Array;
  readonly fs: readonly string[];
  readonly node: Int32Array;
  readonly nodes: readonly string[];
  readonly time: Float64Array;
  readonly pair: Int32Array;
  readonly line: Int32Array;
  readonly values: PackedValues;
  readonly errors: readonly (readonly [index: number, error: OpError])[];
}

/**
 * What every client saw, in the order the interpreter saw it: append-only, held as columns, so
 * that a million ops fit in memory. Rows are made on demand by {@link History.op}.
 */
export class History {
  #length = 0;
  #process: Float64Array = columnOf(Float64Array, FIRST_CAPACITY);
  #type: Uint8Array = columnOf(Uint8Array, FIRST_CAPACITY);
  #f: Int32Array = columnOf(Int32Array, FIRST_CAPACITY);
  #node: Int32Array = columnOf(Int32Array, FIRST_CAPACITY);
  #time: Float64Array = columnOf(Float64Array, FIRST_CAPACITY);
  #pair: Int32Array = columnOf(Int32Array, FIRST_CAPACITY);
  #values = new ValueColumn();
  #errors = new Map<number, OpError>();
  /** Empty where no event was imported. */
  #line: Int32Array = columnOf(Int32Array, 0);
  #fs = new Names();
  #nodes = new Names();
  readonly #open = new Map<number, number>();

  /** A history of the given ops; their indices are their positions. */
  static of(ops: Iterable<Omit<Op, 'index'>>): History {
    const history = new History();
    for (const op of ops) history.append(op);
    return history;
  }

  /** The history that was packed, in the same memory. It is for reading alone. */
  static unpacked(packed: PackedHistory): History {
    const history = new History();
    history.#length = packed.length;
    history.#process = packed.process;
    history.#type = packed.type;
    history.#f = packed.f;
    history.#node = packed.node;
    history.#time = packed.time;
    history.#pair = packed.pair;
    history.#line = packed.line;
    history.#values = ValueColumn.of(packed.values);
    history.#errors = new Map(packed.errors);
    history.#fs = new Names(packed.fs);
    history.#nodes = new Names(packed.nodes);
    return history;
  }

  get length(): number {
    return this.#length;
  }

  /**
   * The history for another thread. Its events are not copied: a history is packed when it is over.
   */
  pack(): PackedHistory {
    return {
      length: this.#length,
      process: this.#process,
      type: this.#type,
      f: this.#f,
      fs: this.#fs.all,
      node: this.#node,
      nodes: this.#nodes.all,
      time: this.#time,
      pair: this.#pair,
      line: this.#line,
      values: this.#values.pack(),
      errors: [...this.#errors],
    };
  }

  /** Adds an event and returns its index. A completion is paired with its process' open invocation. */
  append(op: Omit<Op, 'index'>): number {
    const index = this.#length;
    if (index === this.#type.length) this.#grow();
    const process = op.process === NEMESIS ? NEMESIS_CODE : op.process;
    this.#process[index] = process;
    const known = op.value === undefined ? VALUE_UNKNOWN : 0;
    this.#type[index] = TYPE_CODE[op.type] | known;
    this.#f[index] = this.#fs.code(op.f);
    this.#node[index] = op.node === undefined ? -1 : this.#nodes.code(op.node);
    this.#time[index] = op.time;
    this.#values.push(op.value ?? null);
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
      value: this.value(index),
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
    return TYPES[(this.#type[index] as number) & ~VALUE_UNKNOWN] as OpType;
  }

  f(index: number): string {
    return this.#fs.name(this.#f[index] as number);
  }

  value(index: number): Json | undefined {
    if (((this.#type[index] ?? VALUE_UNKNOWN) & VALUE_UNKNOWN) !== 0) return undefined;
    return this.#values.at(index);
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
      this.#line = grown(this.#line, Int32Array, this.#type.length);
    }
    this.#line[index] = line;
  }

  #grow(): void {
    const length = this.#type.length * 2;
    this.#process = grown(this.#process, Float64Array, length);
    this.#type = grown(this.#type, Uint8Array, length);
    this.#f = grown(this.#f, Int32Array, length);
    this.#node = grown(this.#node, Int32Array, length);
    this.#time = grown(this.#time, Float64Array, length);
    this.#pair = grown(this.#pair, Int32Array, length);
  }
}
