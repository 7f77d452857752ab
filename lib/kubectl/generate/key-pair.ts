import { createPrivateKey, X509Certificate } from 'node:crypto';

const PEM = /-----BEGIN ([A-Z\d ]{1,40})-----/g;

/** Why a certificate and a key do not belong together, in Go's words; undefined where they do. kube: Go's crypto/tls X509KeyPair */
export function keyPairProblem(cert: string, key: string): string | undefined {
  const found = blocksProblem(cert, 'certificate', (block) => block === 'CERTIFICATE', '"CERTIFICATE" PEM block');
  if (found !== undefined) return found;
  const isKey = (block: string): boolean => block === 'PRIVATE KEY' || block.endsWith(' PRIVATE KEY');
  const foundKey = blocksProblem(key, 'key', isKey, 'PEM block with type ending in "PRIVATE KEY"');
  if (foundKey !== undefined) return foundKey;
  const certificate = parsed(() => new X509Certificate(cert));
  if (certificate === undefined) return 'x509: malformed certificate';
  const privateKey = parsed(() => createPrivateKey(key));
  if (privateKey === undefined) return 'tls: failed to parse private key';
  return certificate.checkPrivateKey(privateKey) ? undefined : 'tls: private key does not match public key';
}

function blocksProblem(text: string, what: string, isWanted: (block: string) => boolean, wanted: string): string | undefined {
  const blocks = [...text.matchAll(PEM)].map(([, block = '']) => block);
  if (blocks.length === 0) return `tls: failed to find any PEM data in ${what} input`;
  if (blocks.some(isWanted)) return undefined;
  if (what === 'key' && blocks.length === 1 && blocks[0] === 'CERTIFICATE')
    return 'tls: found a certificate rather than a key in the PEM for the private key';
  if (what === 'certificate' && blocks.length === 1 && blocks[0]!.endsWith('PRIVATE KEY'))
    return 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
  return `tls: failed to find ${wanted} in ${what} input after skipping PEM blocks of the following types: [${blocks.join(' ')}]`;
}

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
