import type { HttpProfile, ImageProfile } from './profile.ts';

const welcomePage = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;
const notFoundPage =
  '<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';

const server: ImageProfile = {
  flavour: 'debian',
  entrypoint: 'server',
  programs: [],
  argsAre: 'arguments',
  ports: [],
  protocol: 'TCP',
  startsAfterMillis: 0,
  onTerm: 'exits-0',
  firstLogLines: [],
  portTakenLine: 'listen tcp :{port}: bind: address already in use',
  files: [],
  uid: 0,
};

const nginxHttp: HttpProfile = {
  pages: [],
  filesBelow: '/usr/share/nginx/html',
  otherwise: { status: 404, body: notFoundPage },
  accessLog: 'combined',
};

const nginx: ImageProfile = {
  ...server,
  programs: ['nginx', '/usr/sbin/nginx', '/docker-entrypoint.sh', 'nginx-debug'],
  stopCommands: ['nginx -s quit', 'nginx -s stop'],
  argsAre: 'command',
  ports: [80],
  firstLogLines: ['/docker-entrypoint.sh: Configuration complete; ready for start up'],
  portTakenLine: 'nginx: [emerg] bind() to 0.0.0.0:{port} failed (98: Address already in use)',
  http: nginxHttp,
  files: [
    ['/usr/share/nginx/html/index.html', welcomePage],
    ['/etc/nginx/nginx.conf', 'user  nginx;\nworker_processes  auto;\n'],
    ['/etc/nginx/conf.d/default.conf', 'server {\n    listen       80;\n    server_name  localhost;\n}\n'],
  ],
};

const database: ImageProfile = {
  ...server,
  argsAre: 'command',
  portTakenLine: "Can't start server: Bind on TCP/IP port: Address already in use",
};

const helloPaths = ['/', '/healthz', '/health', '/ready', '/readyz', '/livez', '/live', '/status', '/version', '/hostname', '/index.html'];

const appHttp: HttpProfile = {
  pages: [{ paths: helloPaths, status: 200, body: 'Hello, world!\nVersion: 1.0.0\nHostname: {hostname}\n' }],
  otherwise: { status: 404, body: '404 page not found\n' },
  accessLog: 'none',
};

/** A web application as most examples have it: port 8080, a greeting, health paths. */
export const appServer: ImageProfile = {
  ...server,
  programs: ['/app', '/server', '/main', 'app', 'server'],
  ports: [8080],
  firstLogLines: ['listening on :{port}'],
  http: appHttp,
};

const tools: ImageProfile = { ...server, flavour: 'busybox', entrypoint: 'shell', argsAre: 'command' };
const EVERY_TOOL: ReadonlySet<string> = new Set(['curl', 'wget', 'nc', 'ping', 'nslookup', 'dig', 'getent']);
const debianTools: ImageProfile = { ...tools, flavour: 'debian' };

