const PATTERN = '[-._a-zA-Z][-._a-zA-Z0-9]*';

/** What is wrong with the name of an environment variable that is set by kubectl, which takes fewer names than the server. kube: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go IsEnvVarName */
export function envVarProblems(name: string): readonly string[] {
  const problems = new RegExp(`^(?:${PATTERN})$`).test(name)
    ? []
    : [
        `a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '${PATTERN}')`,
      ];
  if (name === '.') return [...problems, "must not be '.'"];
  if (name === '..') return [...problems, "must not be '..'"];
  return name.startsWith('..') ? [...problems, "must not start with '..'"] : problems;
}
