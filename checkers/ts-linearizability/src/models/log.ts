import type { Item, Key, Model } from '../types.js';
import { orderedLog } from '../specialised/log-entries.js';
import { describeValue } from '../values/describe.js';
import { isSameValue, keyText, valueKey } from '../values/key.js';
import type { LogInput, LogOutput } from './inputs.js';

/**
 * A log as a node of a tree of all logs: a log shares everything with the log it extends, and
 * equal logs are one node.
 */
export interface LogState {
  readonly id: number;
  readonly length: number;
  readonly parent: LogState | undefined;
  readonly value: Item | undefined;
  readonly extensions: Map<Key, LogState>;
  readonly ids: { next: number };
}

/** An append-only log that holds `initial` (default: nothing) at first. */
export function log(initial: readonly Item[] = []): Model<LogState, LogInput, LogOutput> {
  return {
    name: 'log',
    init: () => [initial.reduce(extend, emptyLog())],
    step(state, input, output) {
      switch (input.f) {
        case 'append':
          return output === undefined || output === state.length
            ? [extend(state, input.value)]
            : [];
        case 'read':
          return output === undefined || isSameValue(output, at(state, input.offset))
            ? [state]
            : [];
        default:
          return output === undefined || output === state.length ? [state] : [];
      }
    },
    key: (state) => state.id,
    operationKey: (input, output) =>
      input.f === 'append'
        ? JSON.stringify([keyText(input.value), keyText(output)])
        : `${input.f === 'read' ? input.offset : 'l'}${keyText(output)}`,
    readOnly: (input) => input.f !== 'append',
    canLeadTo(state, input, output) {
      const isLater = input.f === 'read' && input.offset >= state.length;
      return (
        output === undefined ||
        isLater ||
        (input.f === 'read'
          ? isSameValue(output, at(state, input.offset))
          : typeof output === 'number' && output >= state.length)
      );
    },
    describeOperation,
    describeState: describeLog,
    specialised: [orderedLog(initial, describeOperation)],
  };
}

function describeOperation(input: LogInput, output: LogOutput | undefined): string {
  return input.f === 'append'
    ? `append(${describeValue(input.value)}) -> ${describeValue(output)}`
    : `${input.f}(${input.f === 'read' ? input.offset : ''}) -> ${describeValue(output)}`;
}

function emptyLog(): LogState {
  const ids = { next: 1 };
  return { id: 0, length: 0, parent: undefined, value: undefined, extensions: new Map(), ids };
}

function extend(log: LogState, value: Item): LogState {
  const key = valueKey(value);
  let longer = log.extensions.get(key);
  if (longer === undefined) {
    const { ids } = log;
    const id = ids.next++;
    longer = { id, length: log.length + 1, parent: log, value, extensions: new Map(), ids };
    log.extensions.set(key, longer);
  }
  return longer;
}

function at(log: LogState, offset: number): Item | null {
  let node: LogState | undefined = log;
  while (node !== undefined && node.length > offset + 1) {
    node = node.parent;
  }
  return node !== undefined && node.length === offset + 1 ? (node.value ?? null) : null;
}

const SHOWN = 5;

function describeLog(log: LogState): string {
  if (log.length === 0) {
    return 'empty';
  }
  const values: string[] = [];
  let node: LogState | undefined = log;
  while (node?.value !== undefined && values.length < SHOWN) {
    values.unshift(describeValue(node.value));
    node = node.parent;
  }
  return `[${log.length > SHOWN ? `${log.length - SHOWN} more, ` : ''}${values.join(', ')}]`;
}
