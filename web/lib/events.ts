// prevented does something instead of what the browser would do for an event: a form that is sent
// loads no page.
export const prevented = (act: () => void) => (e: { preventDefault(): void }) => {
  e.preventDefault();
  act();
};
