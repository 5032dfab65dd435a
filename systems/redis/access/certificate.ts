import forge from 'node-forge';

/** A certificate with its private key, both as PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

const KEY_BITS = 2048;

/**
 * A new certificate that is its own authority, for all addresses. It is valid for so long that faults on
 * wall clocks do not end it.
 */
export function makeCertificate(addresses: readonly string[]): Certificate {
  const { privateKey, publicKey } = forge.pki.rsa.generateKeyPair(KEY_BITS);
  const certificate = forge.pki.createCertificate();
  const name = [{ name: 'commonName', value: 'faultline' }];
  certificate.publicKey = publicKey;
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date('1980-01-01T00:00:00Z');
  certificate.validity.notAfter = new Date('2120-01-01T00:00:00Z');
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    // 7: an address.
    { name: 'subjectAltName', altNames: addresses.map((ip) => ({ type: 7, ip })) },
  ]);
  certificate.sign(privateKey, forge.md.sha256.create());
  return {
    certificate: forge.pki.certificateToPem(certificate),
    key: forge.pki.privateKeyToPem(privateKey),
  };
}
