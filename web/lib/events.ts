interface Handled {
  type: string;
  preventDefault(): void;
  stopPropagation(): void;
}

// prevented handles an event instead of the browser: a form that is sent loads no page. Nor is the form sent in whose
// part of the page a dialog with a form of its own was opened: React lets events of a dialog rise to there.
export const prevented = (act: () => void) => (e: Handled) => {
  e.preventDefault();
  if (e.type === 'submit') e.stopPropagation();
  act();
};
