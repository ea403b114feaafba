import { fileCases } from './cases/files.js';
import { libCases } from './cases/lib.js';
import { nodeIoCases } from './cases/node-io.js';
import { nodeValueCases } from './cases/node-values.js';
import { webCases } from './cases/web.js';
import { runCases } from './run-cases.js';

runCases('ECMAScript', libCases);
runCases('the web platform', webCases);
runCases('files', fileCases);
runCases('values of Node', nodeValueCases);
runCases('input and output of Node', nodeIoCases);
