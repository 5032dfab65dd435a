/** What an operation does to something that is either on or off. */
export const ROLE = {
  /** Turns it on; it must be off before. */
  turnsOn: 0,
  /** Turns it off; it must be on before. */
  turnsOff: 1,
  /** Sees, or is refused because, it is on. */
  seesOn: 2,
  seesOff: 3,
  /** May be at any time. */
  looks: 4,
  /** Need not be at all. */
  none: 5,
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
}

/** Whether a role changes what an operation is about. */
export function isTurn(role: number | undefined): boolean {
  return role === ROLE.turnsOn || role === ROLE.turnsOff;
}
