import type { PodSpec, PodTemplateSpec } from '../api/generated/types.ts';
import { defaultPodSpec } from './pod-defaults.ts';

/** Fills in the defaults of `spec.template` and of fields beside it. Returns the same object when nothing is missing. */
export function withDefaultTemplate<T extends object>(object: T, fields: Readonly<Record<string, unknown>>): T {
  const spec = ((object as { readonly spec?: object }).spec ?? {}) as Readonly<Record<string, unknown>>;
  const template = spec['template'] as PodTemplateSpec | undefined;
  const given: PodSpec | undefined = template?.spec;
  const podSpec = given === undefined ? undefined : defaultPodSpec(given, { template: true });
  const missing = Object.keys(fields).filter((field) => spec[field] === undefined);
  if (podSpec === given && missing.length === 0) return object;
  const filled = Object.fromEntries(missing.map((field) => [field, fields[field]]));
  const withTemplate = podSpec === given ? {} : { template: { ...template, spec: podSpec } };
  return { ...object, spec: { ...spec, ...filled, ...withTemplate } };
}
