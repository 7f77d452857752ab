import assert from 'node:assert/strict';
import test from 'node:test';
import type { ImageOverrides } from './overrides.ts';
import { computePi } from './pi.ts';
import { profileOf } from './profile.ts';
import type { Program, ProgramStart, StartFailure } from './program.ts';
import {
  advanceProgram,
  execFailure,
  exitOf,
  forecast,
  isListening,
  isStartFailure,
  kill,
  logsOf,
  startProgram,
  terminate,
} from './program.ts';
import { isImageReference, parseImage } from './reference.ts';

interface Options extends Partial<Omit<ProgramStart, 'image' | 'profile' | 'env'>> {
  readonly env?: Readonly<Record<string, string>>;
  readonly overrides?: ImageOverrides;
}

function started(text: string, { env = {}, overrides, ...rest }: Options = {}): Program | StartFailure {
  const image = parseImage(text);
  assert.ok(isImageReference(image));
  return startProgram({
    image,
    profile: profileOf(image, overrides),
    env: new Map(Object.entries(env)),
    ports: [],
    hostname: 'web',
    takenPorts: new Set(),
    atMillis: 1000,
    ...rest,
  });
}

function running(text: string, options: Options = {}): Program {
  const program = started(text, options);
  assert.ok(!isStartFailure(program), JSON.stringify(program));
  return program;
}

const texts = (program: Program, atMillis: number): readonly string[] => logsOf(program, atMillis).map((line) => line.text);
const portsOf = (program: Program): readonly number[] => program.listens.map((port) => port.containerPort);

test('servers listen on the ports of their image and never end by themselves', () => {
  const table: readonly (readonly [string, readonly number[], Options?])[] = [
    ['nginx:1.27', [80]],
    ['nginxinc/nginx-unprivileged', [8080]],
    ['httpd', [80]],
    ['redis:7', [6379]],
    ['redis', [6379], { args: ['--appendonly', 'yes'] }],
    ['redis', [6379], { command: ['redis-server', '/etc/redis.conf'] }],
    ['nginx', [80], { command: ['nginx', '-g', 'daemon off;'] }],
    ['mysql:8', [3306], { env: { MYSQL_ROOT_PASSWORD: 'x' } }],
    ['postgres:16', [5432], { env: { POSTGRES_PASSWORD: 'x' } }],
    ['mongo', [27017]],
    ['memcached', [11211]],
    ['rabbitmq', [5672]],
    ['hashicorp/http-echo', [5678]],
    ['hashicorp/http-echo', [9000], { args: ['-text=hi', '-listen=:9000'] }],
    ['ghcr.io/c1t1d0s7/go-myweb', [8080]],
    ['team/api-9090', [9090]],
    ['my-image', [80]],
    ['my-image', [3000, 9000], { ports: [{ containerPort: 3000, protocol: 'TCP' }, { containerPort: 9000, protocol: 'TCP' }] }],
    ['my-image', [7000], { env: { PORT: '7000' }, args: ['--verbose'] }],
    ['registry.k8s.io/pause:3.9', []],
    ['registry.k8s.io/e2e-test-images/agnhost:2.40', [8081], { args: ['netexec', '--http-port=8081'] }],
  ]; // prettier-ignore
  for (const [image, ports, options] of table) {
    const program = running(image, options);
    assert.deepEqual(portsOf(program), ports, image);
    assert.deepEqual(forecast(program), {}, image);
    assert.deepEqual(exitOf(terminate(program, 5000), 5000), { atMillis: 5000, code: 0, reason: 'Completed' }, image);
    assert.deepEqual(exitOf(kill(program, 5000), 5000), { atMillis: 5000, code: 137, reason: 'Error' }, image);
    assert.equal(exitOf(program, 9_999_999), undefined);
  }
});

test('programs that end by themselves say when and how', () => {
  const table: readonly (readonly [string, Options, number, number, string, readonly string[]])[] = [
    ['busybox', {}, 1000, 0, 'Completed', []],
    ['debian', {}, 1000, 0, 'Completed', []],
    ['busybox', { command: ['sleep', '5'] }, 6000, 0, 'Completed', []],
    ['busybox', { args: ['sh', '-c', 'echo from args; exit 3'] }, 1000, 3, 'Error', ['from args']],
    ['busybox', { command: ['echo'], args: ['one', 'two'] }, 1000, 0, 'Completed', ['one two']],
    ['nginx', { args: ['sh', '-c', 'echo $X; sleep 2; exit 1'], env: { X: 'y' } }, 3000, 1, 'Error', ['y']],
    ['nginx', { command: ['ls', '/usr/share/nginx/html'] }, 1000, 0, 'Completed', ['index.html']],
    ['busybox', { command: ['tail', '/dev/zero'], memoryLimitBytes: 1e7 }, 1000, 137, 'OOMKilled', []],
    ['polinux/stress', { command: ['stress'], args: ['--vm', '1', '--vm-bytes', '250M', '--vm-hang', '1'], memoryLimitBytes: 1e8 }, 1000, 137, 'OOMKilled', ['stress: info: [1] dispatching hogs: 0 cpu, 0 io, 1 vm, 0 hdd']],
    ['nginx', { takenPorts: new Set(['TCP/80']) }, 1000, 1, 'Error', ['/docker-entrypoint.sh: Configuration complete; ready for start up', 'nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)']],
    ['web:3', { overrides: [{ pattern: 'web:3', exits: { code: 2, afterMillis: 500 }, logLines: ['boom'] }] }, 1500, 2, 'Error', ['boom']],
    ['hello-world', {}, 1000, 0, 'Completed', ['', 'Hello from Docker!', 'This message shows that your installation appears to be working correctly.', '']],
  ]; // prettier-ignore
  for (const [image, options, atMillis, code, reason, log] of table) {
    const program = running(image, options);
    assert.deepEqual(forecast(program), { exit: { atMillis, code, reason } }, `${image} ${JSON.stringify(options)}`);
    assert.deepEqual(exitOf(program, atMillis - 1), undefined);
    assert.deepEqual(texts(program, atMillis), log);
  }
});

