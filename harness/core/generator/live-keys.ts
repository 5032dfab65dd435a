import { elementsOf, type Json } from '../json.js';
import type { Random } from '../random.js';
import { skewedInteger } from './skew.js';
import type { Context } from './context.js';
import { DONE, type Draw, type Generator, type GeneratorEvent } from './generator.js';

/** The keys of one group of threads. */
export interface KeySource {
  /** The keys are `first`, `first + step`, … below `end`. */
  readonly first: number;
  readonly step: number;
  readonly end: number;
  /** Keys played at the same time. */
  readonly live: number;
  /** Chooses the key of each op. */
  readonly random: Random;
  /** How much more often the first ones of the live keys are chosen. */
  readonly skew: number;
  /** The ops of a key, whose values are `[key, v]`; a new key takes the place of one that ended. */
  make(key: number, place: number): Generator;
}

interface LiveKey {
  readonly key: number;
  readonly place: number;
  readonly playing: Generator;
}

/** Each op from one of the live keys, chosen at random. */
export function playLiveKeys(source: KeySource): Generator {
  const live: LiveKey[] = [];
  let next = source.first;
  for (; live.length < source.live && next < source.end; next += source.step) {
    live.push(liveKey(source, next, live.length));
  }
  return LiveKeys.choosing(source, live, next, source.random);
}

function liveKey(source: KeySource, key: number, place: number): LiveKey {
  return { key, place, playing: source.make(key, place) };
}

class LiveKeys implements Generator {
  readonly #source: KeySource;
  readonly #live: readonly LiveKey[];
  readonly #next: number;
  /** Position of the key of the next op: drawn once, so that asking twice gives the same. */
  readonly #choice: number;
  readonly #random: Random;

  private constructor(
    source: KeySource,
    live: readonly LiveKey[],
    next: number,
    choice: number,
    random: Random,
  ) {
    this.#source = source;
    this.#live = live;
    this.#next = next;
    this.#choice = choice;
    this.#random = random;
  }

  static choosing(
    source: KeySource,
    live: readonly LiveKey[],
    next: number,
    random: Random,
  ): LiveKeys {
    const [choice, rest] = skewedInteger(random, Math.max(1, live.length), source.skew);
    return new LiveKeys(source, live, next, choice, rest);
  }

  op(context: Context): Draw {
    const chosen = this.#live[this.#choice];
    if (chosen === undefined) return DONE;
    const draw = chosen.playing.op(context);
    if (draw.kind === 'done') return this.#replaced(chosen).op(context);
    const live = this.#live.with(this.#choice, { ...chosen, playing: draw.next });
    if (draw.kind === 'pending') return { ...draw, next: this.#with(live) };
    return { ...draw, next: LiveKeys.choosing(this.#source, live, this.#next, this.#random) };
  }

  update(context: Context, event: GeneratorEvent): Generator {
    const key = keyOf(event.value);
    const at = this.#live.findIndex((one) => one.key === key);
    const told = this.#live[at];
    if (told === undefined) return this;
    const playing = told.playing.update(context, event);
    return playing === told.playing ? this : this.#with(this.#live.with(at, { ...told, playing }));
  }

  /** The next key in the place of one that has ended; without it where there is none. */
  #replaced({ place }: LiveKey): LiveKeys {
    const source = this.#source;
    if (this.#next < source.end) {
      const live = this.#live.with(this.#choice, liveKey(source, this.#next, place));
      return new LiveKeys(source, live, this.#next + source.step, this.#choice, this.#random);
    }
    const fewer = this.#live.toSpliced(this.#choice, 1);
    return LiveKeys.choosing(source, fewer, this.#next, this.#random);
  }

  #with(live: readonly LiveKey[]): LiveKeys {
    return new LiveKeys(this.#source, live, this.#next, this.#choice, this.#random);
  }
}

/** The key of an op whose value is `[key, v]`. */
function keyOf(value: Json | undefined): Json | undefined {
  return elementsOf(value)[0];
}
