import type { HttpAnswer, Socket } from '../control/network.ts';
import type { ServicePortRules } from './service-rules.ts';

/** Where a connection ended, or why it did not get anywhere. */
export type Reached =
  | { readonly socket: Socket; readonly address: string; readonly rules: ServicePortRules | undefined }
  | {
      readonly failure: 'refused' | 'unreachable' | 'timeout';
      readonly address: string;
      /** The Service whose rules were followed, and whether they had an endpoint. */
      readonly rules: ServicePortRules | undefined;
      readonly hasBackend: boolean;
    };

/** What became of a request. */
export type Outcome =
  | { readonly socket: Socket; readonly address: string; readonly answer: HttpAnswer; readonly rules: ServicePortRules | undefined }
  | {
      readonly failure: 'unknown name' | 'no name server' | 'refused' | 'unreachable' | 'timeout' | 'no HTTP' | 'TLS';
      /** What was asked in the end, `10.244.1.2:8080`; the name where it was not found. */
      readonly address: string;
      readonly rules: ServicePortRules | undefined;
      readonly hasBackend: boolean;
      readonly socket: Socket | undefined;
    };
