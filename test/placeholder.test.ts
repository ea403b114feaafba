import { expect, test } from 'vitest';
import { join } from '../core/files/paths.js';

test('join resolves dots', () => expect(join('a/b', '../c')).toBe('a/c'));
