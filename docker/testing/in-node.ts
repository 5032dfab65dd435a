import type { Node } from '../../harness/core/node.js';
import type { NodeNetwork } from '../../nodes/index.js';
import { ContainerNode } from '../pool/container-node.js';

/** Where the tools of a node are, and its network can be changed. */
export function sandboxOf(node: Node | undefined): NodeNetwork {
  if (node instanceof ContainerNode) return node.sandbox;
  throw new TypeError('this node has no sandbox');
}

/** The command lines of all processes of a store's container, whatever its image has. */
export async function processesOf(node: Node): Promise<string> {
  const script =
    'for one in /proc/[0-9]*; do tr "\\0" " " < "$one/cmdline"; echo; done 2>/dev/null';
  return (await node.exec(['sh', '-c', script])).stdout;
}

/** Ends the processes of a store's container whose command lines contain a text. */
export async function killWith(node: Node, text: string): Promise<void> {
  const script = `for one in /proc/[0-9]*; do
    case "\${one#/proc/}" in 1|$$) continue ;; esac
    grep -qaF "$1" "$one/cmdline" 2>/dev/null && kill "\${one#/proc/}"
  done; true`;
  await node.exec(['sh', '-c', script, 'sh', text]);
}
