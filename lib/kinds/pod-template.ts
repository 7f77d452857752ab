import type { PodTemplateSpec } from '../api/generated/types.ts';
import { defaultPodSpec } from './pod-defaults.ts';

/** Fills in the defaults of `spec.template` and of fields beside it. Returns the same object when nothing is missing. */
export function withDefaultTemplate<T extends object>(object: T, fields: Readonly<Record<string, unknown>>): T {
  const given = (object as { readonly spec?: object }).spec ?? {};
  const spec = withDefaultsAndTemplate(given as Readonly<Record<string, unknown>>, fields);
  return spec === given ? object : { ...object, spec };
}

/** The same for a spec by itself. */
function withDefaultsAndTemplate<T extends Readonly<Record<string, unknown>>>(spec: T, fields: Readonly<Record<string, unknown>>): T {
  const template = spec['template'] as PodTemplateSpec | undefined;
  const full = template && defaultedTemplate(template);
  const missing = Object.keys(fields).filter((field) => spec[field] === undefined);
  if (full === template && missing.length === 0) return spec;
  const filled = Object.fromEntries(missing.map((field) => [field, fields[field]]));
  return { ...spec, ...filled, ...(full === template ? {} : { template: full }) };
}

/** A pod template with the defaults of its pods. Returns the same template when nothing is missing. */
export function defaultedTemplate(template: PodTemplateSpec): PodTemplateSpec {
  if (template.spec === undefined) return template;
  const spec = defaultPodSpec(template.spec, { template: true });
  return spec === template.spec ? template : { ...template, spec };
}
