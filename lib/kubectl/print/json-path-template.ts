export function jsonPathText(_template: string, _value: unknown, _options: { allowMissingKeys: boolean; asJson?: boolean }): string {
  throw new Error('to come');
}
