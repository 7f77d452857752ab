import { goQuote } from '../../api/field-errors.ts';
import { KubectlError } from '../errors.ts';

const MOST = 2 ** 16 - 1;

/** A port that is written as a number. Throws a KubectlError in Go's words. kube: k8s.io/utils/net ParsePort */
export function portOf(text: string): number {
  if (!/^\d+$/.test(text)) throw new KubectlError(`strconv.ParseUint: parsing ${goQuote(text)}: invalid syntax`);
  const port = Number(text);
  if (port > MOST) throw new KubectlError(`strconv.ParseUint: parsing ${goQuote(text)}: value out of range`);
  return port;
}

/** A whole number as Go's Atoi reads it. Throws a KubectlError in its words. */
export function wholeNumberOf(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new KubectlError(`strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`);
  if (!Number.isSafeInteger(Number(text))) throw new KubectlError(`strconv.Atoi: parsing ${goQuote(text)}: value out of range`);
  return Number(text);
}

/** A number where the text is one that fits, else the text. kube: staging/src/k8s.io/apimachinery/pkg/util/intstr/intstr.go Parse */
export function intOrText(text: string): number | string {
  return /^[+-]?\d+$/.test(text) && Math.abs(Number(text)) < 2 ** 31 ? Number(text) : text;
}
