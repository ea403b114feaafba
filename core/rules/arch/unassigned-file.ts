import { dirname } from '../../files/paths.js';
import { defineRule } from '../rule.js';

export const unassignedFile = defineRule({
  id: 'arch/unassigned-file',
  summary: 'A source file belongs to no declared module, so no dependency rule holds it.',
  severity: 'error',
  zeroConfig: false,
  scope: 'file',
  reads: ['policy'],
  check({ path, module, policy, report }) {
    if (module !== undefined || policy.modules.length === 0) return;
    const folder = dirname(path);
    report({
      path,
      span: { start: 0, end: 0 },
      message: `${path} belongs to no module of ${policy.path}, so nothing limits what it imports. Add ${folder === '' ? 'it' : `${folder} or the file`} to a module, or list it under sources.exclude.`,
      symbol: '',
      site: '',
      data: { folder },
    });
  },
});
