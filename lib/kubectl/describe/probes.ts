import type { HTTPGetAction, Probe } from '../../api/generated/types.ts';
import { goPrinted } from '../../base/go-print.ts';

/** A probe in one line. kube: staging/src/k8s.io/kubectl/pkg/describe/describe.go DescribeProbe */
export function probeText(probe: Probe): string {
  const { exec, httpGet, tcpSocket, grpc } = probe;
  const rhythm = rhythmOf(probe);
  if (exec !== undefined) return `exec ${goPrinted(exec.command ?? [])} ${rhythm}`;
  if (httpGet !== undefined) return `http-get ${urlOf(httpGet)} ${rhythm}`;
  if (tcpSocket !== undefined) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port} ${rhythm}`;
  return grpc === undefined ? `unknown ${rhythm}` : `grpc <pod>:${grpc.port} ${grpc.service ?? ''} ${rhythm}`;
}

function rhythmOf({ initialDelaySeconds, timeoutSeconds, periodSeconds, successThreshold, failureThreshold }: Probe): string {
  const rhythm = `delay=${initialDelaySeconds ?? 0}s timeout=${timeoutSeconds ?? 0}s period=${periodSeconds ?? 0}s`;
  return `${rhythm} #success=${successThreshold ?? 0} #failure=${failureThreshold ?? 0}`;
}

/** kube: the Go library's net/url URL.String, net.JoinHostPort */
function urlOf({ scheme = '', host = '', port, path = '' }: HTTPGetAction): string {
  const start = scheme === '' ? '//' : `${scheme.toLowerCase()}://`;
  const name = host.includes(':') ? `[${host}]` : host;
  const way = path === '' || path.startsWith('/') ? path : `/${path}`;
  return `${start}${percentEncoded(`${name}:${port}`, HOST)}${percentEncoded(way, PATH)}`;
}

/** What stays as it is besides letters, digits and `-_.~`. */
const HOST = '!$&\'()*+,;=:[]<>"';
const PATH = '$&+,/:;=@';

function percentEncoded(text: string, kept: string): string {
  const bytes = [...Buffer.from(text, 'utf8')];
  return bytes
    .map((byte) => {
      const character = String.fromCharCode(byte);
      const isKept = /[A-Za-z0-9\-_.~]/.test(character) || kept.includes(character);
      return isKept ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
