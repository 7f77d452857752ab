/** Pi with that many significant digits, cut (not rounded) after the last, by Machin's formula. At most 10,000 digits. */
export function computePi(digits: number): string {
  const guard = 10;
  const scale = 10n ** BigInt(digits + guard);
  const value = 4n * (4n * inverseTangent(5n, scale) - inverseTangent(239n, scale));
  const text = String(value / 10n ** BigInt(guard + 1));
  return digits <= 1 ? text.slice(0, 1) : `${text.slice(0, 1)}.${text.slice(1, digits)}`;
}

function inverseTangent(inverse: bigint, scale: bigint): bigint {
  let term = scale / inverse;
  let sum = term;
  const square = inverse * inverse;
  for (let odd = 3n, sign = -1n; term !== 0n; odd += 2n, sign = -sign) {
    term /= square;
    sum += (sign * term) / odd;
  }
  return sum;
}
