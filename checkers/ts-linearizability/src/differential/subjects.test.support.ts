import { mutex } from '../models/mutex.js';
import { mutexCriticalSections } from '../specialised/mutex-critical-sections.js';
import { fencedLock } from '../models/fenced-lock.js';
import { tokenOrder } from '../specialised/fenced-lock.js';
import { log } from '../models/log.js';
import { orderedLog } from '../specialised/log-entries.js';
import { counter } from '../models/counter.js';
import { counterJustInTime } from '../specialised/counter-just-in-time.js';
import { countedSteps } from '../specialised/counter-steps.js';
import { growOnlySet } from '../models/grow-only-set.js';
import { grownSet } from '../specialised/grow-only-set.js';
import { casRegister } from '../models/cas-register.js';
import { keyValue } from '../models/key-value.js';
import { priorityQueue } from '../models/priority-queue.js';
import { queue } from '../models/queue.js';
import { register } from '../models/register.js';
import { priorityJustInTime, priorityOrder } from '../specialised/priority-queue.js';
import { queueJustInTime, queueOrder } from '../specialised/queue.js';
import { set } from '../models/set.js';
import { setElements } from '../specialised/set-elements.js';
import { stackJustInTime, stackOrder } from '../specialised/stack.js';
import { stack } from '../models/stack.js';
import { keyAsRegister } from '../specialised/key-as-register.js';
import { registerJustInTime } from '../specialised/register-just-in-time.js';
import { registerZones } from '../specialised/register-zones.js';
import { decodeRegister } from '../specialised/register/decode.js';
import type { Kind, Kinds } from '../generate/kinds.test.support.js';
import type { Model, SpecialisedChecker } from '../types.js';
import type { Agreement } from './agreement.test.support.js';

interface Extent {
  readonly count: number;
  readonly seed: number;
  readonly most: number;
}

/** Something to do with a specialised checker on histories of its kind. */
export type Comparison<Result = Agreement> = <K extends Kind, State>(
  kind: K,
  model: Model<State, Kinds[K]['input'], Kinds[K]['output']>,
  checker: SpecialisedChecker<Kinds[K]['input'], Kinds[K]['output']>,
  extent: Extent,
) => Result;

/** A specialised checker with the model that it decides. */
export interface Subject {
  readonly name: string;
  readonly run: <Result>(extent: Extent, comparison: Comparison<Result>) => Result;
}

function subject<K extends Kind, State>(
  kind: K,
  model: Model<State, Kinds[K]['input'], Kinds[K]['output']>,
  checker: SpecialisedChecker<Kinds[K]['input'], Kinds[K]['output']>,
  name: string = kind,
): Subject {
  return { name, run: (extent, comparison) => comparison(kind, model, checker, extent) };
}

const words = (input: unknown, output: unknown): string =>
  `${JSON.stringify(input)} -> ${JSON.stringify(output)}`;

export const SUBJECTS: readonly Subject[] = [
  subject('register', register(), registerZones(null, decodeRegister, words)),
  subject(
    'register',
    register(),
    registerJustInTime(null, decodeRegister, words),
    'register-just-in-time',
  ),
  subject('cas-register', casRegister(), registerZones(null, decodeRegister, words)),
  subject(
    'cas-register',
    casRegister(),
    registerJustInTime(null, decodeRegister, words),
    'cas-just-in-time',
  ),
  subject(
    'key-value',
    keyValue(),
    keyAsRegister(registerZones, () => ({ reads: '', base: '' }), words),
  ),
  subject(
    'key-value',
    keyValue(),
    keyAsRegister(registerJustInTime, () => ({ reads: '', base: '' }), words),
    'key-value-just-in-time',
  ),
  subject('queue', queue(), queueOrder([], words)),
  subject('queue', queue(), queueJustInTime([], words), 'queue-just-in-time'),
  subject('stack', stack(), stackOrder([], words)),
  subject('stack', stack(), stackJustInTime([], words), 'stack-just-in-time'),
  subject('priority-queue', priorityQueue(), priorityOrder([], words)),
  subject(
    'priority-queue',
    priorityQueue(),
    priorityJustInTime([], words),
    'priority-queue-just-in-time',
  ),
  subject('grow-only-set', growOnlySet(), grownSet([], words)),
  subject('set', set(), setElements([], words)),
  subject('counter', counter(), countedSteps(0, words)),
  subject('counter', counter(), counterJustInTime(0, words), 'counter-just-in-time'),
  subject('log', log(), orderedLog([], words)),
  subject('fenced-lock', fencedLock(), tokenOrder(false, words)),
  subject('fenced-lock', fencedLock({ leases: true }), tokenOrder(true, words), 'leased-lock'),
  subject('mutex', mutex(), mutexCriticalSections(false, words)),
];
