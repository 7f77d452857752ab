import type { Client } from '../api/client.ts';
import { typeOfKind, type Kind } from '../api/kind.ts';
import { fieldsOf, type KubeObject } from '../api/object.ts';
import { withUnsetTimes } from '../api/unset-times.ts';
import { isMapping } from '../base/merge.ts';
import { readFile, resolvePath } from '../base/shell/files.ts';
import type { Call } from './command.ts';
import { KubectlError } from './errors.ts';
import type { Flag } from './flags.ts';
import { customTable, readCustomColumns, readCustomColumnsFile, type CustomColumn } from './print/custom-columns.ts';
import { goTemplateText } from './print/go-template.ts';
import { jsonPathText, readJsonPathTemplate } from './print/json-path-template.ts';
import { jsonText } from './print/json-text.ts';
import { yamlText } from './print/yaml-text.ts';
import { kindName, objectName } from './resource-types.ts';

/** The flags that say how objects are printed. */
export const OUTPUT_FLAGS: readonly Flag[] = [
  { name: 'output', short: 'o', type: 'text' },
  { name: 'template', type: 'text' },
  { name: 'show-managed-fields', type: 'bool' },
  { name: 'allow-missing-template-keys', type: 'bool', default: 'true' },
];

/** A value that is printed, as JSON has it. */
export type Printed = Readonly<Record<string, unknown>>;

/** Prints objects one after the other. */
export type Printer = (kind: Pick<Kind, 'kind' | 'group'>, object: object) => void;

const TEMPLATES = ['go-template', 'go-template-file', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file', 'template', 'templatefile'];
/** Every format of what is no table. */
export const OUTPUT_FORMATS = [...TEMPLATES, 'json', 'name', 'yaml'];

/** What prints the objects that a command has done something to, such as `deployment.apps/web scaled`. Throws a KubectlError for a format that there is not. kube: staging/src/k8s.io/cli-runtime/pkg/genericclioptions/print_flags.go */
export function printerOf(call: Call, operation: string): Printer {
  const print = formatOf(call, OUTPUT_FORMATS);
  if (print !== undefined) return (kind, object) => call.print(print(kind, printedOf(call, kind, object)));
  return (kind, object) => {
    const { name = '' } = (object as Partial<KubeObject>).metadata ?? {};
    call.print(`${objectName(kind, name)} ${operation}\n`);
  };
}

/** The formats of which the fields' owners are no part unless they are asked for. kube: staging/src/k8s.io/cli-runtime/pkg/printers/managedfields.go */
const WITHOUT_OWNERS = /^(?:json|yaml|name|wide)?$/;

/** An object as it is printed: who manages its fields is told where that is asked for, and to every template. */
export function printedOf(call: Call, { kind }: Pick<Kind, 'kind' | 'group'>, object: object): Printed {
  const { client, flags } = call;
  const isTemplate = !WITHOUT_OWNERS.test(flags.text('output')) || (flags.text('output') === '' && flags.text('template') !== '');
  const isOwned = flags.is('show-managed-fields') || isTemplate;
  const { apiVersion, metadata } = object as Partial<KubeObject>;
  const found = client.api.registry.findByManifest(apiVersion ?? '', kind);
  const shown = !isOwned ? withoutManagedFields(object) : found === undefined ? (object as Printed) : owned(client, found, object);
  // What the server has not seen is printed as it is written.
  const type = found === undefined || metadata?.uid === undefined ? undefined : typeOfKind(found);
  return type === undefined ? shown : withUnsetTimes(shown, type);
}

function owned(client: Client, kind: Kind, object: object): Printed {
  return fieldsOf(client.withManagedFields(kind, object as KubeObject));
}

function withoutManagedFields(object: object): Printed {
  const { metadata } = object as Printed;
  if (!isMapping(metadata) || metadata['managedFields'] === undefined) return object as Printed;
  const { managedFields: _, ...rest } = metadata;
  return { ...object, metadata: rest };
}

/** The text of an object, or of a list of objects, in a format. */
export type Format = (kind: Pick<Kind, 'kind' | 'group'>, object: Printed) => string;

/** What `-o` asks for, where it is one of `formats`; undefined where nothing is asked for. Throws a KubectlError for what there is not. */
export function formatOf(call: Call, formats: readonly string[]): Format | undefined {
  const { flags } = call;
  const asked = flags.text('output') === '' && flags.text('template') !== '' ? 'go-template' : flags.text('output');
  if (asked === '') return undefined;
  const [, name = '', argument] = /^([^=]*)(?:=(.*))?$/s.exec(asked)!;
  if (!formats.includes(name))
    throw new KubectlError(
      `unable to match a printer suitable for the output format ${JSON.stringify(asked)}, allowed formats are: ${[...formats].sort().join(',')}`,
    );
  if (name === 'name') return (kind, object) => namesOf(kind, object);
  if (name === 'json') return (_, object) => jsonText(object);
  if (name === 'yaml') return yamlDocuments();
  return templateFormat(call, name, argument ?? flags.text('template'));
}

/** A document each; all but the first begin with a line. */
function yamlDocuments(): Format {
  let isFirst = true;
  return (_, object) => {
    const text = yamlText(object);
    const separator = isFirst ? '' : '---\n';
    isFirst = false;
    return separator + text;
  };
}

function namesOf(kind: Pick<Kind, 'kind' | 'group'>, object: Printed): string {
  if (object['kind'] !== 'List') return `${kindName(kind)}/${(object as Partial<KubeObject>).metadata?.name ?? ''}\n`;
  return (object['items'] as readonly KubeObject[])
    .map(({ apiVersion, kind: itemKind, metadata }) => `${kindName({ kind: itemKind, group: groupOf(apiVersion) })}/${metadata.name}\n`)
    .join('');
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

function templateFormat(call: Call, name: string, argument: string): Format {
  const template = name.endsWith('file') && argument !== '' ? fileText(call, name, argument) : argument;
  const allowsMissing = call.flags.is('allow-missing-template-keys');
  switch (name) {
    case 'jsonpath':
    case 'jsonpath-file':
    case 'jsonpath-as-json': {
      const read = readJsonPathTemplate(template, { asJson: name === 'jsonpath-as-json' });
      return (_, object) => jsonPathText(read, object, allowsMissing);
    }
    case 'custom-columns':
    case 'custom-columns-file':
      return columnFormat(
        name === 'custom-columns' ? readCustomColumns(template) : readCustomColumnsFile(template),
        !call.flags.is('no-headers'),
      );
    default:
      return (_, object) => goTemplateText(template, object, { allowMissingKeys: allowsMissing });
  }
}

/** A table that goes on from object to object. */
function columnFormat(columns: readonly CustomColumn[], showHeaders: boolean): Format {
  let widths: readonly number[] | undefined;
  return (_, object) => {
    const objects = object['kind'] === 'List' ? (object['items'] as readonly unknown[]) : [object];
    const table = customTable(columns, objects, {
      showHeaders: showHeaders && widths === undefined,
      ...(widths === undefined ? {} : { widths }),
    });
    widths = table.widths;
    return table.text;
  };
}

function fileText({ terminal }: Call, format: string, path: string): string {
  const text = readFile(terminal.files, resolvePath(terminal.cwd, path));
  if (typeof text === 'string') return text;
  throw new KubectlError(
    `error reading ${format.startsWith('custom') ? '' : '--'}template ${path}, open ${path}: no such file or directory`,
  );
}
