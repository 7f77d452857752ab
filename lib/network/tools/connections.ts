import type { Protocol } from '../../control/network.ts';
import { CONNECT_TIMEOUT_MILLIS, firstAddress, UNREACHABLE_MILLIS, type Tool } from './tool.ts';

/** `nc`: connects, sends what it is given and prints what comes back; with `-z` it only tries. */
export const nc: Tool = (call, origin, network) => {
  const { operands, letters, seconds } = netcatOptions(call.argv.slice(1));
  const [host, written] = operands;
  if (host === undefined || written === undefined || !/^\d{1,5}$/.test(written))
    return { code: 1, stderr: 'nc: usage: nc [-uvz] [-w SEC] HOST PORT\n' };
  const port = Number(written);
  const protocol: Protocol = letters.has('u') ? 'UDP' : 'TCP';
  const found = firstAddress(network, origin, host);
  if (!('ip' in found)) return { code: 1, stderr: `nc: bad address '${host}'\n` };
  const title = `${host} (${found.ip}:${port})`;
  const connection = network.connect(origin, found.ip, port, protocol);
  const failed = (why: string, takesMillis = 0) => {
    const isCut = seconds !== undefined && seconds * 1000 < takesMillis;
    return {
      code: 1,
      stderr: `nc: ${title}: ${isCut ? 'Connection timed out' : why}\n`,
      takesMillis: isCut ? seconds * 1000 : takesMillis,
    };
  };
  if (connection === 'refused') return failed('Connection refused');
  if (connection === 'unreachable') return failed('No route to host', UNREACHABLE_MILLIS);
  if (connection === 'timeout') return failed('Connection timed out', CONNECT_TIMEOUT_MILLIS);
  const opened = letters.has('v') ? `${title} open\n` : '';
  if (letters.has('z')) return { code: 0, stderr: opened };
  const [line = ''] = call.stdin.split('\n');
  const request = /^([A-Z]+) (\S+) HTTP\/1/.exec(line);
  if (request === null) return { code: 0, stdout: connection.reply(line.trim()) ?? '', stderr: opened };
  const answer = connection.answer({ method: request[1]!, target: request[2]!, userAgent: '' });
  return { code: 0, stdout: answer === undefined ? '' : `HTTP/1.1 ${answer.status}\r\n\r\n${answer.body}`, stderr: opened };
};

function netcatOptions(args: readonly string[]): {
  readonly operands: readonly string[];
  readonly letters: ReadonlySet<string>;
  readonly seconds: number | undefined;
} {
  const operands: string[] = [];
  const letters = new Set<string>();
  let seconds: number | undefined;
  for (let at = 0; at < args.length; at++) {
    const argument = args[at]!;
    if (!argument.startsWith('-')) operands.push(argument);
    else {
      for (const letter of argument.slice(1).replace(/\d+$/, '')) letters.add(letter);
      if (!/w\d*$/.test(argument)) continue;
      const value = /\d+$/.exec(argument)?.[0] ?? args[++at] ?? '';
      if (/^\d{1,6}$/.test(value)) seconds = Number(value);
    }
  }
  return { operands, letters, seconds };
}

const MOST_PINGS = 100;

/** `ping -c N`: pods and nodes answer; the address of a Service is only a rule, and never does. */
export const ping: Tool = (call, origin, network) => {
  const args = call.argv.slice(1);
  const valueOf = (flag: string): number | undefined => {
    const at = args.indexOf(flag);
    return at >= 0 && /^\d{1,4}$/.test(args[at + 1] ?? '') ? Number(args[at + 1]) : undefined;
  };
  const host = args.findLast((argument, at) => !argument.startsWith('-') && !/^-[cwWis]$/.test(args[at - 1] ?? ''));
  if (host === undefined) return { code: 1, stderr: 'Usage: ping [-c COUNT] [-w SEC] [-W SEC] HOST\n' };
  const found = firstAddress(network, origin, host);
  if (!('ip' in found)) return { code: 1, stderr: `ping: bad address '${host}'\n` };
  const count = Math.min(valueOf('-c') ?? MOST_PINGS, MOST_PINGS);
  // A port that nobody uses: refused means that somebody is there.
  const isThere = network.connect(origin, found.ip, UNUSED_PORT, 'TCP') === 'refused';
  const received = isThere ? count : 0;
  const lines = Array.from({ length: received }, (_, i) => `64 bytes from ${found.ip}: seq=${i} ttl=64 time=0.050 ms\n`);
  const statistics = `${count} packets transmitted, ${received} packets received, ${isThere ? 0 : 100}% packet loss\n`;
  const times = isThere ? 'round-trip min/avg/max = 0.050/0.050/0.050 ms\n' : '';
  const stdout = `PING ${host} (${found.ip}): 56 data bytes\n${lines.join('')}\n--- ${host} ping statistics ---\n${statistics}${times}`;
  const waited = isThere ? Math.max(0, count - 1) * 1000 : count * 1000 + (valueOf('-W') ?? 10) * 1000;
  return { code: isThere ? 0 : 1, stdout, takesMillis: Math.min(waited, (valueOf('-w') ?? MOST_PINGS) * 1000) };
};

const UNUSED_PORT = 65_535;
