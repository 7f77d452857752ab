import test from 'node:test';
import { assertPrints } from './run-fixture.ts';

test('grep selects lines as GNU grep 3.8 does', () => {
  assertPrints([
    ['grep -v Running pods.txt | wc -l', '4\n'],
    ['grep -i running pods.txt | head -1', 'web-5d9c7b6f4d-2xk9p   1/1     Running            0             5m12s\n'],
    ['grep -n Pending pods.txt', '7:cache-7f8              0/2     Pending            0             1s\n'],
    ['grep -x apple words', 'apple\napple\n'],
    ['grep apple words nope', 'words:apple\nwords:apple\n', 2, 'grep: nope: No such file or directory\n'],
    ['grep -h apple words csv', 'apple\napple\n1,apple,10\n'],
    ['grep apple words csv', 'words:apple\nwords:apple\ncsv:1,apple,10\n'],
    ['grep -l apple words csv nums', 'words\ncsv\n'],
    ['grep -m1 ERROR log.txt', '2024-01-01T00:00:03Z ERROR failed: timeout\n'],
    [
      'grep -e INFO -e WARN log.txt',
      '2024-01-01T00:00:01Z INFO start\n2024-01-01T00:00:02Z WARN slow query id=7\n2024-01-01T00:00:04Z INFO ok\n',
    ],
    [
      "printf 'INFO\\nWARN\\n' > pat; grep -f pat log.txt",
      '2024-01-01T00:00:01Z INFO start\n2024-01-01T00:00:02Z WARN slow query id=7\n2024-01-01T00:00:04Z INFO ok\n',
    ],
    ["grep 'a\\.b' <<< 'a.b\naxb'", 'a.b\n'],
    ["grep 'a\\|b' nonl", 'a\nb\n'],
    ['grep c nonl', 'c\n'],
    ["grep '\\<fig\\>' words | wc -l", '3\n'],
    ["grep '^[[:space:]]*$' space | wc -l", '1\n'],
    ["grep -vE '^(#|$)' kv", 'a=1\nb=2\nc = 3\nd=x=y\n'],
    ['grep Running - < pods.txt | tail -1', 'db-1                   1/1     Running            0             2d\n'],
    ['grep -n fig words csv', 'words:3:fig\nwords:6:fig\nwords:7:fig\ncsv:4:3,fig,\n'],
    ["egrep 'apple|pear' words", 'pear\napple\napple\n'],
    ['grep -- -5 nums', '-5\n'],
    ['grep -5 ERROR log.txt | wc -l', '5\n'],
    [
      'grep -1 WARN log.txt',
      '2024-01-01T00:00:01Z INFO start\n2024-01-01T00:00:02Z WARN slow query id=7\n2024-01-01T00:00:03Z ERROR failed: timeout\n',
    ],
    ['grep -io BANANA words', 'Banana\n'],
    ["grep 'a*b' <<< 'b'", 'b\n'],
    ["grep '*a' <<< '*a'", '*a\n'],
    ["grep 'a\\?b' <<< 'b'", 'b\n'],
    ["grep '[]]' <<< 'a]'", 'a]\n'],
    ["grep '[a-]' <<< '-'", '-\n'],
    ["grep -i 'É' <<< 'é'", 'é\n'],
    ["grep -w 'a' <<< 'ab a_ a'", 'ab a_ a\n'],
    ['grep -vn fig words', '1:pear\n2:apple\n4:apple\n5:Banana\n'],
    ['grep -vc . space', '1\n'],
    ['grep -lv zzz words', 'words\n'],
    ['grep -lr one d', 'd/one.txt\n'],
    ['grep -y APPLE words | head -1', 'apple\n'],
    ["grep $'a\\tb' <<< $'a\\tb'", 'a\tb\n'],
    ['grep --line-number --invert-match fig words', '1:pear\n2:apple\n4:apple\n5:Banana\n'],
    ['grep -no fig words', '3:fig\n6:fig\n7:fig\n'],
  ]);
});

