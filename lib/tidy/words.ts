import ts from 'typescript';
import { violationAt, type Rule, type TextFile, type Violation } from './source.ts';

const machinePath = /(?<![\w.~-])\/(?:root|work|Users|home\/[a-z][\w-]*)\/|[.]{2}[/]shared\b/g;
const registryHost = /\b(?:registry[.](?:npmjs|yarnpkg)[.](?:org|com)|npm[.]pkg[.]github[.]com)\b/g;
const unfinished = /\b(?:TODO|FIXME|XXX|HACK)\b|\bnot (?:yet )?implemented\b|\bfor now\b/gi;
/** The examples of these rules have to contain what the rules forbid. */
const isOurs = ({ path }: TextFile): boolean => path.startsWith('lib/tidy/');

function matches(file: TextFile, pattern: RegExp, advice: string, { text, offset } = { text: file.text, offset: 0 }): Violation[] {
  return [...text.matchAll(pattern)].map((match) => violationAt(file, offset + match.index, `\`${match[0]}\`: ${advice}`));
}

function judgeEscape(comment: string, isTest: boolean): string | undefined {
  const [, directive, reason = ''] = /@ts-(ignore|expect-error|nocheck)\b(.*)/.exec(comment) ?? [];
  if (directive === undefined) return undefined;
  if (isTest && directive === 'expect-error' && /\w+ \w+/.test(reason)) return undefined;
  return `\`@ts-${directive}\` hides a mistake: give the value its type; only a test of types expects an error, and says why behind the directive`;
}

/** Words that do not belong into the repository. */
export const wordRules: readonly Rule[] = [
  {
    title: 'no path of a machine stands in the repository',
    check: ({ files }) =>
      files
        .filter((file) => !isOurs(file))
        .flatMap((file) => matches(file, machinePath, 'on another machine there is no such place; say it relative to the repository')),
    examples: [
      { 'README.md': 'See «/root/x,\n«/Users/me/x, «/home/me/x.' },
      { 'README.md': 'See https://example.org/home/main, /homestead/a, ./home/b and lib/shared.ts.' },
    ],
  },
  {
    title: 'no registry of packages stands in the repository',
    check: ({ files }) =>
      files
        .filter((file) => !isOurs(file))
        .flatMap((file) => matches(file, registryHost, 'where packages come from is the setting of each machine; leave it out')),
    examples: [{ '.npmrc': 'registry=https://«npm.pkg.github.com/' }, { 'a.yaml': 'image: registry.k8s.io/pause:3.10' }],
  },
  {
    title: 'nothing is left for later',
    check: ({ sources }) => {
      const advice = 'do it, or refuse with a sentence that says what is not possible and what is';
      return sources
        .filter((source) => !isOurs(source))
        .flatMap((source) => [
          ...source.comments.flatMap((comment) => matches(source, unfinished, advice, comment)),
          ...source.nodes
            .filter((node) => ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
            .flatMap((node) => matches(source, unfinished, advice, { text: node.getText(), offset: node.getStart() })),
        ]);
    },
    examples: [
      "// «TODO: more\nconst a = 1; /* «for now */\nthrow new Error('«not implemented');\nconst b = `${a} «not yet implemented`;",
      "const TODO = 1; // forty for nowhere, XXXX\nconst a = '// mktemp XXXXXX';",
    ],
  },
  {
    title: 'the compiler is not silenced',
    check: ({ sources }) =>
      sources.flatMap((source) =>
        source.comments.flatMap(({ text, offset }) => {
          const message = judgeEscape(text, source.isTest);
          return message === undefined ? [] : [violationAt(source, offset, message)];
        }),
      ),
    examples: [
      '«// @ts-ignore\n«// @ts-expect-error it is a string\n«// @ts-nocheck',
      {
        'lib/base/a.test.ts':
          '// @ts-expect-error a pod has no such field\nf();\n«// @ts-expect-error\ng();\n«// @ts-ignore because of this\nh();',
      },
      "const a = '// @ts-ignore';",
    ],
  },
  {
    title: 'the linter is silenced only with a reason',
    check: ({ sources }) =>
      sources.flatMap((source) =>
        source.comments
          .filter(({ text }) => text.includes('eslint-disable') && !/eslint-disable[^]*? -- \S+ \S+/.test(text))
          .map(({ offset }) => violationAt(source, offset, 'say why behind `--`: // eslint-disable-next-line rule -- the reason')),
      ),
    examples: [
      '«// eslint-disable-next-line eqeqeq\n«/* eslint-disable */\n«// eslint-disable-line eqeqeq -- x',
      '// eslint-disable-next-line eqeqeq -- both may be null\n// eslint is quiet',
    ],
  },
];
