import type { Key } from '../types.js';
import { mixed } from './hash.js';

const SPREAD_BEYOND = 1 << 14;
const SHARD_BITS = 8;
const LETTERS_HASHED = 16;

/**
 * A `Map` for as many entries as a history has operations. One large `Map` that grows moves all
 * its entries at once, which nothing can interrupt (0.1 to 0.2 s at a million); so beyond some
 * size the entries are spread over many small ones.
 */
export class ShardedMap<Content> {
  private few: Map<Key, Content> | undefined = new Map();
  private readonly shards: Map<Key, Content>[] = [];

  get(key: Key): Content | undefined {
    return (this.few ?? this.shardOf(key)).get(key);
  }

  set(key: Key, content: Content): void {
    if (this.few === undefined) {
      this.shardOf(key).set(key, content);
      return;
    }
    this.few.set(key, content);
    if (this.few.size > SPREAD_BEYOND) {
      const { few } = this;
      this.few = undefined;
      for (let shard = 0; shard < 1 << SHARD_BITS; shard++) {
        this.shards.push(new Map());
      }
      for (const [known, its] of few) {
        this.shardOf(known).set(known, its);
      }
    }
  }

  delete(key: Key): void {
    (this.few ?? this.shardOf(key)).delete(key);
  }

  private shardOf(key: Key): Map<Key, Content> {
    return this.shards[hashOf(key) >>> (32 - SHARD_BITS)] as Map<Key, Content>;
  }
}

/** Equal keys have equal hashes; of a long text only some letters count. */
function hashOf(key: Key): number {
  if (typeof key !== 'string') {
    return mixed(0, Number(key));
  }
  const apart = Math.max(1, Math.floor(key.length / LETTERS_HASHED));
  let hash = key.length;
  for (let at = key.length - 1; at >= 0; at -= apart) {
    hash = mixed(hash, key.charCodeAt(at));
  }
  return hash;
}
