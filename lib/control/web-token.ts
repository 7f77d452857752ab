import { digestOf } from '../base/digest.ts';

/** A JSON web token of some claims, which are written in the order in which they stand. Nobody can check its signature. */
export function webToken(claims: object): string {
  const signed = [{ alg: 'RS256', kid: 'gherkube' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${signed}.${digestOf('sha256', signed).toString('base64url')}`;
}
