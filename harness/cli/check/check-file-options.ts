import type { ConsistencyModel } from 'ts-isolation';
import type { FailedCas, Format } from '../../histories/index.js';
import type { CheckableModel, Conventions, ModelOptions } from './models/index.js';

/** What is judged of a file, and how. */
export interface CheckFileOptions extends ModelOptions {
  readonly model: CheckableModel;
  /** Default: detected. */
  readonly format?: Format;
  /** Values are `[key v]`; each key is checked by itself. */
  readonly independent?: boolean;
  /** The whole history is about one object, whatever its values look like. */
  readonly oneObject?: boolean;
  /** JSON text of the state at first, or `unknown`: what is seen of it tells. */
  readonly initial?: string;
  /** JSON text of an object with the state of single keys at first; only with `independent`. */
  readonly initialByKey?: string;
  /** Of transactions; default: strict-serializable. */
  readonly consistencyModel?: ConsistencyModel;
  /** Default: null. */
  readonly nilRead?: Conventions['nilRead'];
  /** Default: the format's. */
  readonly failedCas?: FailedCas;
  /** No event may be longer, in units of 2^20 characters. Default: that of `readEvents`. */
  readonly maxEvent_MiB?: number;
  readonly timeout_ms: number;
  readonly memory_bytes: number;
  /** Whole orders in the report. */
  readonly explain?: boolean;
  readonly signal?: AbortSignal;
  /** Called now and then with what goes on, in words. */
  readonly onProgress?: (line: string) => void;
}
