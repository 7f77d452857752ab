import { UsageError } from './api/errors.ts';
import type { Environment } from './control/actor.ts';
import { powerOf, withPower, type Pressure } from './control/node-power.ts';
import type { Pod } from './kinds/pod-state.ts';
import { probeOf, type ProbeType } from './node/probes/probe-record.ts';
import { probeName } from './node/probes/prober.ts';

/** The world in which a probe of a pod's container fails whatever it would find, or no longer does. Throws a UsageError for a container without such a probe. */
export function withProbe(environment: Environment, pod: Pod, container: string, probe: ProbeType, fails: boolean): Environment {
  const spec = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find(({ name }) => name === container);
  if (spec === undefined || probeOf(spec, probe) === undefined)
    throw new UsageError(`container ${JSON.stringify(container)} of pod ${JSON.stringify(pod.metadata.name)} has no ${probe} probe`);
  const name = `${pod.metadata.uid}/${probeName({ container, type: probe })}`;
  const failingProbes = new Set(environment.failingProbes);
  if (fails) failingProbes.add(name);
  else failingProbes.delete(name);
  return { ...environment, failingProbes };
}

/** The world in which a node's machine is off, or only its kubelet does not run. Throws a UsageError when that is so already. */
export function withStoppedNode(environment: Environment, name: string, what: 'machine' | 'kubelet', now: number): Environment {
  const { state } = powerOf(environment.nodes, name);
  if (state === 'off' || (state === 'kubelet stopped' && what === 'kubelet'))
    throw new UsageError(`node ${JSON.stringify(name)} has stopped already`);
  return { ...environment, nodes: withPower(environment.nodes, name, { state: what === 'machine' ? 'off' : 'kubelet stopped' }, now) };
}

/** The world in which a node runs again. Throws a UsageError for one that has not stopped. */
export function withStartedNode(environment: Environment, name: string, now: number): Environment {
  if (powerOf(environment.nodes, name).state === 'running') throw new UsageError(`node ${JSON.stringify(name)} has not stopped`);
  return { ...environment, nodes: withPower(environment.nodes, name, { state: 'running' }, now) };
}

/** The world in which a node suffers from a shortage, or no longer does. */
export function withPressure(environment: Environment, name: string, pressure: Pressure, suffers: boolean, now: number): Environment {
  const others = powerOf(environment.nodes, name).pressures.filter((other) => other !== pressure);
  return { ...environment, nodes: withPower(environment.nodes, name, { pressures: suffers ? [...others, pressure] : others }, now) };
}
