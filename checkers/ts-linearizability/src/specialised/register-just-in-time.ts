import type {
  Control,
  Operation,
  SpecialisedChecker,
  SpecialisedVerdict,
  Value,
} from '../types.js';
import { distinct } from '../history/columns.js';
import { select } from '../history/select.js';
import { decide } from './just-in-time/follow.js';
import { Kind, registerColumns, type Decode, type RegisterColumns } from './register/operations.js';
import { linearize } from './register-just-in-time/linearize.js';
import { FollowedRegister } from './register-just-in-time/followed.js';
import { coreOf } from './register-just-in-time/witness.js';
import { registerZones } from './register-zones.js';
import { listed, wordsFor, type DescribeOperation } from './words.js';

/** How many configurations are kept: at first, and later. */
const WIDTHS = [8, 32, 128, 512, 2048, 8192, 1 << 15];

/**
 * Registers, with compare-and-set or not, to which any values are written: just-in-time
 * linearization that keeps only configurations which no other one covers. There
 * are few of these, mostly, however many operations are in flight.
 *
 * Where operations without an answer can replace values there may be many. Then it goes on with
 * some of them only, at first with few: an order that is found is an order. If none is found, and there is none
 * even if such operations could take effect again and again, the history is illegal.
 */
export function registerJustInTime<Input, Output>(
  initial: Value,
  decode: Decode<Input, Output>,
  describe: DescribeOperation<Input, Output>,
): SpecialisedChecker<Input, Output> {
  return {
    name: 'register-just-in-time',
    isSecond: true,
    recognise(operations) {
      const columns = registerColumns(operations, initial, decode);
      return typeof columns === 'string'
        ? { recognised: false, because: columns }
        : {
            recognised: true,
            check: (control) => {
              const impossible = columns.kind.indexOf(Kind.impossible);
              const refused = (at: number): SpecialisedVerdict =>
                illegal(operations, columns, at, control);
              return impossible >= 0 ? refused(impossible) : judge(columns, refused, control);
            },
          };
    },
  };

  function illegal(
    operations: readonly Operation<Input, Output>[],
    columns: RegisterColumns,
    stuckAt: number,
    control: Control,
  ): SpecialisedVerdict {
    const words = wordsFor(operations, describe);
    if (columns.kind[stuckAt] === Kind.impossible) {
      const reason = `${words(stuckAt)} failed although it saw the value it expected`;
      return { verdict: 'illegal', witness: [stuckAt], reason };
    }
    const { core, writers, claim } = coreOf(columns, stuckAt, control);
    const witness = distinct([...core, ...writers]);
    const inWords = registerZones(initial, decode, describe);
    const part = inWords.recognise(select(operations, witness));
    const told = part.recognised ? part.check(control) : undefined;
    if (told?.verdict === 'illegal') {
      const positions = told.witness.map((at) => witness[at] as number);
      if (core.every((at) => positions.includes(at))) {
        return { verdict: 'illegal', witness: positions, reason: told.reason, claim };
      }
    }
    const last = core.reduce((a, b) =>
      (columns.return[a] as number) < (columns.return[b] as number) ? b : a,
    );
    const others = core.filter((at) => at !== last);
    const together = others.length === 0 ? '' : ` together with ${listed(words, others)}`;
    const reason = `${words(last)} fits in no order${together}`;
    return { verdict: 'illegal', witness, reason, claim };
  }
}

function judge(
  columns: RegisterColumns,
  illegal: (at: number) => SpecialisedVerdict,
  control: Control,
): SpecialisedVerdict {
  return decide(
    {
      widths: WIDTHS,
      hasOptional: columns.return.includes(Infinity),
      begin: (relaxed, width) => new FollowedRegister(columns, { relaxed }, width),
      linearize: ({ moment }, last) => linearize(moment, last?.course),
      illegal,
    },
    control,
  );
}
