// The first import of a run that has TypeScript step files: from here on they are compiled as they are loaded.
import { register as registerHooks } from 'node:module';
import { register } from 'tsx/esm/api';

// Where this file itself is TypeScript, somebody compiles already; twice would be once too often.
const isCompiled = import.meta.url.endsWith('.js');
if (isCompiled) register();
registerHooks(new URL(`./typescript-modules.${isCompiled ? 'js' : 'ts'}`, import.meta.url));
