#!/usr/bin/env node
process.stdout.write('lintel\n');
