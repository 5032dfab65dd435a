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

/** What operations on several flags that are either on or off did. */
export interface Flags {
  /** Per operation, what it does. */
  readonly role: Uint8Array;
  /** Per operation, the flag that it is about. */
  readonly flag: Int32Array;
  /** Per flag, whether it is on at first: 1, or 0. */
  readonly start: Uint8Array;
  readonly call: Float64Array;
  /** `Infinity` for operations that may turn, but need not. */
  readonly return: Float64Array;
  /** Which changes take effect first, if not those that return first. */
  readonly deadline?: Float64Array;
}

/** Whether a role surely changes what an operation is about. */
export function isChange(role: number | undefined): boolean {
  return role === ROLE.turnsOn || role === ROLE.turnsOff;
}
