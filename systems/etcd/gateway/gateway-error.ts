/** An answer of etcd that is no success: the gRPC code and the text, as the gateway gives them. */
export class GatewayError extends Error {
  readonly code: number;

  constructor(code: number, text: string) {
    super(text);
    this.name = 'GatewayError';
    this.code = code;
  }
}
