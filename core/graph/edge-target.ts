import type { Resolution } from '../resolve/resolution.js';
import type { ImportFact } from '../syntax/facts.js';
import { dialectOf } from '../syntax/parser.js';
import type { EdgeTarget } from './edge.js';

/**
 * Where an import site leads, before anything is known about its kind. `ambient` tells whether a specifier is declared
 * by `declare module "…"` in the workspace, patterns such as `*.svg` included.
 */
export function edgeTarget(
  fact: ImportFact,
  resolution: Resolution | undefined,
  ambient: (specifier: string) => boolean,
): EdgeTarget {
  const { specifier } = fact;
  if (specifier === undefined || resolution === undefined || fact.form === 'glob') {
    return fact.pattern === undefined ? { kind: 'unknown' } : { kind: 'unknown', pattern: fact.pattern };
  }
  if (isNowhere(resolution, specifier) && ambient(specifier)) return { kind: 'ambient', name: specifier };
  if (resolution.kind === 'unresolved' && isForBundler(fact.form, specifier)) {
    return { kind: 'ambient', name: specifier, unchecked: 'bundler' };
  }
  if (resolution.kind === 'unchecked') return { kind: 'ambient', name: specifier, unchecked: resolution.why };
  return resolution;
}

/**
 * A side effect of a name that is no path and no package: TypeScript before 6 looks none up, and only the settings of a
 * bundler can know what it is.
 */
function isForBundler(form: ImportFact['form'], specifier: string): boolean {
  return form === 'side-effect' && /^(?:@(?:\/|[^/]*$)|[~$])/.test(specifier);
}

/**
 * True when what a target leads to is a file that is read or transformed, not source: JSON, styles, images. Files are
 * judged by being source or not; what may not be there, by the ending of its name.
 */
export function isResource(target: EdgeTarget, specifier: string | undefined): boolean {
  switch (target.kind) {
    case 'file':
      return dialectOf(target.path) === undefined;
    case 'absent':
      return resourceEnding.test(target.path);
    case 'external':
      return target.subpath !== '' && resourceEnding.test(target.subpath);
    default:
      return specifier !== undefined && resourceEnding.test(specifier.replace(query, ''));
  }
}

const query = /[?#].*$/s;
const resourceEnding =
  /\.(?:json5?|jsonc|ya?ml|toml|css|scss|sass|less|styl|pcss|svg|png|jpe?g|gif|webp|avif|ico|bmp|woff2?|ttf|otf|eot|mp[34]|webm|og[gv]|wav|flac|pdf|txt|mdx?|html?|xml|csv|wasm|node|graphql|gql|glsl|vert|frag|wgsl|hbs|ejs|pug)$/i;

/** What npm accepts as a package name: a bare specifier of any other shape (`virtual:x`, `~icons/y`) is no package. */
const packageName = /^(?:@[a-z\d_~-][\w.~-]*\/)?[a-z\d_~-][\w.~-]*$/i;

function isNowhere(resolution: Resolution, specifier: string): boolean {
  if (resolution.kind === 'unresolved' || resolution.kind === 'unchecked') return true;
  if (resolution.kind !== 'external' || resolution.installed || resolution.builtin) return false;
  return !packageName.test(resolution.package) || specifier.startsWith('~');
}
