/** A line of `CLIENT LIST`. */
export interface ListedClient {
  readonly id: string;
  /** Without the port. */
  readonly address: string;
}

/** The connections that `CLIENT LIST` names. */
export function parseClientList(text: string): readonly ListedClient[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('id='))
    .map((line) => {
      const fields = new Map(
        line.split(' ').map((field) => {
          const equals = field.indexOf('=');
          return [field.slice(0, equals), field.slice(equals + 1)] as const;
        }),
      );
      const address = fields.get('addr') ?? '';
      return { id: fields.get('id') ?? '', address: address.slice(0, address.lastIndexOf(':')) };
    });
}

/** The ids of those that are neither on a node (Sentinels) nor the one that asks. */
export function clientsAmong(
  listed: readonly ListedClient[],
  ownId: string,
  isNode: (address: string) => boolean,
): readonly string[] {
  return listed.filter(({ id, address }) => id !== ownId && !isNode(address)).map(({ id }) => id);
}
