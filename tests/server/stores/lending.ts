import { afterAll, afterEach, beforeEach } from 'vitest';
import { fileEnds, testBegins, testEnds } from './lent-databases.ts';

// Set up before every test file whose servers stand on a database.
beforeEach(testBegins);
afterEach(testEnds);
afterAll(fileEnds);
