import { compare, type Tally } from './compare.test.support.js';

/** The long form: `node fuzz.test.support.js [histories] [first seed] [type]`. */
export function fuzz(histories: number, firstSeed: number, only?: string) {
  const tally: Tally = { legal: 0, illegal: 0, methods: {}, alone: {}, cut: 0 };
  const disagreements = [];
  for (let seed = firstSeed; seed < firstSeed + histories; seed++) {
    const disagreement = compare(seed, tally, only);
    if (disagreement !== undefined) {
      disagreements.push(disagreement);
      if (disagreements.length === 5) {
        break;
      }
    }
  }
  return { histories, firstSeed, ...tally, disagreements };
}
