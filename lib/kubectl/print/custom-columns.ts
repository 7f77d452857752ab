export function customColumns(_template: string, _options: { noHeaders: boolean; isFile: boolean }): () => string {
  throw new Error('to come');
}
