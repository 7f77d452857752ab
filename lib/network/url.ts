/** The parts of an address that somebody asks for. */
export interface Url {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** With its query, without a fragment. */
  readonly target: string;
}

const LONGEST_URL = 2000;

/** Reads `http://web:8080/path`; a scheme may be left out. Undefined for what is no address of HTTP. */
export function parseUrl(text: string): Url | undefined {
  if (text.length > LONGEST_URL) return undefined;
  const match = /^(?:(https?):\/\/)?(?:[^/?#@\s]*@)?([^/?#:@\s]+)(?::(\d{1,5}))?([/?#][^\s]*)?$/i.exec(text);
  if (match === null) return undefined;
  const [, written = 'http', host = '', port, rest = ''] = match;
  const scheme = written.toLowerCase() === 'https' ? 'https' : 'http';
  const number = port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port);
  if (number < 1 || number > 65_535) return undefined;
  const target = rest.replace(/#.*$/s, '');
  return { scheme, host, port: number, target: target.startsWith('/') ? target : `/${target}` };
}
