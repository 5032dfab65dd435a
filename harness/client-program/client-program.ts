import { isJson, type Json } from '../core/json.js';
import type { ClientDefinition, ClientLifecycle, OpenRequest } from '../core/client-definition.js';
import type { ClientMethods } from '../core/data-types/index.js';
import { InputError } from '../core/errors.js';
import { ProgramConnection, type ProgramCommand } from './program-connection.js';

/** A client that is a program of its own, in any language. */
export interface ClientProgram extends ProgramCommand {
  /** The methods of data types that it serves. */
  readonly methods: readonly (keyof ClientMethods | (string & {}))[];
}

/** A program that has opened its connection, and the node that it found where it said so. */
interface OpenProgram {
  readonly program: ProgramConnection;
  readonly node: string | undefined;
}

/**
 * A client in any language: a program that reads lines of JSON on standard input and answers each with
 * one on standard output. One runs for each connection. `docs/client-in-another-language.md` describes
 * the lines.
 *
 * @throws InputError where the command or the methods are missing.
 * @example
 * clientProgram({ command: ['python3', 'client.py'], methods: ['read', 'write', 'cas'] });
 */
export function clientProgram(description: ClientProgram): ClientDefinition {
  checkDescription(description);
  const lifecycle: ClientLifecycle<OpenProgram, unknown> = {
    open: (request) => openProgram(description, request),
    close: ({ program }) => program.close(),
    usable: ({ program }) => program.usable,
    nodeOf: ({ node }) => node,
  };
  const methods = description.methods.map((name) => [
    name,
    ({ program }: OpenProgram, ...given: readonly Json[]) => program.ask(name, given),
  ]);
  return { ...lifecycle, ...(Object.fromEntries(methods) as object) };
}

async function openProgram(
  command: ProgramCommand,
  { node, nodes, mode, process, options, store, signal }: OpenRequest,
): Promise<OpenProgram> {
  const program = new ProgramConnection(command);
  const end = (): void => void program.close();
  signal.addEventListener('abort', end, { once: true });
  try {
    const shared = isJson(store) ? { store } : {};
    const address = ({ name, address }: OpenRequest['node']) => ({ name, address });
    const request = { node: address(node), nodes: nodes.map(address), mode, process, options };
    const opened = await program.ask('open', [{ ...request, ...shared }]);
    return { program, node: nodeIn(opened) };
  } catch (thrown) {
    await program.close();
    throw thrown;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** The node that a program found by itself. */
function nodeIn(opened: Json): string | undefined {
  const node = (opened as { readonly node?: Json } | null)?.node;
  return typeof node === 'string' ? node : undefined;
}

function checkDescription({ command, methods }: Partial<ClientProgram>): void {
  const missing =
    command?.[0] === undefined ? 'command' : (methods ?? []).length === 0 ? 'methods' : null;
  if (missing === null) return;
  throw new InputError({
    code: 'E_CLIENT_PROGRAM',
    expected: 'clientProgram to be given a command and the methods that the program serves',
    actual: `there are no ${missing === 'command' ? 'words in "command"' : 'names in "methods"'}`,
    advice: "write for example { command: ['python3', 'client.py'], methods: ['read', 'write'] }",
  });
}
