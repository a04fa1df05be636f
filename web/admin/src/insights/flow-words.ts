import { plain } from '../../../lib/links';
import type { FlowInfo, FlowRow, FlowStep } from '../../../lib/wire';

// flowName is the name of a Flow: Meta's, that of the script's form, or its id.
export const flowName = ({ id, name, form }: FlowInfo): string =>
  id === 'unknown' ? 'Flows not sent from here' : plain(name ?? '') || (form ? `Form "${plain(form)}"` : `Flow ${id}`);

export const states: Record<FlowRow['state'], [string, string]> = {
  sent: ['Sent', 'gray'],
  begun: ['Opened', 'blue'],
  completed: ['Completed', 'teal'],
  left: ['Not completed', 'orange'],
  failed: ['Not delivered', 'red'],
};

const times = (n: number) => (n > 1 ? `, ${n} times` : '');

// stepWords is one thing that somebody did in a Flow.
export function stepWords({ kind, screen, field, times: n }: FlowStep): string {
  if (kind === 'opened') return `opened the form${times(n)}`;
  if (kind === 'screen') return `reached the screen ${plain(screen)}${times(n)}`;
  return `"${plain(field ?? '')}" was refused on the screen ${plain(screen)}${times(n)}`;
}

// wayWords is how somebody went through a Flow, as far as is known.
export const wayWords = ({ steps, missed }: FlowRow): string =>
  [...(steps ?? []).map(stepWords), missed ? `${missed} more` : ''].filter(Boolean).join('; ');
