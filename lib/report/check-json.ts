import type { CheckReport } from '../check/check-set.ts';

/** What was found as JSON: a list of findings with all that is known of each, and the numbers. */
export function checkJson({ files, objects, findings, counts, skipped }: CheckReport): string {
  return asciiJson({
    files: files.length,
    objects: objects.length,
    errors: counts.error,
    warnings: counts.warning,
    notes: counts.note,
    findings,
    skipped,
  });
}

/** JSON in which nothing moves a terminal's cursor or turns its text around: what is no visible character is escaped. */
export function asciiJson(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  return `${text.replace(/[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, escaped)}\n`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
