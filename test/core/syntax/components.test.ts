import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../../core/syntax/facts.js';
import { factsOf, importsOf, usesOf } from './facts-of.js';

describe('components', () => {
  it.each<[Dialect, string, string[]]>([
    [
      'vue',
      '<template><A /></template>\n<script setup lang="ts">\nimport A from "./A.vue"; import type { T } from "./t"\n</script>',
      ['import ./A.vue {default:A}', 'import ./t type {T}'],
    ],
    ['vue', '<script>\nexport default {}\n</script>\n<script setup>\nimport "./b"\n</script>', ['side-effect ./b']],
    ['vue', '<script src="./x.ts" lang="ts"></script>', ['side-effect ./x.ts']],
    [
      'vue',
      '<script lang="tsx">import a from "./a"; const b = <a x={1}>import "./no"</a></script>',
      ['import ./a {default:a}'],
    ],
    ['vue', '<!-- <script>import "./no"</script> --><script>import "./a"</script>', ['side-effect ./a']],
    ['vue', '<script type="application/json">{ "import": "./no" }</script>', []],
    [
      'vue',
      '<script setup lang="ts" generic="T extends Record<string, unknown>">import "./a"</script>',
      ['side-effect ./a'],
    ],
    [
      'svelte',
      '<script context="module" lang="ts">import "./a"</script>\n<script lang="ts">let x: import("./b").B; import("./c")</script>\n{@html x}',
      ['side-effect ./a', 'import-type ./b type {B}', 'dynamic-import ./c deferred'],
    ],
    [
      'astro',
      '---\nimport A from "./A.astro"\nconst { x } = Astro.props\n---\n<A />\n<script>import "./client"</script>\n<script src="https://example.org/x.js"></script>',
      ['import ./A.astro {default:A}', 'side-effect ./client'],
    ],
    ['astro', '<p>no frontmatter</p>', []],
    ['vue', '<script>import "./a"', ['side-effect ./a']],
    ['vue', '<script', []],
    ['vue', '', []],
  ])('%s: %s', (dialect, code, expected) => {
    expect(importsOf(code, dialect)).toEqual(expected);
  });

  it('counts offsets in the whole file', () => {
    const code = '<template>\r\n  <p>ä 🎈</p>\r\n</template>\r\n<script>\r\nimport a from "./a"\r\n</script>';
    const [site] = factsOf(code, 'vue').imports;
    expect(code.slice(site!.span.start, site!.span.end)).toBe('"./a"');
  });

  it('takes every import as a value: the markup may use it', () => {
    const code =
      '<script lang="ts">\nimport A, { b } from "./a"; import type { T } from "./t"; import * as ns from "./n"; ns.x\n</script>';
    expect(usesOf(code, 'vue')).toEqual({ A: 'value', b: 'value', T: 'unused', ns: 'value' });
    expect(factsOf(code, 'vue').imports[2]?.names[0]).not.toHaveProperty('members');
  });

  it('reports no problem that only the blanked markup makes', () => {
    const code =
      '<script>\nexport const a = {\n  b: 1\n}\n</script>\n<template>{{ a }}</template>\n<script setup>\n(() => 1)()\n</script>';
    expect(factsOf(code, 'vue').problemCount).toBe(0);
  });
});
