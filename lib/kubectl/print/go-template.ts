export function goTemplateText(_template: string, _value: unknown, _options: { allowMissingKeys: boolean }): string {
  throw new Error('to come');
}
