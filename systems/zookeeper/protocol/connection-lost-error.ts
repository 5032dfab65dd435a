/** The connection ended before an answer came: whether a request that was sent has had an effect is not known. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}
