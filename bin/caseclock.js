#!/usr/bin/env node
/** Runs the command line from its TypeScript source, so that `npx caseclock` works in a checkout without a build. */
'use strict';
require('tsx/cjs');
require('../cli/main.ts');
