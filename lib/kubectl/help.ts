import type { Command } from './command.ts';
import type { Flag } from './flags.ts';

// unlike kube: help is a line about the command, how it is used and its flags, not the pages of kubectl
/** What `--help` prints of a command. */
export function helpText({ name, about, use, flags = [], commands = [] }: Command, path: string): string {
  const usage =
    commands.length > 0
      ? `${path} COMMAND`
      : [path, use, flags.length > 0 ? '[flags]' : undefined].filter((part) => part !== undefined).join(' ');
  const parts = [`${name === 'kubectl' ? name : path}: ${about}`, `Usage:\n  ${usage}`];
  if (commands.length > 0)
    parts.push(
      section(
        'Commands',
        commands.map((each) => [each.name, each.about]),
      ),
    );
  if (flags.length > 0)
    parts.push(
      section(
        'Flags',
        flags.map((flag) => [flagText(flag), defaultText(flag)]),
      ),
    );
  return `${parts.join('\n\n')}\n`;
}

function section(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([first]) => first.length));
  return `${title}:\n${rows.map(([first, second]) => `  ${first.padEnd(width)}   ${second}`.trimEnd()).join('\n')}`;
}

function flagText({ name, short, type, bare }: Flag): string {
  const value = type === 'bool' ? '' : bare === undefined ? ` ${type}` : `[=${type}]`;
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${value}`;
}

function defaultText({ default: value = '', isRequired }: Flag): string {
  if (isRequired === true) return '(required)';
  return value === '' ? '' : `(default ${value})`;
}
