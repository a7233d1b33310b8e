// A Vitest reporter that writes what build/test.mjs adds up: {passed, failed, skipped: [{name, why}]}, to GATESCOPE_TEST_SUMMARY.
import { writeFileSync } from 'node:fs';

export default class SummaryReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const summary = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const module of modules) {
      let failedHere = 0;
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        if (state === 'passed') summary.passed += 1;
        else if (state === 'skipped')
          summary.skipped.push({
            name: test.fullName,
            why: note || (test.options.mode === 'todo' ? 'not written yet' : 'its condition does not hold here'),
          });
        else failedHere += 1; // a test without an end counts as failed
      }
      // A file that could not be imported, or whose hook threw, has errors of its own.
      if (module.errors().length > 0 || (failedHere === 0 && module.state() === 'failed')) failedHere += 1;
      summary.failed += failedHere;
    }
    const place = process.env.GATESCOPE_TEST_SUMMARY;
    if (place) writeFileSync(place, JSON.stringify(summary));
  }
}
