// For plain `npx cucumber-js` in this repository; `npm start` does not read it.
export default {
  paths: ['features/**/*.feature'],
  import: ['dist/lib/cli/typescript.js', 'dist/steps/index.js', 'features/**/*.ts'],
};
