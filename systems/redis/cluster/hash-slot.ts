/** How many slots the keys of a cluster are spread over. */
export const SLOTS = 16_384;

/** CRC16-CCITT (XMODEM): polynomial 0x1021, from 0. */
function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
    }
    crc &= 0xffff;
  }
  return crc;
}

/**
 * The slot of a key, from 0 to 16383. Of a key with a tag in braces, the tag alone counts.
 * (Redis cluster specification, "Key distribution model" and "Hash tags".)
 */
export function hashSlot(key: string): number {
  const open = key.indexOf('{');
  const close = open === -1 ? -1 : key.indexOf('}', open + 1);
  const hashed = close > open + 1 ? key.slice(open + 1, close) : key;
  return crc16(Buffer.from(hashed)) % SLOTS;
}

/** Slots from one to another, both among them. */
export interface SlotRange {
  readonly from: number;
  readonly to: number;
}

/** All slots in as many ranges, as equal as can be. */
export function equalRanges(count: number): readonly SlotRange[] {
  const start = (i: number): number => Math.round((i * SLOTS) / count);
  return Array.from({ length: count }, (_, i) => ({ from: start(i), to: start(i + 1) - 1 }));
}
