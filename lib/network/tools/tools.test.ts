import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cluster } from '../../cluster.ts';
import { CLIENT, clusterWith, podOf, server, service } from '../../nets/network-fixture.ts';

const TOOLS = CLIENT.replace('busybox:1.36', 'nicolaka/netshoot').replace('name: client', 'name: tools');
const NGINX = `---
apiVersion: v1
kind: Pod
metadata: {name: page, labels: {app: page}}
spec:
  containers: [{name: c, image: "nginx:1.27"}]
`;
const cluster = clusterWith(
  [
    server('a'),
    NGINX,
    CLIENT,
    TOOLS,
    service('web', 'selector: {app: web}, ports: [{port: 80, targetPort: 8080}]'),
    service('page', 'selector: {app: page}, ports: [{port: 80}]'),
    service('empty', 'selector: {app: nobody}, ports: [{port: 80}]'),
    service('cache', 'selector: {app: cache}, ports: [{port: 6379}]'),
    service('pods', 'clusterIP: None, selector: {app: web}'),
    server('redis', { labels: 'app: cache' }).replace('web:1', 'redis:7').replace('containerPort: 8080', 'containerPort: 6379'),
  ].join(''),
);
const ip = (name: string): string => (cluster.get('service', name) as unknown as { spec: { clusterIP: string } }).spec.clusterIP;

/** What a command line prints, its exit code, and how many seconds it took. */
function run(command: string, pod = 'client', on: Cluster = cluster.fork()): readonly [output: string, code: number, seconds: number] {
  const start = on.now;
  const { output, code } = on.exec(podOf(on, pod), ['sh', '-c', command]);
  return [output, code, (on.now - start) / 1000];
}

test('wget of busybox prints pages, and says in its own words why it could not', () => {
  const [page, code] = run('wget -qO- http://page');
  assert.deepEqual([page.split('\n').slice(0, 4), code], [['<!DOCTYPE html>', '<html>', '<head>', '<title>Welcome to nginx!</title>'], 0]);
  assert.deepEqual(run('wget -qO- http://page/no'), ['wget: server returned error: HTTP/1.1 404 Not Found\n', 1, 0]);
  assert.deepEqual(run('wget -qO- http://nosuch'), ["wget: bad address 'nosuch'\n", 1, 0]);
  assert.deepEqual(run('wget -qO- http://empty'), [`wget: can't connect to remote host (${ip('empty')}): Connection refused\n`, 1, 0]);
  assert.deepEqual(run('wget -q -T 3 -O- http://web:81'), ['wget: download timed out\n', 1, 3]);
  assert.deepEqual(run('wget -qO- http://web:81'), [`wget: can't connect to remote host (${ip('web')}): Connection timed out\n`, 1, 127]);
  assert.deepEqual(run('wget -qO- http://10.244.1.250'), ["wget: can't connect to remote host (10.244.1.250): No route to host\n", 1, 3]);
  assert.deepEqual(run('timeout 3 wget -qO- http://web:81'), ['', 143, 3]);
  assert.deepEqual(run('wget --spider http://web'), [`Connecting to web (${ip('web')}:80)\nremote file exists\n`, 0, 0]);
  assert.deepEqual(run('wget -q http://web/healthz && cat healthz'), ['Hello, world!\nVersion: 1.0.0\nHostname: a\n', 0, 0]);
  assert.deepEqual(run('wget http://web -O /nowhere/x'), [
    `Connecting to web (${ip('web')}:80)\nwget: can't open '/nowhere/x': No such file or directory\n`,
    1,
    0,
  ]);
  assert.match(run('wget')[0], /^BusyBox v1\.36\.1/);
  assert.match(run('wget ftp://x')[0], /not an http or ftp url|bad address/);
});

