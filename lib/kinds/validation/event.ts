import type { Event } from '../../api/generated/types.ts';
import { invalid, required, type FieldError } from '../../api/field-errors.ts';
import { byteLength, qualifiedNameProblems, subdomainProblems } from '../../base/name-rules.ts';
import { checkText, type Draft, type Found } from './draft.ts';
import { validateMetadata } from './metadata.ts';

const MAX_WORD_BYTES = 128;
const MAX_MESSAGE_BYTES = 1024;
const ELSEWHERE = 'does not match event.namespace';

/** All that is wrong with an event. kube: pkg/apis/core/validation/events.go legacyValidateEvent */
export function validateEvent(event: Draft<Event>, old: Draft<Event> | undefined): readonly FieldError[] {
  const found = eventErrors(event);
  const metadata = validateMetadata(event, old, { name: 'path-segment', namespaced: true });
  // Of a new event the metadata are looked at only when nothing else is wrong with it.
  if (old === undefined) return found.length > 0 ? found : metadata;
  return [...metadata, ...found];
}

/** What is wrong with an event besides its metadata, whatever the version that it is written in. kube: the same function */
export function eventErrors(event: Draft<Event>): readonly FieldError[] {
  const found: Found = [];
  const namespace = event.metadata?.namespace ?? '';
  if ((event.eventTime ?? '') === '') checkPlace(event, namespace, found);
  else checkAction(event, namespace, found);
  checkText(subdomainProblems, namespace, 'namespace', found);
  return found;
}

/** An event lies beside what it is about, or in `default` when that is in no namespace. */
function checkPlace({ involvedObject = {} }: Draft<Event>, namespace: string, found: Found): void {
  const { namespace: about = '' } = involvedObject;
  const isBeside = about === '' ? namespace === '' || namespace === 'default' : about === namespace;
  if (!isBeside) found.push(invalid('involvedObject.namespace', about, ELSEWHERE));
}

/** What an event in the newer form has to say. */
function checkAction(event: Draft<Event>, namespace: string, found: Found): void {
  const { involvedObject: { namespace: about = '' } = {}, reportingComponent = '', reportingInstance = '', message = '' } = event;
  if (about === '' && namespace !== 'default' && namespace !== 'kube-system')
    found.push(invalid('involvedObject.namespace', about, ELSEWHERE));
  if (reportingComponent === '') found.push(required('reportingController'));
  checkText(qualifiedNameProblems, reportingComponent, 'reportingController', found);
  checkWord(reportingInstance, 'reportingInstance', found);
  checkWord(event.action ?? '', 'action', found);
  checkWord(event.reason ?? '', 'reason', found);
  checkLength(message, MAX_MESSAGE_BYTES, 'message', found);
}

function checkWord(word: string, path: string, found: Found): void {
  if (word === '') found.push(required(path));
  checkLength(word, MAX_WORD_BYTES, path, found);
}

function checkLength(text: string, most: number, path: string, found: Found): void {
  if (byteLength(text) > most) found.push(invalid(path, '', `can have at most ${most} characters`));
}
