import type { Labels } from '../../base/labels.ts';
import type { Call, Command } from '../command.ts';
import { DRY_RUN_FLAG, dryRunOf, operationText } from '../dry-run.ts';
import { KubectlError } from '../errors.ts';
import { checkExposable, portsFor, selectorFor } from '../generate/exposable.ts';
import { exposingService } from '../generate/exposing-service.ts';
import { namespaceFor, placed, SAVE_CONFIG_FLAG } from '../generate/generator.ts';
import { labelsOf } from '../generate/labels-text.ts';
import { overridden, OVERRIDE_FLAGS } from '../generate/overrides.ts';
import { OUTPUT_FLAGS } from '../output.ts';
import { FILE_FLAGS, NOTHING_SAID, select, type Chosen } from '../selection.ts';
import { typedPrinterOf, withTypedConfig } from '../typed-output.ts';
import { visit } from '../visit.ts';
import { FIELD_MANAGER_FLAG, writeOptions } from '../write-flags.ts';

/** kube: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go DNS1035LabelMaxLength */
const LONGEST_NAME = 63;

/** `kubectl expose`. kube: staging/src/k8s.io/kubectl/pkg/cmd/expose/expose.go */
export const expose: Command = {
  name: 'expose',
  about: 'makes a Service for the pods of an object',
  use: '(-f FILENAME | TYPE NAME) [--port=port] [--protocol=TCP|UDP|SCTP] [--target-port=number-or-name] [--name=name] [--external-ip=external-ip-of-service] [--type=type]',
  flags: [
    ...OUTPUT_FLAGS,
    ...FILE_FLAGS,
    DRY_RUN_FLAG,
    FIELD_MANAGER_FLAG,
    SAVE_CONFIG_FLAG,
    ...OVERRIDE_FLAGS,
    { name: 'cluster-ip', type: 'text' },
    { name: 'external-ip', type: 'text' },
    { name: 'labels', short: 'l', type: 'text' },
    { name: 'load-balancer-ip', type: 'text' },
    { name: 'name', type: 'text' },
    { name: 'port', type: 'text' },
    { name: 'protocol', type: 'text' },
    { name: 'selector', type: 'text' },
    { name: 'session-affinity', type: 'text' },
    { name: 'target-port', type: 'text' },
    { name: 'type', type: 'text' },
  ],
  run,
};

function run(call: Call): void {
  const { flags, args, client } = call;
  const dryRun = dryRunOf(call);
  const print = typedPrinterOf(call, operationText('exposed', dryRun));
  if (args.length === 0 && flags.list('filename').length === 0 && flags.text('kustomize') === '') throw new KubectlError(NOTHING_SAID);
  visit(select(call, { selector: '' }), (chosen) => {
    checkExposable(chosen.kind);
    const service = serviceFor(call, chosen);
    const { kind, manifest } = dryRun === 'client' ? placed(call, service) : { ...placed(call, service), manifest: service };
    const wanted = overridden(flags, kind, manifest);
    if (dryRun === 'client') {
      print(kind, wanted);
      return;
    }
    const options = { ...writeOptions(call, dryRun, 'kubectl-expose'), namespace: namespaceFor(call, kind) };
    print(kind, client.create(kind, flags.is('save-config') ? withTypedConfig(kind, wanted) : wanted, options));
  });
}

function serviceFor({ flags }: Call, { name, object }: Chosen): ReturnType<typeof exposingService> {
  const [given, selector, labels] = [flags.text('name'), flags.text('selector'), flags.text('labels')];
  const clusterIP = flags.text('cluster-ip');
  const found = portsFor(object);
  const selected = selector === '' ? introspected(() => selectorFor(object)) : labelsOf(selector);
  const ports = flags.text('port') === '' ? found.ports : flags.text('port').split(',');
  if (ports.length === 0 && clusterIP !== 'None') throw new KubectlError("couldn't find port via --port flag or introspection");
  return exposingService({
    name: given === '' ? name.slice(0, LONGEST_NAME) : given,
    labels: labels === '' ? (object.metadata.labels ?? {}) : labelsOf(labels),
    selector: selected,
    ports,
    protocols: found.protocols,
    protocol: flags.text('protocol'),
    targetPort: flags.text('target-port'),
    type: flags.text('type'),
    externalIP: flags.text('external-ip'),
    loadBalancerIP: flags.text('load-balancer-ip'),
    sessionAffinity: flags.text('session-affinity'),
    clusterIP,
  });
}

function introspected(find: () => Labels): Labels {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    throw new KubectlError(`couldn't retrieve selectors via --selector flag or introspection: ${error.message}`);
  }
}