test('curl tells the same in its words and codes', () => {
  assert.deepEqual(run('curl -s http://web', 'tools'), ['Hello, world!\nVersion: 1.0.0\nHostname: a\n', 0, 0]);
  assert.deepEqual(run("curl -s -o /dev/null -w '%{http_code}\\n' http://page/no", 'tools'), ['404\n', 0, 0]);
  assert.deepEqual(run('curl -sSf http://page/no', 'tools'), ['curl: (22) The requested URL returned error: 404\n', 22, 0]);
  assert.deepEqual(run('curl -s http://nosuch', 'tools'), ['', 6, 0]);
  assert.deepEqual(run('curl http://nosuch', 'tools'), ['curl: (6) Could not resolve host: nosuch\n', 6, 0]);
  assert.deepEqual(run('curl http://empty', 'tools'), [
    "curl: (7) Failed to connect to empty port 80 after 0 ms: Couldn't connect to server\n",
    7,
    0,
  ]);
  assert.deepEqual(run('curl -m 2 http://web:81', 'tools'), ['curl: (28) Connection timed out after 2000 milliseconds\n', 28, 2]);
  assert.deepEqual(run('curl --connect-timeout 5 http://web:81', 'tools'), [
    'curl: (28) Connection timed out after 5000 milliseconds\n',
    28,
    5,
  ]);
  assert.deepEqual(run('curl http://cache:6379', 'tools'), ['curl: (52) Empty reply from server\n', 52, 0]);
  assert.match(run('curl -sI http://web', 'tools')[0], /^HTTP\/1\.1 200 OK\r\n/);
  assert.deepEqual(run('curl https://kubernetes', 'tools').slice(1), [60, 0]);
  assert.match(run('curl -sk https://kubernetes/api', 'tools')[0], /User \\"system:anonymous\\" cannot get path \\"\/api\\"/);
  assert.deepEqual(run('curl', 'tools').slice(1), [2, 0]);
});

test('nc tries ports and talks to line-based servers', () => {
  assert.deepEqual(run('nc -zv web 80'), [`web (${ip('web')}:80) open\n`, 0, 0]);
  assert.deepEqual(run('nc -zv empty 80'), [`nc: empty (${ip('empty')}:80): Connection refused\n`, 1, 0]);
  assert.deepEqual(run('nc -z -w 2 web 81'), [`nc: web (${ip('web')}:81): Connection timed out\n`, 1, 2]);
  assert.deepEqual(run('echo PING | nc cache 6379'), ['+PONG\r\n', 0, 0]);
  assert.deepEqual(run('nc nosuch 80'), ["nc: bad address 'nosuch'\n", 1, 0]);
});

test('ping finds pods, never Services', () => {
  const { podIP = '' } = podOf(cluster, 'a').status;
  assert.match(run(`ping -c 2 ${podIP}`)[0], /2 packets transmitted, 2 packets received, 0% packet loss/);
  assert.deepEqual(run('ping -c 1 -W 1 web').slice(1), [1, 2]);
});

test('names are looked up by nslookup, dig and getent', () => {
  const server = 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n';
  const found = `Name:\tweb.default.svc.cluster.local\nAddress: ${ip('web')}\n\n`;
  assert.deepEqual(run('nslookup web.default.svc.cluster.local'), [server + found, 0, 0]);
  const missing = (domain: string): string => `** server can't find web.${domain}: NXDOMAIN\n\n`;
  assert.deepEqual(run('nslookup web'), [server + found + missing('svc.cluster.local') + missing('cluster.local'), 1, 0]);
  assert.match(run(`nslookup ${ip('web')}`)[0], /in-addr\.arpa\tname = web\.default\.svc\.cluster\.local\n/);
  assert.deepEqual(run('dig +short web.default.svc.cluster.local', 'tools'), [`${ip('web')}\n`, 0, 0]);
  assert.deepEqual(run('dig +short +search web', 'tools'), [`${ip('web')}\n`, 0, 0]);
  assert.match(run('dig nosuch', 'tools')[0], /status: SERVFAIL/);
  assert.deepEqual(run('getent hosts web', 'tools'), [`${ip('web').padEnd(15)} web.default.svc.cluster.local\n`, 0, 0]);
  assert.deepEqual(run('getent hosts nosuch', 'tools'), ['', 2, 0]);
});

test('without cluster DNS no name is found', () => {
  const dark = cluster.fork();
  dark.as('admin').setScale(dark.kind('deployment'), { metadata: { name: 'coredns', namespace: 'kube-system' } }, 0);
  dark.settle();
  assert.deepEqual(run('wget -qO- http://web', 'client', dark), ["wget: bad address 'web'\n", 1, 0]);
  assert.deepEqual(run('nslookup web.default.svc.cluster.local', 'client', dark), [
    ';; connection timed out; no servers could be reached\n\n',
    1,
    10,
  ]);
});

test('a pod finds itself, and what its hosts file says', () => {
  assert.deepEqual(run('wget -qO- http://localhost:8080 | grep Hostname', 'a').slice(0, 1), ['sh: 1: wget: not found\n']);
  assert.deepEqual(run('curl -s http://localhost:8080 | grep Hostname', 'a'), ['Hostname: a\n', 0, 0]);
  assert.deepEqual(run('curl -s http://a:8080 | grep Hostname', 'a'), ['Hostname: a\n', 0, 0]);
});
