/** A number as Go writes the shortest text of a float: `0.5`, but `1e-05`, and `1.5e+06` from a million on. kube: strconv FormatFloat 'g' -1, fmt %v */
export function goFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponentText = ''] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < SHORTEST_PRECISION) return String(value);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** From as many digits before the point on, Go writes an exponent. */
const SHORTEST_PRECISION = 6;

/** A number of JSON as Go prints it: whole ones that fit in 64 bits are integers, all others floats. kube: staging/src/k8s.io/apimachinery/pkg/util/json ConvertInterfaceNumbers */
export function goNumber(value: number): string {
  return isInt64(value) ? BigInt(value).toString() : goFloat(value);
}

/** Whether Go reads a number of JSON as an integer. */
export function isInt64(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;
}
