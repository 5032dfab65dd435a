import { describe, expect, it } from 'vitest';
import { Random } from '../generate/random.test.support.js';
import { SeenTexts } from './seen-texts.js';
import { append, isString, stringOf, type Text } from './text.js';

/** A text of two letters in random pieces. */
function randomText(random: Random): Text {
  let text = append(undefined, '');
  for (let pieces = random.below(4); pieces > 0; pieces--) {
    text = append(
      text,
      Array.from({ length: random.below(3) }, () => 'ab'[random.below(2)]).join(''),
    );
  }
  return text;
}

describe('texts in pieces', () => {
  it('are strings just as the strings they stand for', () => {
    const random = new Random(1);
    for (let round = 0; round < 2000; round++) {
      const [a, b] = [randomText(random), randomText(random)];
      const [left, right] = [stringOf(a), stringOf(b)];
      expect(a.length).toBe(left.length);
      expect(isString(a, right)).toBe(left === right);
    }
  });

  it('are told apart just as far as texts that were seen tell them apart', () => {
    const random = new Random(2);
    for (let round = 0; round < 300; round++) {
      const seen = Array.from({ length: random.below(6) }, () => stringOf(randomText(random)));
      const texts = new SeenTexts(seen);
      const [a, b] = [randomText(random), randomText(random)];
      const [left, right] = [stringOf(a), stringOf(b)];
      for (const text of seen) {
        expect(texts.canBecome(a, text)).toBe(text.startsWith(left));
      }
      const isLost = (text: string) => !seen.some((other) => other.startsWith(text));
      const alike = left === right || (isLost(left) && isLost(right));
      expect(texts.keyOf(a) === texts.keyOf(b)).toBe(alike);
    }
  });
});
