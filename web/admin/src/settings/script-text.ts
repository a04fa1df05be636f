import type { components } from '../../../../api/gen/schemas.gen';

export type Script = components['schemas']['Script'];
export type Step = components['schemas']['ScriptStep'];

// Editing is a script, and a function that puts another in its place.
export interface Editing {
  script: Script;
  change: (s: Script) => void;
}

// parse is the script that a text is, if it is one at all.
export function parse(text: string): Script | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value && !Array.isArray(value) ? (value as Script) : undefined;
  } catch {
    return undefined;
  }
}

// formsOf is the name of every form of a script.
export function formsOf(script: Script): string[] {
  const steps = [script.greeting, ...Object.values(script.steps ?? {}), ...(script.faq ?? []).map((e) => e.answer)];
  return steps.flatMap((s) => (s?.form?.id ? [s.form.id] : []));
}

// stepsOf is the name of every step of a script.
export const stepsOf = (script: Script) => Object.keys(script.steps ?? {});

// fresh is an id or name that nothing has yet.
export const fresh = (prefix: string, taken: string[]) => {
  for (let n = taken.length + 1; ; n++) if (!taken.includes(prefix + n)) return prefix + n;
};
