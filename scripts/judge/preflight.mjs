// Judges templates by the rules of cdk-preflight, each of which AWS itself was seen to enforce. It prints its findings
// as JSON: node preflight.mjs <scratch folder> <template>…
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { App, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { Preflight } from 'cdk-preflight';

const [scratch, ...templates] = process.argv.slice(2);
console.error = () => {}; // the reports have it all
process.stdout.write(JSON.stringify(templates.flatMap((file) => judged(resolve(file), resolve(scratch, basename(file))))));

function judged(templateFile, outdir) {
  rmSync(outdir, { recursive: true, force: true });
  const app = new App({ outdir, analyticsReporting: false });
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  new CfnInclude(new Stack(app, 'Judged', { synthesizer }), 'Template', { templateFile });
  Preflight.apply(app);

  let refused = null;
  try {
    app.synth();
  } catch (error) {
    refused = error; // a finding ends the synthesis
  }
  const report = join(outdir, 'validation-report.json');
  const reports = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).pluginReports : [];
  const findings = reports
    .filter((one) => one.pluginName === 'cdk-preflight')
    .flatMap((one) => one.violations)
    .flatMap((violation) => violation.violatingConstructs.map((at) => ({
      rule: violation.ruleName, resource: at.cloudFormationResource?.logicalId ?? '', says: violation.description,
    })));
  if (refused && findings.length === 0) throw refused;
  return findings;
}
