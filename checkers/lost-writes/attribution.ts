import { NS_PER_S } from '../../harness/core/clock.js';
import type { FaultWindow } from '../../harness/core/fault-window.js';
import { accountOf } from '../../harness/core/nemesis-record.js';
import { primaryTakenAway } from '../../harness/core/primary-away.js';
import type { Promotion, RoleTimeline } from '../../harness/core/role-timeline.js';
import { promotedIn } from '../../harness/core/write-roles.js';
import type { Attempt } from './attempts.js';

/**
 * What took a write away, going by the records alone:
 * - `promotion`: another node became primary, after a fault of the one that had taken the write;
 * - `taken-back`: the node that had taken the write was a successor, and the one before it took its place back;
 * - `together`: all nodes came back from one fault without it, or the one that took it and the one promoted in its place; or,
 *   where nodes pass writes on, most of them;
 * - `return`: the node that had taken the write came back from a fault without it;
 * - `mistake`: the node took the write as a primary by mistake;
 * - `beside`: a fault of that node was active, and nothing tells more;
 * - `none`: no fault of that node explains it.
 */
export type Explanation =
  | {
      readonly kind: 'promotion' | 'taken-back';
      readonly window: FaultWindow;
      readonly promotion: Promotion;
    }
  | {
      readonly kind: 'together' | 'return' | 'mistake' | 'beside';
      readonly window: FaultWindow;
    }
  | { readonly kind: 'none'; readonly window: null };

/** A failover that a fault has set off may end so long after the fault. */
const FAILOVER_NS = 15 * NS_PER_S;

/** A window, with what its record says: read once, since lost writes may be many. */
interface Suspect {
  readonly window: FaultWindow;
  readonly mistaken: readonly string[];
  /** When a node was back: at the end of a fault that lasts; of another, when its operation was over. */
  readonly back_ns: number | null;
  readonly befell: (node: string) => boolean;
}

/** Finds for each lost write the one window that explains it, by what befell the node that took it. */
export class Attribution {
  readonly #suspects: readonly Suspect[];
  readonly #roles: RoleTimeline;
  /** One object per story, so that writes may be grouped by it. */
  readonly #told = new Map<string, Explanation>();

  readonly #nodes: readonly string[];

  /** @param nodes that hold data */
  constructor(windows: readonly FaultWindow[], roles: RoleTimeline, nodes: readonly string[]) {
    this.#suspects = windows.map(suspectOf);
    this.#roles = roles;
    this.#nodes = nodes;
  }

