// Judges a template by the rules of cdk-preflight, each of which AWS itself was seen to enforce. It prints its findings
// as JSON: node preflight.mjs <template> <scratch folder>
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { Preflight } from 'cdk-preflight';

const [templateFile, outdir] = process.argv.slice(2);
rmSync(outdir, { recursive: true, force: true });
const app = new App({ outdir, analyticsReporting: false });
const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
new CfnInclude(new Stack(app, 'Judged', { synthesizer }), 'Template', { templateFile });
Preflight.apply(app);

const report = join(outdir, 'validation-report.json');
let refused = null;
console.error = () => {}; // the report has it all
try {
  app.synth();
} catch (error) {
  refused = error; // a finding ends the synthesis
}
const reports = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).pluginReports : [];
const findings = reports
  .filter((one) => one.pluginName === 'cdk-preflight')
  .flatMap((one) => one.violations)
  .flatMap((violation) => violation.violatingConstructs.map((at) => ({
    rule: violation.ruleName, resource: at.cloudFormationResource?.logicalId ?? '', says: violation.description,
  })));
if (refused && findings.length === 0) throw refused;
process.stdout.write(JSON.stringify(findings));
