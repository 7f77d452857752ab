import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FlagError, parseFlags, type Flag, type ParsedFlags } from './flags.ts';

const FLAGS: readonly Flag[] = [
  { name: 'namespace', short: 'n', type: 'text' },
  { name: 'all', short: 'A', type: 'bool' },
  { name: 'watch', short: 'w', type: 'bool', default: 'true' },
  { name: 'replicas', type: 'int', default: '1' },
  { name: 'timeout', type: 'duration', default: '0s' },
  { name: 'filename', short: 'f', type: 'list' },
  { name: 'env', short: 'e', type: 'array' },
  { name: 'cascade', type: 'text', default: 'background', bare: 'orphan' },
];

function shown({ values, args, dashAt, wantsHelp }: ParsedFlags): string {
  const given = FLAGS.filter(({ name }) => values.has(name)).map(({ name, type }) =>
    type === 'list' || type === 'array' ? `${name}=[${values.list(name).join('|')}]` : `${name}=${values.text(name)}`,
  );
  return [...given, `args=[${args.join('|')}]`, ...(dashAt === -1 ? [] : [`dash=${dashAt}`]), ...(wantsHelp ? ['help'] : [])].join(' ');
}

const READ: readonly (readonly [words: readonly string[], shown: string])[] = [
  [[], 'args=[]'],
  [['get', 'pods', '-n', 'a'], 'namespace=a args=[get|pods]'],
  [['-na', 'x'], 'namespace=a args=[x]'],
  [['-n=a'], 'namespace=a args=[]'],
  [['-n', '=a'], 'namespace==a args=[]'],
  [['--namespace=a=b'], 'namespace=a=b args=[]'],
  [['--namespace='], 'namespace= args=[]'],
  [['--namespace', '--all'], 'namespace=--all args=[]'],
  [['-Ana'], 'namespace=a all=true args=[]'],
  [['-Aw=false'], 'all=true watch=false args=[]'],
  [['--all', 'false'], 'all=true args=[false]'],
  [['--all=F'], 'all=F args=[]'],
  [['--cascade', 'x'], 'cascade=orphan args=[x]'],
  [['--cascade=x'], 'cascade=x args=[]'],
  [['-f', 'a,b', '-f', 'c', '-f='], 'filename=[a|b|c|=] args=[]'],
  [['-e', 'a,b', '-ec'], 'env=[a,b|c] args=[]'],
  [['-n', 'a', '-n', 'b'], 'namespace=b args=[]'],
  [['a', '--', '-n', 'b'], 'args=[a|-n|b] dash=1'],
  [['--', '--'], 'args=[--] dash=0'],
  [['-'], 'args=[-]'],
  [['--help', 'x'], 'args=[x] help'],
  [['-Ah'], 'all=true args=[] help'],
  [['--replicas', '-1'], 'replicas=-1 args=[]'],
  [['--timeout=1h2m'], 'timeout=1h2m args=[]'],
];

const REFUSED: readonly (readonly [words: readonly string[], message: string])[] = [
  [['--nosuch'], 'unknown flag: --nosuch'],
  [['--nosuch=1'], 'unknown flag: --nosuch'],
  [['---x'], 'bad flag syntax: ---x'],
  [['--=x'], 'bad flag syntax: --=x'],
  [['-Z'], "unknown shorthand flag: 'Z' in -Z"],
  [['-AZw'], "unknown shorthand flag: 'Z' in -Zw"],
  [['-n'], "flag needs an argument: 'n' in -n"],
  [['-An'], "flag needs an argument: 'n' in -n"],
  [['--namespace'], 'flag needs an argument: --namespace'],
  [['--all=maybe'], 'invalid argument "maybe" for "-A, --all" flag: strconv.ParseBool: parsing "maybe": invalid syntax'],
  [['--replicas=x'], 'invalid argument "x" for "--replicas" flag: strconv.ParseInt: parsing "x": invalid syntax'],
  [
    ['--replicas=99999999999'],
    'invalid argument "99999999999" for "--replicas" flag: strconv.ParseInt: parsing "99999999999": value out of range',
  ],
  [['--timeout=x'], 'invalid argument "x" for "--timeout" flag: time: invalid duration "x"'],
  [['--timeout=5'], 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"'],
];

describe('flags', () => {
  for (const [words, expected] of READ)
    test(`${JSON.stringify(words)} is ${expected}`, () => assert.equal(shown(parseFlags(FLAGS, words)), expected));

  for (const [words, message] of REFUSED)
    test(`${JSON.stringify(words)} is refused: ${message}`, () => {
      assert.throws(() => parseFlags(FLAGS, words), new FlagError(message));
    });

  test('what is not given has its default', () => {
    const { values } = parseFlags(FLAGS, []);
    assert.deepEqual([values.is('watch'), values.is('all'), values.number('replicas'), values.duration('timeout')], [true, false, 1, 0]);
    assert.deepEqual([values.text('cascade'), values.list('filename'), values.text('nosuch')], ['background', [], '']);
  });

  test('any words are read or refused with a FlagError', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('-n', '-A', '--all', '--', '-f', '--replicas', '-h', '--timeout=1s', '-e'));
    fc.assert(
      fc.property(fc.array(word), (words) => {
        try {
          const { args, dashAt } = parseFlags(FLAGS, words);
          assert.ok(args.length <= words.length && dashAt <= args.length, 'no words are made up');
        } catch (error) {
          assert.ok(error instanceof FlagError, String(error));
        }
      }),
    );
  });

  test('a flag that is given very often costs little', () => {
    const words = Array.from({ length: 200_000 }, () => ['-f', 'a']).flat();
    assert.equal(parseFlags(FLAGS, words).values.list('filename').length, 200_000);
  });
});
