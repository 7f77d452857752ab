import { violationAt, type Rule, type Source, type TextFile } from './source.ts';

/** A place at which the cluster differs from Kubernetes on purpose, and why: what follows `unlike kube:` in a comment. */
export interface Difference {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

const mark = 'unlike kube:';

interface Found {
  readonly source: Source;
  readonly offset: number;
  readonly reason: string;
}

function findDifferences(sources: readonly Source[]): readonly Found[] {
  return sources
    .filter(({ path, isTest }) => !isTest && !path.startsWith('lib/tidy/'))
    .flatMap((source) =>
      source.comments.flatMap(({ text, offset }, index) => {
        const at = text.indexOf(mark);
        if (at < 0) return [];
        return [{ source, offset: offset + at, reason: reasonIn(text.slice(at + mark.length) + continuation(source, index)) }];
      }),
    );
}

/** Every deliberate difference, by file and line; a reason goes on over the comment lines directly below its first. */
export function differences(sources: readonly Source[]): readonly Difference[] {
  return findDifferences(sources).map(({ source, offset, reason }) => {
    const { file, line } = violationAt(source, offset, reason);
    return { file, line, reason };
  });
}

/** The line comments that follow one with nothing but white space between. */
function continuation(source: Source, index: number): string {
  const here = source.comments[index]!;
  const next = source.comments[index + 1];
  if (!here.text.startsWith('//') || next?.text.startsWith('//') !== true) return '';
  const between = source.text.slice(here.offset + here.text.length, next.offset);
  return /^\n[ \t]*$/.test(between) ? `\n${next.text.slice(2)}${continuation(source, index + 1)}` : '';
}

function reasonIn(text: string): string {
  const [paragraph = ''] = text.split(/\*\/|\n[ \t]*\*?[ \t]*(?:\n|@|kube:|unlike kube:)/, 1);
  return paragraph
    .replace(/\n[ \t]*\*?/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The list of differences as the README has it between two lines `<!-- differences -->`: one line each, with its file. */
export function differencesText(list: readonly Difference[]): string {
  return list
    .map(({ file, reason }) => `- ${reason.charAt(0).toUpperCase()}${reason.slice(1).replace(/[.;]?$/, '.')} (\`${file}\`)`)
    .join('\n');
}

/** What stands between the first two marks `<!-- differences -->`, which may also be closed by `<!-- /differences -->`. */
function listedIn({ text }: TextFile): { readonly offset: number; readonly list: string } | undefined {
  const match = /<!-- differences -->\n([^]*?)<!-- \/?differences -->/.exec(text);
  return match === null ? undefined : { offset: match.index, list: match[1]!.trim() };
}

/** Differences are explained where they are and listed where users look. */
export const differenceRules: readonly Rule[] = [
  {
    title: 'every difference from Kubernetes has its reason',
    check: ({ sources }) =>
      findDifferences(sources)
        .filter(({ reason }) => reason.split(' ').length < 4)
        .map(({ source, offset }) => violationAt(source, offset, `say behind \`${mark}\` what is different and why`)),
    examples: [
      'const a = 1;\n// «unlike kube:\nb();\n// This is another comment.\n// «unlike kube: faster\nconst b = 1;',
      '// unlike kube: upstream\n// waits for a second.\nconst a = 1;\n/** A wait; unlike kube: none is\n * needed here. */',
    ],
  },
  {
    title: 'the README lists the differences as the code has them',
    check: ({ files, sources }) =>
      files
        .filter(({ path }) => path === 'README.md')
        .flatMap((readme) => {
          const listed = listedIn(readme);
          const expected = differencesText(differences(sources));
          if (listed === undefined || listed.list === expected) return [];
          return [
            violationAt(readme, listed.offset, `the list between \`<!-- differences -->\` is generated; it should be\n\n${expected}\n`),
          ];
        }),
    examples: [
      { 'README.md': 'A\n«<!-- differences -->\n- Old.\n<!-- differences -->\n', 'lib/api/a.ts': '// unlike kube: there is no wait.' },
      {
        'README.md': '<!-- differences -->\n\n- There is no wait. (`lib/api/a.ts`)\n\n<!-- /differences -->\n',
        'lib/api/a.ts': '// unlike kube: there is no wait',
      },
      { 'README.md': 'A', 'lib/api/a.ts': '// unlike kube: there is no wait.' },
    ],
  },
];