test('grep counts, names files and shows what stands around', () => {
  assertPrints([
    ['grep -c Running pods.txt', '3\n'],
    ['grep -v Running pods.txt | wc -l', '4\n'],
    ['grep -n Pending pods.txt', '7:cache-7f8              0/2     Pending            0             1s\n'],
    ['grep -h apple words csv', 'apple\napple\n1,apple,10\n'],
    ['grep -H apple words', 'words:apple\nwords:apple\n'],
    ['grep -l apple words csv nums', 'words\ncsv\n'],
    ['grep -r three d', 'd/sub/three.md:three\n'],
    [
      'grep -A1 ERROR log.txt',
      '2024-01-01T00:00:03Z ERROR failed: timeout\n2024-01-01T00:00:04Z INFO ok\n2024-01-01T00:00:05Z ERROR failed: refused\n',
    ],
    ['grep -B1 -n WARN log.txt', '1-2024-01-01T00:00:01Z INFO start\n2:2024-01-01T00:00:02Z WARN slow query id=7\n'],
    [
      'grep -C1 ERROR log.txt',
      '2024-01-01T00:00:02Z WARN slow query id=7\n2024-01-01T00:00:03Z ERROR failed: timeout\n2024-01-01T00:00:04Z INFO ok\n2024-01-01T00:00:05Z ERROR failed: refused\n',
    ],
    [
      'grep -A1 -n ERROR log.txt',
      '3:2024-01-01T00:00:03Z ERROR failed: timeout\n4-2024-01-01T00:00:04Z INFO ok\n5:2024-01-01T00:00:05Z ERROR failed: refused\n',
    ],
    ['grep -m1 ERROR log.txt', '2024-01-01T00:00:03Z ERROR failed: timeout\n'],
    ['grep -m 2 -c . log.txt', '2\n'],
    ["grep -c '' empty; grep -c '' nonl", '0\n3\n'],
    ["grep -E '\\bfig\\b' words | wc -l", '3\n'],
    ["grep '\\<fig\\>' words | wc -l", '3\n'],
    ["grep '^\\s' space | cat -A", '  lead$\n^Itab$\n a  b   c $\n'],
    ["grep '^[[:space:]]*$' space | wc -l", '1\n'],
    ['grep -c Running < pods.txt', '3\n'],
    ['cat pods.txt | grep -c Running -', '3\n'],
    ['grep -H fig - < words', '(standard input):fig\n(standard input):fig\n(standard input):fig\n'],
    ['grep -n fig words csv', 'words:3:fig\nwords:6:fig\nwords:7:fig\ncsv:4:3,fig,\n'],
    ['grep -cv fig words csv', 'words:4\ncsv:4\n'],
    ['grep -5 ERROR log.txt | wc -l', '5\n'],
    ['grep -lv zzz words', 'words\n'],
    ['grep -lr one d', 'd/one.txt\n'],
    ['grep -rh t d | sort', 'three\ntwo\n'],
    ['grep -rc o d | sort', 'd/one.txt:1\nd/sub/three.md:0\nd/two.txt:1\n'],
    ["grep -r --exclude='*.md' t d | sort", 'd/two.txt:two\n'],
    ['grep -r --exclude-dir=sub t d | sort', 'd/two.txt:two\n'],
  ]);
});

test('grep -o and -P show what was found', () => {
  assertPrints([
    ["grep -o 'web-[a-z0-9]*' pods.txt", 'web-5d9c7b6f4d\nweb-5d9c7b6f4d\n'],
    ["grep -E -o '[0-9]+/[0-9]+' pods.txt", '1/1\n1/1\n0/1\n1/1\n0/1\n0/2\n'],
    [
      "grep -P '\\d+m' nodes.txt",
      'node1   Ready                      control-plane   10d   v1.32.0   250m   8Gi\nnode3   NotReady                   <none>          3d    v1.31.4   1500m  512Mi\n',
    ],
    ["grep -oP 'v\\K[0-9.]+' nodes.txt", '1.32.0\n1.32.0\n1.31.4\n'],
    ["grep -oP '(?<=image: ).*' deploy.yaml", 'nginx:1.25\nbusybox:1.36\n'],
    ["grep -on . <<< 'ab'", '1:a\n1:b\n'],
    ["echo 'aaa' | grep -oE 'a*'", 'aaa\n'],
    ["echo 'aaa' | grep -o 'a\\{2\\}'", 'aa\n'],
    ["echo foobar | grep -o 'o\\+'", 'oo\n'],
    ['grep -io BANANA words', 'Banana\n'],
    ["grep -Eo '[^ ]+$' pods.txt", 'AGE\n5m12s\n5m12s\n2d\n2d\n30s\n1s\n'],
    ["grep -o 'é.' <<< 'aéb'", 'éb\n'],
    ['grep -no fig words', '3:fig\n6:fig\n7:fig\n'],
    ["grep -oP '\\d+(?=m)' nodes.txt", '250\n1500\n'],
    [
      "grep -P 'db-\\d' pods.txt",
      'db-0                   0/1     CrashLoopBackOff   12            2d\ndb-1                   1/1     Running            0             2d\n',
    ],
    ["grep -oP 'name: \\K\\w+' deploy.yaml", 'web\nnginx\nside\nweb\n'],
  ]);
});

test('grep complains and ends as GNU grep does', () => {
  assertPrints([
    ['grep -q nothere pods.txt; echo $?', '1\n'],
    ['grep foo nope; echo $?', '2\n', 0, 'grep: nope: No such file or directory\n'],
    ['grep foo nope words; echo $?', '2\n', 0, 'grep: nope: No such file or directory\n'],
    ['grep -s foo nope; echo $?', '2\n'],
    ['grep -L apple words csv nums; echo $?', 'nums\n0\n'],
    ["grep '' empty; echo $?", '1\n'],
    ["grep -E '(' words; echo $?", '2\n', 0, 'grep: Unmatched ( or \\(\n'],
    ["grep -E 'a{2,1}' words; echo $?", '2\n', 0, 'grep: Invalid content of \\{\\}\n'],
    ["grep '\\(' words; echo $?", '2\n', 0, 'grep: Unmatched ( or \\(\n'],
    ['grep; echo $?', '2\n', 0, "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n"],
    [
      'grep --nope x words; echo $?',
      '2\n',
      0,
      "grep: unrecognized option '--nope'\nUsage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n",
    ],
    ['grep -A x words; echo $?', '2\n', 0, 'grep: x: invalid context length argument\n'],
    ['grep fig d; echo $?', '2\n', 0, 'grep: d: Is a directory\n'],
    ['fgrep . csv; echo $?', '1\n'],
    [
      'grep -e; echo $?',
      '2\n',
      0,
      "grep: option requires an argument -- 'e'\nUsage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n",
    ],
    ["grep -E '\\.' csv; echo $?", '1\n'],
    ["grep '[^]a]' <<< 'a]'; echo $?", '1\n'],
    ["grep -E '[[:foo:]]' nums; echo $?", '2\n', 0, 'grep: Invalid character class name\n'],
  ]);
});
