/** A consistency model that there is not. */
export class UnknownModelError extends Error {
  override readonly name = 'UnknownModelError';
  readonly code = 'UNKNOWN_MODEL';

  constructor(got: unknown, models: readonly string[]) {
    super(`consistencyModel: expected one of ${models.join(', ')}, got ${JSON.stringify(got)}`);
  }
}
