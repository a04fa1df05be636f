// prevented handles an event instead of the browser: a form that is sent loads no page.
export const prevented = (act: () => void) => (e: { preventDefault(): void }) => {
  e.preventDefault();
  act();
};
