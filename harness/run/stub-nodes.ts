import type { Node } from '../core/node.js';
import type { ExecResult } from '../core/exec.js';

const NOT_A_MACHINE: ExecResult = { exitCode: 127, stdout: '', stderr: 'not a machine' };

/** Names without machines, for stores that live inside this process. */
export function stubNodes(names: readonly string[]): readonly Node[] {
  return names.map((name) => ({
    name,
    address: '127.0.0.1',
    exec: () => Promise.resolve(NOT_A_MACHINE),
    spawn: () => Promise.resolve(),
    readFile: () => Promise.resolve(null),
    writeFile: () => Promise.resolve(),
  }));
}