/** The known images: names are last parts of paths, `*` at the end standing for any rest; the first that fits counts. */
export const knownImages: readonly { readonly names: readonly string[]; readonly profile: ImageProfile }[] = [
  { names: ['nginx', 'nginx-slim'], profile: nginx },
  { names: ['nginx-unprivileged'], profile: { ...nginx, ports: [8080], uid: 101 } },
  {
    names: ['httpd'],
    profile: {
      ...server,
      programs: ['httpd', 'httpd-foreground', '/usr/local/bin/httpd-foreground'],
      stopCommands: ['httpd -k graceful-stop', 'httpd -k stop'],
      argsAre: 'command',
      ports: [80],
      firstLogLines: [
        "AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using localhost. Set the 'ServerName' directive globally to suppress this message",
      ],
      portTakenLine: '(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:{port}',
      http: {
        pages: [{ paths: ['/', '/index.html'], status: 200, body: '<html><body><h1>It works!</h1></body></html>\n' }],
        otherwise: {
          status: 404,
          body: '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n</body></html>\n',
        },
        accessLog: 'common',
      },
      files: [['/usr/local/apache2/htdocs/index.html', '<html><body><h1>It works!</h1></body></html>\n']],
    },
  },
  {
    names: ['redis*', 'valkey*'],
    profile: {
      ...server,
      programs: ['redis-server', 'valkey-server'],
      argsAre: 'command',
      ports: [6379],
      firstLogLines: ['* Ready to accept connections tcp'],
      portTakenLine: '# Warning: Could not create server TCP listening socket *:{port}: bind: Address already in use',
      tcp: [{ receives: 'PING', answers: '+PONG\r\n' }],
    },
  },
  {
    names: ['mysql'],
    profile: {
      ...database,
      programs: ['mysqld'],
      ports: [3306],
      requires: {
        anyOf: ['MYSQL_ROOT_PASSWORD', 'MYSQL_ALLOW_EMPTY_PASSWORD', 'MYSQL_RANDOM_ROOT_PASSWORD'],
        complaint: [
          '[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified',
          '    You need to specify one of the following as an environment variable:',
          '    - MYSQL_ROOT_PASSWORD',
          '    - MYSQL_ALLOW_EMPTY_PASSWORD',
          '    - MYSQL_RANDOM_ROOT_PASSWORD',
        ],
      },
      firstLogLines: ['[System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. port: {port}  MySQL Community Server - GPL.'],
    },
  },
  {
    names: ['mariadb'],
    profile: {
      ...database,
      programs: ['mariadbd', 'mysqld'],
      ports: [3306],
      requires: {
        anyOf: [
          'MARIADB_ROOT_PASSWORD', 'MARIADB_ROOT_PASSWORD_HASH', 'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD', 'MARIADB_RANDOM_ROOT_PASSWORD',
          'MYSQL_ROOT_PASSWORD', 'MYSQL_ALLOW_EMPTY_PASSWORD', 'MYSQL_RANDOM_ROOT_PASSWORD',
        ], // prettier-ignore
        complaint: [
          '[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified',
          '\tYou need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and MARIADB_RANDOM_ROOT_PASSWORD',
        ],
      },
      firstLogLines: ['[Note] mariadbd: ready for connections.'],
    },
  },
  {
    names: ['postgres'],
    profile: {
      ...database,
      programs: ['postgres'],
      ports: [5432],
      requires: {
        anyOf: ['POSTGRES_PASSWORD', 'POSTGRES_HOST_AUTH_METHOD'],
        complaint: [
          'Error: Database is uninitialized and superuser password is not specified.',
          '       You must specify POSTGRES_PASSWORD to a non-empty value for the',
          '       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".',
          '',
          '       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all',
          '       connections without a password. This is *not* recommended.',
          '',
          '       See PostgreSQL documentation about "trust":',
          '       https://www.postgresql.org/docs/current/auth-trust.html',
        ],
      },
      firstLogLines: ['LOG:  database system is ready to accept connections'],
    },
  },
  { names: ['mongo'], profile: { ...database, programs: ['mongod'], ports: [27017], firstLogLines: ['Waiting for connections'] } },
  { names: ['memcached'], profile: { ...database, programs: ['memcached'], ports: [11211] } },
  {
    names: ['rabbitmq'],
    profile: { ...database, programs: ['rabbitmq-server'], ports: [5672], firstLogLines: ['Server startup complete'] },
  },
  {
    names: ['http-echo'],
    profile: {
      ...appServer,
      programs: ['/http-echo', 'http-echo'],
      ports: [5678],
      portFlag: '^--?listen=[^:]*:([0-9]{1,5})$',
      textFlag: '^--?text=(.*)$',
      firstLogLines: ['[INFO] server is listening on :{port}'],
      http: { pages: [], otherwise: { status: 200, body: '{text}\n' }, accessLog: 'combined' },
    },
  },
  {
    names: ['go-myweb', 'hello-app', 'echoserver', 'kubernetes-bootcamp', 'tomcat', 'jenkins', 'echo-server', 'hello-kubernetes'],
    profile: appServer,
  },
  {
    names: ['coredns'],
    profile: {
      ...server,
      programs: ['/coredns'],
      ports: 'declared',
      morePorts: [8080, 8181],
      firstLogLines: ['.:53', 'CoreDNS-1.11.3'],
      http: {
        pages: [{ paths: ['/health', '/ready'], status: 200, body: 'OK' }],
        otherwise: { status: 404, body: '404 page not found\n' },
        accessLog: 'none',
      },
    },
  },
  { names: ['busybox*', 'alpine'], profile: tools },
  { names: ['curl'], profile: { ...tools, tools: new Set(['curl', 'wget', 'nc', 'ping', 'nslookup']) } },
  { names: ['dnsutils', 'jessie-dnsutils', 'netshoot', 'network-multitool'], profile: { ...debianTools, tools: EVERY_TOOL } },
  { names: ['pause'], profile: { ...server, entrypoint: 'pause', programs: ['/pause', 'pause'], flavour: 'busybox' } },
  {
    names: ['agnhost'],
    profile: {
      ...server,
      tools: EVERY_TOOL,
      entrypoint: 'pause',
      programs: ['/agnhost', 'agnhost'],
      portFlag: '^--(?:http-)?port=([0-9]{1,5})$',
      http: appHttp,
    },
  },
  {
    names: ['hello-world'],
    profile: {
      ...server,
      entrypoint: 'exits',
      exit: { code: 0, afterMillis: 0 },
      programs: ['/hello'],
      firstLogLines: ['', 'Hello from Docker!', 'This message shows that your installation appears to be working correctly.', ''],
    },
  },
  { names: ['perl'], profile: { ...debianTools, entrypoint: 'perl', programs: ['perl', '/usr/local/bin/perl'] } },
  { names: ['stress'], profile: { ...server, entrypoint: 'stress', programs: ['stress', '/usr/local/bin/stress'], argsAre: 'command' } },
  {
    names: [
      'debian',
      'ubuntu',
      'bash',
      'python',
      'node',
      'golang',
      'ruby',
      'php',
      'openjdk',
      'eclipse-temurin',
      'fedora',
      'centos',
      'rockylinux',
      'buildpack-deps',
      'gcc',
      'rust',
    ],
    profile: debianTools,
  },
];
