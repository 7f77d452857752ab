import { canonicalQuantity, QuantityError } from '../../base/quantity.ts';
import { KubectlError } from '../errors.ts';

/** What `cpu=100m,memory=1Gi` says; nothing of an empty text. Throws a KubectlError. kube: staging/src/k8s.io/kubectl/pkg/generate/versioned/run.go populateResourceListV1 */
export function amountsOf(text: string): ReadonlyMap<string, string> {
  const amounts = new Map<string, string>();
  if (text === '') return amounts;
  for (const statement of text.split(',')) {
    const [name = '', amount, ...more] = statement.split('=');
    if (amount === undefined || more.length > 0)
      throw new KubectlError(`Invalid argument syntax ${statement}, expected <resource>=<value>`);
    amounts.set(name, quantityOf(amount));
  }
  return amounts;
}

function quantityOf(text: string): string {
  try {
    return canonicalQuantity(text);
  } catch (error) {
    if (error instanceof QuantityError) throw new KubectlError(error.message);
    throw error;
  }
}
