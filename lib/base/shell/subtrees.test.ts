import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesOf, writeFile, type Files } from './files.ts';
import { EMPTY_TREE, fileTree, sameTree, subtreeOf, withSubtree } from './subtrees.ts';

const image = filesOf([
  ['/srv/www/index.html', 'welcome'],
  ['/srv/wwwroot', 'another place'],
]);

function listing({ nodes }: Files): readonly string[] {
  return [...nodes].map(([path, node]) => (node.kind === 'file' ? `${path}: ${node.content}` : path)).sort();
}

test('a tree in a place hides what the place held, and its size counts', () => {
  const pages = filesOf([['/a/b', 'page']]);
  const mounted = withSubtree(image, '/srv/www', pages);
  assert.equal(mounted.nodes.has('/srv/www/index.html'), false);
  assert.deepEqual(mounted.nodes.get('/srv/www/a/b'), { kind: 'file', content: 'page' });
  assert.equal(mounted.size, 'page'.length + 'another place'.length);
});

test('what was put in a place is what is found there', () => {
  const pages = filesOf([['/a', 'page']]);
  const found = subtreeOf(withSubtree(image, '/srv/www', pages), '/srv/www');
  assert.ok(found !== undefined && sameTree(found, pages), 'another tree was found');
  assert.deepEqual(listing(subtreeOf(withSubtree(image, '/srv/www/one', fileTree('x')), '/srv/www/one')!), ['/: x']);
  assert.equal(subtreeOf(image, '/nowhere'), undefined);
});

test('directories above a place are made, over files if need be', () => {
  const mounted = withSubtree(image, '/srv/wwwroot/deep/place', EMPTY_TREE);
  assert.equal(mounted.nodes.get('/srv/wwwroot')?.kind, 'directory');
  assert.equal(mounted.size, 'welcome'.length);
});

test('what lies in places of others is left out', () => {
  const mounted = withSubtree(withSubtree(image, '/srv/www', filesOf([['/a', 'x']])), '/srv/www/b', fileTree('y'));
  assert.equal(subtreeOf(mounted, '/srv/www', ['/srv/www/b'])!.nodes.has('/b'), false);
});

test('a tree may be put in place so that nobody can write to it', () => {
  const mounted = withSubtree(image, '/srv/www', filesOf([['/a', 'x']]), true);
  assert.equal(writeFile(mounted, '/srv/www/a', 'y', false), 'EROFS');
  assert.equal(writeFile(mounted, '/srv/www/new', 'y', false), 'EROFS');
  assert.notEqual(writeFile(mounted, '/srv/other', 'y', false), 'EROFS');
});

test('trees are the same when they hold the same', () => {
  const [one, other] = [filesOf([['/a', 'x']]), filesOf([['/a', 'x']])];
  assert.equal(sameTree(one, other), true);
  assert.equal(sameTree(one, filesOf([['/a', 'y']])), false);
  assert.equal(sameTree(one, filesOf([['/b', 'x']])), false);
  assert.equal(sameTree(EMPTY_TREE, fileTree('')), false);
  assert.equal(sameTree(one, withSubtree(EMPTY_TREE, '/', one, true)), true);
});
