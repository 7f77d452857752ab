import { invalid, required } from '../../api/field-errors.ts';
import { subdomainProblems } from '../../base/name-rules.ts';
import { checkText, type Found } from './draft.ts';

const PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const pathPattern = new RegExp(`^${PATH}$`);

/** Checks a name such as `example.com/controller`. kube: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go IsDomainPrefixedPath */
export function checkDomainPath(text: string, path: string, found: Found): void {
  if (text === '') {
    found.push(required(path));
    return;
  }
  const slash = text.indexOf('/');
  const [host, rest] = [text.slice(0, Math.max(0, slash)), text.slice(slash + 1)];
  if (host === '' || rest === '') {
    found.push(invalid(path, text, 'must be a domain-prefixed path (such as "acme.io/foo")'));
    return;
  }
  checkText(subdomainProblems, host, path, found);
  if (!pathPattern.test(rest)) found.push(invalid(path, rest, `Invalid path (regex used for validation is '${PATH}')`));
}
