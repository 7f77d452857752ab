import { indentedGoJson } from '../../base/go-json.ts';

/** A JSON value as `kubectl -o json` prints it. kube: staging/src/k8s.io/cli-runtime/pkg/printers/json.go JSONPrinter */
export function jsonText(value: unknown): string {
  return `${indentedGoJson(value, '    ')}\n`;
}
