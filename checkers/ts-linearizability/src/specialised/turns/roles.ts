/**
 * What an operation does to something that is either on or off. The first four turn it on if they
 * are even, off if they are odd.
 */
export const ROLE = {
  /** Turns it on; it must be off before. */
  turnsOn: 0,
  /** Turns it off; it must be on before. */
  turnsOff: 1,
  /** Turns it on, or sees that it is on already. */
  leavesOn: 2,
  /** Turns it off, or sees that it is off already. */
  leavesOff: 3,
  /** Sees, or is refused because, it is on. */
  seesOn: 4,
  seesOff: 5,
  /** May be at any time. */
  looks: 6,
  /** Need not be at all. */
  none: 7,
} as const;

/** What operations on several things that are either on or off did. */
export interface Turns {
  /** Per operation, what it does. */
  readonly role: Uint8Array;
  /** Per operation, the thing that it is about. */
  readonly thing: Int32Array;
  /** Per thing, whether it is on at first: 1, or 0. */
  readonly start: Uint8Array;
  readonly call: Float64Array;
  /** `Infinity` for operations that may turn, but need not. */
  readonly return: Float64Array;
  /** Which turns are taken first, if not those that return first. */
  readonly deadline?: Float64Array;
}

/** Whether a role surely changes what an operation is about. */
export function isTurn(role: number | undefined): boolean {
  return role === ROLE.turnsOn || role === ROLE.turnsOff;
}
