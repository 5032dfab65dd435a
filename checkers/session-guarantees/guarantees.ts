import type { TestPlan } from '../../harness/core/plan.js';

/** The four guarantees of a session. */
export type Guarantee =
  'read-your-writes' | 'monotonic-reads' | 'monotonic-writes' | 'writes-follow-reads';

/** Of each guarantee, the option of a workload that says whether it is claimed, and what breaks it. */
const GUARANTEES = {
  'read-your-writes': { option: 'readYourWrites', broken: 'stale-own-read' },
  'monotonic-reads': { option: 'monotonicReads', broken: 'non-monotonic-read' },
  'monotonic-writes': { option: 'monotonicWrites', broken: 'non-monotonic-write' },
  'writes-follow-reads': { option: 'writesFollowReads', broken: 'write-before-its-read' },
} as const satisfies Record<Guarantee, { readonly option: string; readonly broken: string }>;

/** The guarantees that a plan claims: all of which its workload does not say otherwise. */
export function claimedBy({ workload }: TestPlan): ReadonlySet<Guarantee> {
  const all = Object.keys(GUARANTEES) as Guarantee[];
  return new Set(all.filter((one) => workload.options[GUARANTEES[one].option] !== false));
}

/** The kind of anomaly of what breaks a guarantee. */
export function brokenBy(guarantee: Guarantee): string {
  return GUARANTEES[guarantee].broken;
}

/** `monotonic reads`. */
export function inWords(guarantee: Guarantee): string {
  return guarantee.replaceAll('-', ' ');
}
