// The first import of a run that has TypeScript step files: from here on they are compiled as they are loaded.
import { register as registerHooks } from 'node:module';
import { register } from 'tsx/esm/api';

register();
registerHooks(new URL(`./typescript-modules.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url));
