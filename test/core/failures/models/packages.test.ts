import { describe, it } from 'vitest';
import { frameworkCases } from './cases/frameworks.js';
import { httpClientCases } from './cases/http-clients.js';
import { serviceCases } from './cases/services.js';
import { storeCases } from './cases/stores.js';
import { isInstalled } from './installed.js';
import { runCases } from './run-cases.js';

if (isInstalled) {
  runCases('HTTP clients', httpClientCases);
  runCases('services', serviceCases);
  runCases('stores', storeCases);
  runCases('frameworks, queues, mail and loggers', frameworkCases);
} else describe('packages', () => it.skip('the npm registry is out of reach, so the packages are not there'));
