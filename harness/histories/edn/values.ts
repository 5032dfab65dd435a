import type { ExactNumber } from '../exact-number.js';

/** A keyword like `:read`; one object for each name. */
export class EdnKeyword {
  private static readonly known = new Map<string, EdnKeyword>();
  readonly name: string;

  private constructor(name: string) {
    this.name = name;
  }

  /** The keyword of a name without its colon. */
  static of(name: string): EdnKeyword {
    let keyword = EdnKeyword.known.get(name);
    if (keyword === undefined) {
      keyword = new EdnKeyword(name);
      EdnKeyword.known.set(name, keyword);
    }
    return keyword;
  }
}

/** A symbol like `foo/bar`. */
export class EdnSymbol {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * Text that is no element of EDN, such as the address in a printed object. Its name is the text as it
 * stands.
 */
export class EdnUnreadable extends EdnSymbol {}

/** A tagged element like `#inst "..."`; the tag is not interpreted. */
export class EdnTagged {
  readonly tag: string;
  readonly value: EdnValue;

  constructor(tag: string, value: EdnValue) {
    this.tag = tag;
    this.value = value;
  }
}

/**
 * A value of EDN (github.com/edn-format/edn): `nil` is `null`, vectors and lists are arrays,
 * numbers keep all their digits (`exactNumber`), characters are strings.
 */
export type EdnValue =
  | null
  | boolean
  | number
  | bigint
  | ExactNumber
  | string
  | EdnKeyword
  | EdnSymbol
  | EdnTagged
  | readonly EdnValue[]
  | ReadonlySet<EdnValue>
  | ReadonlyMap<EdnValue, EdnValue>;

/** The value of a keyword in a map; nothing if there is no such key, or no map. */
export function ednField(value: EdnValue, keyword: string): EdnValue | undefined {
  return value instanceof Map
    ? (value as ReadonlyMap<EdnValue, EdnValue>).get(EdnKeyword.of(keyword))
    : undefined;
}
