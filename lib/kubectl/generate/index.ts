import type { Command } from '../command.ts';
import { configMapGenerator } from './configmap.ts';
import { deploymentGenerator } from './deployment.ts';
import { generatorCommand } from './generator.ts';
import { ingressGenerator } from './ingress.ts';
import { cronJobGenerator, jobGenerator } from './job.ts';
import { clusterRoleBindingGenerator, roleBindingGenerator } from './role-binding.ts';
import { clusterRoleGenerator, roleGenerator } from './role.ts';
import { secretCommand } from './secret.ts';
import { serviceCommand } from './service.ts';
import {
  disruptionBudgetGenerator,
  namespaceGenerator,
  priorityClassGenerator,
  quotaGenerator,
  serviceAccountGenerator,
} from './simple.ts';
import { tokenCommand } from './token.ts';

/** Every word that may follow `kubectl create`, in the order in which kubectl lists them. kube: staging/src/k8s.io/kubectl/pkg/cmd/create/create.go NewCmdCreate */
export const createCommands: readonly Command[] = [
  generatorCommand(namespaceGenerator),
  generatorCommand(quotaGenerator),
  secretCommand,
  generatorCommand(configMapGenerator),
  generatorCommand(serviceAccountGenerator),
  serviceCommand,
  generatorCommand(deploymentGenerator),
  generatorCommand(clusterRoleGenerator),
  generatorCommand(clusterRoleBindingGenerator),
  generatorCommand(roleGenerator),
  generatorCommand(roleBindingGenerator),
  generatorCommand(disruptionBudgetGenerator),
  generatorCommand(priorityClassGenerator),
  generatorCommand(jobGenerator),
  generatorCommand(cronJobGenerator),
  generatorCommand(ingressGenerator),
  tokenCommand,
];
