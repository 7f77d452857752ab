import type { PodTemplateSpec } from '../../api/generated/types.ts';
export function podTemplateLines(_template: PodTemplateSpec): readonly string[] {
  throw new Error('to come');
}