  /** Equal explanations are one object. */
  explain({ node, start_ns, end_ns }: Attempt): Explanation {
    const isActive = ({ window }: Suspect): boolean =>
      window.from_ns <= end_ns && window.to_ns >= start_ns;
    const mistake = this.#suspects.findLast((it) => it.mistaken.includes(node) && isActive(it));
    if (mistake !== undefined) return this.#story('mistake', mistake);
    const deposition = this.#roles.depositionOf(node, end_ns);
    const together = this.#suspects.find(
      (suspect) =>
        suspect.back_ns !== null &&
        suspect.back_ns >= start_ns &&
        (this.#roles.meaning.passesWritesOn === true
          ? this.#tookMost(suspect, start_ns, deposition)
          : this.#tookWithIt(suspect, node, deposition)),
    );
    if (together !== undefined) return this.#story('together', together);
    const back = this.#suspects.find(
      ({ back_ns, befell }) =>
        back_ns !== null &&
        back_ns >= start_ns &&
        back_ns <= (deposition?.after_ns ?? back_ns) &&
        befell(node),
    );
    if (back !== undefined) return this.#story('return', back);
    if (deposition !== null) {
      const deposed = this.#deposed(deposition);
      if (deposed !== null) return deposed;
    }
    const beside = this.#suspects.findLast((it) => isActive(it) && it.befell(node));
    return beside === undefined ? NONE : this.#story('beside', beside);
  }

  /** Whether a fault took from all nodes what it took from one, or from the one that was promoted in its place. */
  #tookWithIt({ befell, window }: Suspect, node: string, deposition: Promotion | null): boolean {
    if (!befell(node)) return false;
    const isAll = this.#nodes.length > 1 && this.#nodes.every(befell);
    if (deposition === null) return isAll;
    return window.from_ns <= deposition.seen_ns && (isAll || befell(deposition.node));
  }

  /**
   * Whether a fault took from most nodes what they had, unless another fault had deposed the node that took the write in between.
   * A node that was deposed before the write passed it on to its successor.
   */
  #tookMost({ befell, window }: Suspect, start_ns: number, deposition: Promotion | null): boolean {
    if (this.#nodes.length < 2) return false;
    if (this.#nodes.filter(befell).length * 2 <= this.#nodes.length) return false;
    const isBetween =
      deposition !== null && deposition.seen_ns >= start_ns && deposition.seen_ns < window.from_ns;
    return !isBetween || this.#deposed(deposition) === null;
  }

  #story(kind: 'together' | 'return' | 'mistake' | 'beside', { window }: Suspect): Explanation {
    const key = `${kind} ${window.begin.invocation}`;
    const told = this.#told.get(key) ?? { kind, window };
    this.#told.set(key, told);
    return told;
  }

  #deposed(promotion: Promotion): Explanation | null {
    const key = `promotion ${promotion.seen_ns}`;
    const told = this.#told.get(key);
    if (told !== undefined) return told;
    const explanation = this.#promotionBy(promotion) ?? this.#takenBackBy(promotion);
    if (explanation !== null) this.#told.set(key, explanation);
    return explanation;
  }

  #promotionBy(promotion: Promotion): Explanation | null {
    const window = this.#causeOf(promotion);
    return window === null ? null : { kind: 'promotion', window, promotion };
  }

  /** A fault of the node that was promoted now, after which the other one had been promoted in its place. */
  #takenBackBy(promotion: Promotion): Explanation | null {
    const { node, from, after_ns } = promotion;
    const before = this.#roles.promotions.findLast(
      (one) => one.node === from && one.from === node && one.seen_ns <= after_ns,
    );
    const window = before === undefined ? null : this.#causeOf(before);
    return window === null ? null : { kind: 'taken-back', window, promotion };
  }

  /**
   * The fault after which a node lost its role: the failover that was ordered to this end; or one that
   * was active when it happened before one that had ended; and of these one that takes a node away.
   */
  #causeOf({ node, from, after_ns, seen_ns }: Promotion): FaultWindow | null {
    const rank = ({ begin, to_ns }: FaultWindow): number => {
      const isOrdered = begin.records.some(
        ({ effect }) => promotedIn(effect, this.#roles.meaning) === node,
      );
      const isAway = primaryTakenAway({ begin }, this.#roles.meaning) === from;
      return (isOrdered ? 4 : 0) + (to_ns >= after_ns ? 2 : 0) + (isAway ? 1 : 0);
    };
    return this.#suspects
      .filter(({ befell }) => befell(from))
      .map(({ window }) => window)
      .filter(({ from_ns, to_ns }) => from_ns <= seen_ns && to_ns >= after_ns - FAILOVER_NS)
      .reduce<FaultWindow | null>(
        (best, one) => (best === null || rank(one) >= rank(best) ? one : best),
        null,
      );
  }
}

const NONE: Explanation = { kind: 'none', window: null };

function suspectOf(window: FaultWindow): Suspect {
  const { begin, to_ns } = window;
  const { hurt, mistaken = [], costs } = accountOf(begin);
  const over_ns = begin.f.startsWith('start-') ? to_ns : (begin.end_ns ?? begin.start_ns);
  return {
    window,
    mistaken,
    back_ns: costs === undefined ? null : over_ns,
    befell: (node) => hurt.includes(node),
  };
}