test('databases without a password complain as usual and end with 1', () => {
  for (const [image, words] of [['mysql:8', 'MYSQL_ROOT_PASSWORD'], ['mariadb', 'MARIADB_ROOT_PASSWORD'], ['postgres', 'POSTGRES_PASSWORD']] as const) {
    const program = running(image);
    assert.deepEqual(forecast(program).exit, { atMillis: 1000, code: 1, reason: 'Error' });
    assert.ok(texts(program, 1000).join('\n').includes(words));
    assert.deepEqual(program.listens, []);
  } // prettier-ignore
});

test('a program that is not in the image is a StartError', () => {
  const prefix =
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ';
  const table: readonly (readonly [string, string])[] = [
    ['nothere', 'exec: "nothere": executable file not found in $PATH: unknown'],
    ['/bin/nothere', 'exec: "/bin/nothere": stat /bin/nothere: no such file or directory: unknown'],
    ['bash', 'exec: "bash": executable file not found in $PATH: unknown'],
  ];
  for (const [name, message] of table) {
    assert.deepEqual(started('busybox', { command: [name] }), { exitCode: 128, reason: 'StartError', message: prefix + message });
  }
  assert.ok(!isStartFailure(started('debian', { command: ['/bin/bash', '-c', 'true'] })));
  assert.equal(
    execFailure(running('nginx'), ['nothere'], 'abc'),
    'failed to exec in container: failed to start exec "abc": OCI runtime exec failed: exec failed: unable to start container process: exec: "nothere": executable file not found in $PATH: unknown',
  );
  assert.equal(execFailure(running('nginx'), ['ls'], 'abc'), undefined);
});

test('sleep as the first process does not react to TERM, a trap does', () => {
  const sleeping = running('busybox', { command: ['sleep', '3600'] });
  assert.deepEqual(forecast(terminate(sleeping, 5000)).exit?.atMillis, 3_601_000);
  const trapping = running('busybox', { command: ['sh', '-c', 'trap "echo bye; exit 0" TERM; sleep infinity & wait'] });
  assert.deepEqual(forecast(trapping), {});
  const told = terminate(trapping, 5000);
  assert.deepEqual(forecast(told).exit, { atMillis: 5000, code: 0, reason: 'Completed' });
  assert.deepEqual(texts(told, 5000), ['bye']);
  assert.equal(exitOf(trapping, 5000), undefined);
});

test('a loop that sleeps is known never to end, and its log can be read at any time', () => {
  const program = running('busybox', { command: ['sh', '-c', 'while true; do echo tick; sleep 10; done'] });
  assert.deepEqual(forecast(program), {});
  assert.deepEqual(
    logsOf(program, 21_000),
    [1000, 11_000, 21_000].map((atMillis) => ({ atMillis, stream: 'stdout', text: 'tick' })),
  );
});

test('a look ahead that was cut goes on from the advanced program', () => {
  let program = running('busybox', { command: ['sh', '-c', 'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); sleep 1; done; exit 9'] });
  let rounds = 0;
  for (let { recheckAtMillis } = forecast(program); recheckAtMillis !== undefined; { recheckAtMillis } = forecast(program)) {
    program = advanceProgram(program, recheckAtMillis);
    assert.ok(++rounds < 20);
  }
  assert.ok(rounds > 0);
  assert.deepEqual(forecast(program).exit, { atMillis: 3_001_000, code: 9, reason: 'Error' });
});

test('a slow start listens later', () => {
  const program = running('web', { overrides: [{ pattern: 'web', startsAfterMillis: 3000, ignoresTerm: true }] });
  assert.deepEqual([isListening(program, 80, 3999), isListening(program, 80, 4000), isListening(program, 81, 4000)], [false, true, false]);
  assert.equal(terminate(program, 5000), program);
});

test('perl computes pi as in the documentation of Job', () => {
  const program = running('perl:5.34.0', { command: ['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)'] });
  assert.deepEqual(forecast(program).exit, { atMillis: 6000, code: 0, reason: 'Completed' });
  assert.ok(texts(program, 6000)[0]?.startsWith('3.14159265358979323846'));
  assert.equal(computePi(10), '3.141592653');
});
