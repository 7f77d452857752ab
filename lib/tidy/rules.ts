import { bans } from './bans.ts';
import { conventions } from './conventions.ts';
import { deadRules } from './dead.ts';
import { differenceRules } from './differences.ts';
import { floorRules } from './floors.ts';
import { sizeRules } from './sizes.ts';
import type { Rule } from './source.ts';
import { testRules } from './test-files.ts';
import { wordRules } from './words.ts';

/** Every house rule. */
export const rules: readonly Rule[] = [
  ...floorRules,
  ...bans,
  ...conventions,
  ...wordRules,
  ...sizeRules,
  ...testRules,
  ...deadRules,
  ...differenceRules,
];
