import { isJsonObject, type JsonObject } from './json.js';
import { stringsOf } from './nemesis-record.js';

/** What a store's roles mean for writes, as its system says; a plan keeps it, so that a stored run can be judged. */
export interface WriteRoles {
  /** The roles whose nodes take writes. */
  readonly takesWrites: readonly string[];
  /** Codes of errors by which a node refuses a write because its role takes none. */
  readonly refusalCodes: readonly string[];
  /** Whether such a node passes writes on to one that takes them, so that its answer tells nothing of its role. */
  readonly passesWritesOn?: boolean;
}

/** What is meant where a system (or a plan of an older version) says nothing. */
export const COMMON_WRITE_ROLES: WriteRoles = {
  takesWrites: ['primary', 'leader'],
  refusalCodes: ['readonly', 'not-primary'],
};

/** What roles mean in a plan, or in a system. */
export function writeRolesOf({ roles }: { readonly roles?: WriteRoles }): WriteRoles {
  return roles ?? COMMON_WRITE_ROLES;
}

/** What a node that was asked for its role, and could not be, is said to be. */
const NO_ROLE: ReadonlySet<string> = new Set(['unreachable', 'unknown']);

/** Whether a node of this role is known to take no writes. */
export function takesNoWrites(role: string, { takesWrites }: WriteRoles): boolean {
  return !takesWrites.includes(role) && !NO_ROLE.has(role);
}

/**
 * The nodes that a record names as taking writes: those that it calls `primaries` (where there may be
 * several), or the one that it calls primary, or else the only one whose role takes writes.
 */
export function writersIn(effect: JsonObject, meaning: WriteRoles): readonly string[] {
  const several = stringsOf(effect['primaries']);
  if (several !== null) return several;
  for (const field of ['primary', 'newPrimary', 'promoted']) {
    const name = effect[field];
    if (typeof name === 'string') return [name];
  }
  const claimants = claimantsIn(rolesIn(effect), meaning);
  return claimants.length === 1 ? claimants : [];
}

/** The nodes whose roles take writes. */
export function claimantsIn(
  roles: Readonly<Record<string, string>>,
  { takesWrites }: WriteRoles,
): readonly string[] {
  return Object.entries(roles).flatMap(([node, role]) =>
    takesWrites.includes(role) ? [node] : [],
  );
}

/**
 * The node that a fault promoted, going by its record: one that it says takes writes. `null` where it says of none.
 * Where several nodes take writes, `to` may be whom slots went to.
 */
export function promotedIn(effect: JsonObject, meaning: WriteRoles): string | null {
  const writers = writersIn(effect, meaning);
  const to = effect['promoted'] ?? (writers.length === 1 ? effect['to'] : undefined);
  return typeof to === 'string' && writers.includes(to) ? to : null;
}

/** The roles that a record resolved, by node; empty where it names none. */
export function rolesIn(effect: JsonObject): Readonly<Record<string, string>> {
  const roles = effect['roles'];
  if (!isJsonObject(roles)) return {};
  return Object.fromEntries(
    Object.entries(roles).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
