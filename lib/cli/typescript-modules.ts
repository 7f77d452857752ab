import type { ResolveHook } from 'node:module';

/**
 * Takes every TypeScript file of the project for an ES module, also in a project that lacks `"type": "module"`. As CommonJS it would be
 * given a second copy of this library, whose step definitions then match everything twice.
 */
export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const resolved = await nextResolve(specifier, context);
  const isModule = /\.m?ts(?:\?|$)/.test(resolved.url) && !resolved.url.includes('/node_modules/');
  return isModule ? { ...resolved, format: 'module' } : resolved;
};
